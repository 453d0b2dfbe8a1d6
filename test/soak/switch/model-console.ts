// The console of the model: the real switch machine with its edge, the real press arbiter with its own, the real channels,
// emergencies and alarms, the real facts and what is saved of them; joined as electron/host/wiring.ts joins them. The whole host
// is played by the same scripts in test/property/fallback/model-of-host.test.ts: there the joints are the product's own.
import { createAlarms, type Alarms } from '../../../electron/host/alarms.ts'
import { Ears } from '../../../electron/host/ears.ts'
import { createEmergencies, type Emergencies } from '../../../electron/host/emergencies.ts'
import { createFallback, type Fallback } from '../../../electron/host/fallback/fallback.ts'
import { createDmoChannel } from '../../../electron/host/fallback/dmo-channel.ts'
import { createKeyedChannel } from '../../../electron/host/fallback/keyed-channel.ts'
import { createRadioChannel, type RadioChannel } from '../../../electron/host/fallback/radio-channel.ts'
import type { SwitchEvent, SwitchReport, SwitchState } from '../../../electron/host/fallback/types.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import type { Parts } from '../../../electron/host/parts.ts'
import { createPtt, type Ptt } from '../../../electron/host/ptt/ptt.ts'
import type { PttTarget } from '../../../electron/host/ptt/types.ts'
import { restore, SWITCH_KINDS, switchAfter, type SwitchAfter } from '../../../electron/host/restore.ts'
import { isOnAir, outsideFacts } from '../../../electron/host/switch-facts.ts'
import type { RadioDriver, RadioEvent } from '../../../native/kit/driver.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import type { KeyedRadio } from '../../../native/registry.ts'
import type { ModelClock } from './model-clock.ts'
import { planOf, SETTINGS, VERIFY_MS } from './model-plan.ts'
import type { ModelRadio } from './model-radio.ts'
import { MODEL_GROUPS, type ModelSite } from './script.ts'

/** What outlives the console. */
export interface ModelWorld {
  readonly clock: ModelClock
  readonly site: ModelSite
  readonly radios: readonly ModelRadio[]
  /** What the watch knows of the RBS. */
  rbs: 'ok' | 'degraded' | 'down' | 'unknown'
  proofs: number
  ownNetworkDown: boolean
  networkSilent: boolean
  manned: boolean
  lastOwnSpeechMs: number | undefined
  readonly entries: StoredEntry[]
  lastChannel: SwitchAfter | undefined
  boots: number
}

export interface ModelConsole {
  readonly fallback: Fallback
  readonly ptt: Ptt
  readonly alarms: Alarms
  /** Something outside changed. */
  tell(): void
  press(event: Extract<SwitchEvent, { event: `${string}-pressed` }>): Result<void>
  takeEmergency(): void
  /** It does nothing any more: as after SIGKILL, also not to a timer that was running. */
  kill(): void
}

export interface ConsoleEars {
  readonly onReport: (report: SwitchReport, state: SwitchState) => void
  readonly onRelease: () => void
}

export async function startConsole(world: ModelWorld, told: ConsoleEars): Promise<ModelConsole> {
  const { clock, radios, site, entries } = world
  world.boots += 1
  let alive = true
  const living: ModelClock = { ...clock, after: (ms, run) => clock.after(ms, () => alive && run()) }
  const ledger = {
    latest: async (kinds: readonly string[], limit: number) => ok(entries.filter((entry) => kinds.includes(entry.kind)).toReversed().slice(0, limit)),
  }
  const file = { read: () => (world.lastChannel ? { found: 'value' as const, value: world.lastChannel } : { found: 'absent' as const }), write: (value: SwitchAfter) => void (world.lastChannel = value), remove: () => undefined }
  const restored = await restore(ledger as never, file, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() })
  const note = (kind: string, payload: object, content?: string): void =>
    void (alive && entries.push({ seq: entries.length + 1, utcMs: clock.utcMs(), kind, actor: { role: 'system', position: 'host' }, payload: payload as StoredEntry['payload'], ...(content === undefined ? {} : { content }) }))
  const alarms = createAlarms(() => clock.utcMs(), ({ change, alarm }) => {
    if (change === 'taken') note('emergency.taken', { alarm: alarm.id })
    if (started && alarm.kind === 'emergency') tell()
  })
  const channels = radios.map((radio) => channelOf(radio, { clock: living, isAlive: () => alive, onChange: () => started && fallback.refresh() }))
  let started = false
  const ears = new Ears()
  const ptt = createPtt({
    clock: living,
    settings: SETTINGS,
    radioOf: (channel) => (alive ? radios.find((one) => one.id === channel) : undefined),
    onRbsPress: () => undefined,
    onChange: (before, _event, after) => {
      if (isOnAir(before) !== isOnAir(after)) tell()
    },
  })
  const fallback = createFallback({
    clock: living,
    plan: planOf(site),
    settings: SETTINGS,
    manned: world.manned,
    audioUndeclared: new Set<string>(),
    ...(restored.switch ? { saved: restored.switch } : {}),
    channels,
    releaseEverything: () => {
      if (!alive) return
      told.onRelease()
      ptt.dispatch({ event: 'everything-released' })
    },
    onReport: (report, state) => {
      if (!alive) return
      told.onReport(report, state)
      if (SWITCH_KINDS.some((one) => one === `switch.${report.report}`)) file.write(switchAfter(state, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() }))
    },
    onChange: () => started && aim(),
  })
  const watch = {
    view: () => ({
      services: [{ id: 'c2000', role: 'witness', now: world.networkSilent ? 'down' : 'ok' }, { id: 'rbs', role: 'console', now: world.rbs, lastReplyAgoMs: 0, ...(world.lastOwnSpeechMs === undefined ? {} : { lastHeardOwnAgoMs: clock.monotonicMs() - world.lastOwnSpeechMs }) }],
      diagnosis: { kind: world.ownNetworkDown ? 'own-workstation' : 'normal' },
    }),
    negativeProofs: () => world.proofs,
  }
  const parts = { deps: { clock: living, bootId: `boot${world.boots}`, ledger, site: { devices: radios.map(({ id }) => ({ id, label: id })), settings: SETTINGS } }, topics: NO_PAGE, watch, fallback, ptt, alarms, recorder: { note }, restored, unitOf: () => undefined, consoleService: 'rbs' } as unknown as Parts
  const emergencies: Emergencies = createEmergencies(parts)

  function tell(): void {
    if (started) fallback.update({ ...outsideFacts(parts, ears, emergencies.lastMs()), manned: world.manned })
  }
  function aim(): void {
    const { active, step } = fallback.state
    const switching = step.phase === 'confirming' || !active.confirmed
    if (ptt.state.switching !== switching) ptt.dispatch({ event: 'switching-changed', switching })
    const target: PttTarget = active.group === undefined ? { kind: 'rbs' } : { kind: 'channel', channel: active.channel, group: active.group }
    const before = ptt.state.target
    if (before.kind !== target.kind || (before.kind === 'channel' && target.kind === 'channel' && (before.channel !== target.channel || before.group !== target.group))) ptt.dispatch({ event: 'target-changed', target })
  }
  function radioEvent(radio: ModelRadio, event: RadioEvent): void {
    ptt.radioEvent(radio.id, event)
    ears.stand(radio.id, event)
    switch (event.event) {
      case 'link':
        return event.link.link === 'down' ? emergencies.deviceLost(radio.id) : undefined
      case 'emergency':
        emergencies.heard(radio.id, radio.id, event)
        return tell()
      case 'group':
        return fallback.groupObserved(radio.id, event.gssi)
      case 'heard':
        ears.hear(radio.id, event, clock.monotonicMs())
        return tell()
      default:
        return undefined
    }
  }

  for (const radio of radios) radio.onEvent((event) => alive && radioEvent(radio, event))
  started = true
  emergencies.restore()
  aim()
  for (const radio of radios) radio.start()
  tell()
  return {
    fallback,
    ptt,
    alarms,
    tell,
    press: (event) => fallback.press(event),
    takeEmergency: () => alarms.standing.filter(({ kind }) => kind === 'emergency').forEach(({ id }) => alarms.take(id)),
    kill() {
      alive = false
      for (const radio of radios) radio.consoleDied()
    },
  }
}

/** Nobody looks at what it shows. */
const NO_PAGE = { set: () => undefined, remove: () => undefined, value: () => ({}) }

interface ChannelLife {
  readonly clock: ModelClock
  readonly isAlive: () => boolean
  readonly onChange: () => void
}

function channelOf(radio: ModelRadio, { clock, isAlive, onChange }: ChannelLife): RadioChannel {
  const driver = driverOf(radio, isAlive)
  const watched = { id: radio.id, driver, verifyEveryMs: VERIFY_MS, clock, onChange, onVerified: () => undefined }
  if (radio.isDirect) return createDmoChannel(watched)
  if (!radio.isFixed) return createRadioChannel({ ...watched, groups: MODEL_GROUPS })
  return createKeyedChannel({ ...watched, wire: 'modem', driver: Object.assign(driver, { carrier: 'silent', sendingProof: 'line' }) as unknown as KeyedRadio })
}

/** A console that was killed asks nothing more and hears no answer. */
function driverOf(radio: ModelRadio, isAlive: () => boolean): RadioDriver {
  const asking = <T>(ask: () => Promise<T>): Promise<T> => (isAlive() ? ask().then((answer) => (isAlive() ? answer : never())) : never())
  return {
    start: () => radio.start(),
    stop: async () => undefined,
    requestFloor: () => radio.requestFloor(),
    releaseFloor: () => radio.releaseFloor(),
    selectGroup: (gssi) => asking(() => radio.selectGroup(gssi)),
    poll: () => asking(() => radio.poll()),
    verify: () => asking(() => radio.verify()),
    get link() {
      return radio.link
    },
    get isInUse() {
      return radio.isInUse
    },
    onEvent: (listener) => radio.onEvent(listener),
  }
}

const never = (): Promise<never> => new Promise(() => undefined)
