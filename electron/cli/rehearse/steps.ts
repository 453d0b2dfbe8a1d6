// The rehearsal: an outage from calm to calm on the simulators, step by step, each with its limit. FORMATS: rehearse.
import type { Clock } from '../../../native/kit/clock.ts'
import type { World } from '../../../test/sim/world.ts'
import type { ConsoleSession } from '../console-session.ts'
import { readAnchors, type Acknowledged } from './evidence.ts'

export interface StepResult {
  readonly name: string
  readonly ms: number
  readonly limitMs: number
  readonly ok: boolean
}

export interface Rehearsal {
  readonly clock: Clock
  readonly world: World
  readonly session: ConsoleSession
  readonly settings: RehearsalSettings
  /** What the host acknowledged as durable. */
  readonly acknowledged: Acknowledged
}

export interface RehearsalSettings {
  readonly goodMs: number
  readonly holdMs: number
  readonly countdownMs: number
}

/** `undefined`: not reached within the limit. */
type Act = (rehearsal: Rehearsal, limitMs: number) => Promise<number | undefined>

export interface Step {
  readonly name: string
  readonly limitMs: (settings: RehearsalSettings) => number
  readonly act: Act
}

const RBS = 'rbs'
const DESK = 'desk-radio'
const TALK_MS = 1000

const rbsNow = ({ session }: Rehearsal): string | undefined => session.topic('services')[RBS]?.now
const pttPhase = ({ session }: Rehearsal): string | undefined => session.topic('ptt').ptt?.phase
const onDesk = ({ session }: Rehearsal): boolean => session.topic('switch').switch?.channel === DESK
const keyed = ({ world }: Rehearsal): boolean => world.desk.radio.transmitting !== undefined

export const STEPS: readonly Step[] = [
  {
    name: 'healthy',
    limitMs: () => 10_000,
    act: async (r, limit) => {
      const services = (): boolean => Object.values(r.session.topic('services')).length > 0 && Object.values(r.session.topic('services')).every((one) => one.now === 'ok')
      return r.session.until(() => services() && r.session.topic('channels')[DESK]?.readiness === 'ready' && r.session.topic('devices')['pedal']?.link === 'up', limit)
    },
  },
  {
    name: 'rbs-hangs-unknown',
    limitMs: () => 2600,
    act: async (r, limit) => {
      await r.world.hangRbs()
      return r.session.until(() => rbsNow(r) === 'unknown', limit)
    },
  },
  // Counted on from `unknown`: 4.2 s after the last reply is 1.7 s after 2.5 s.
  { name: 'rbs-hangs-down', limitMs: () => 1700, act: (r, limit) => r.session.until(() => rbsNow(r) === 'down', limit) },
  { name: 'countdown', limitMs: () => 500, act: (r, limit) => r.session.until(() => r.session.topic('switch').switch?.countdown?.to === DESK, limit) },
  { name: 'switched', limitMs: (s) => s.countdownMs + 1000, act: (r, limit) => r.session.until(() => onDesk(r), limit) },
  {
    name: 'group-confirmed',
    limitMs: () => 500,
    act: (r, limit) => r.session.until(() => {
      const view = r.session.topic('switch').switch
      return view?.confirmed === true && view.group !== undefined && String(r.world.desk.radio.selectedGroup) === view.group
    }, limit),
  },
  {
    name: 'pedal-request',
    limitMs: () => 250,
    act: async (r, limit) => {
      const asked = (): number => r.world.desk.radio.commands.filter((command) => command.text.startsWith('ATD') || command.text.startsWith('AT+CTXD')).length
      const before = asked()
      r.world.pedal.buttons.press('middle')
      return r.session.until(() => asked() > before, limit)
    },
  },
  { name: 'grant', limitMs: () => 1000, act: (r, limit) => r.session.until(() => pttPhase(r) === 'talking', limit) },
  {
    name: 'talk',
    limitMs: () => TALK_MS + 500,
    act: async (r, limit) => {
      const startMs = r.clock.monotonicMs()
      return r.session.until(() => r.clock.monotonicMs() - startMs >= TALK_MS && keyed(r) && pttPhase(r) === 'talking', limit)
    },
  },
  {
    name: 'release',
    limitMs: () => 500,
    act: async (r, limit) => {
      r.world.pedal.buttons.release('middle')
      return r.session.until(() => !keyed(r) && pttPhase(r) === 'idle', limit)
    },
  },
  {
    name: 'note-durable',
    limitMs: () => 500,
    act: async (r) => {
      const startMs = r.clock.monotonicMs()
      const reply = await r.session.client.call('note.add', { text: 'Spraak via mobilofoon gaat goed' })
      if (!reply.ok) return undefined
      r.acknowledged.seqs.push(reply.value.seq)
      return r.clock.monotonicMs() - startMs
    },
  },
  {
    name: 'pedal-unplugged-unkeyed',
    limitMs: () => 1000,
    act: async (r, limit) => {
      r.world.pedal.buttons.press('middle')
      if ((await r.session.until(() => keyed(r), 2000)) === undefined) return undefined
      const unplugged = r.world.pedal.wire.unplug()
      const took = await r.session.until(() => !keyed(r) && pttPhase(r) === 'idle', limit)
      await unplugged
      r.world.pedal.buttons.release('middle')
      await r.world.pedal.wire.replug()
      return took
    },
  },
  {
    name: 'rbs-back',
    limitMs: () => 4000,
    act: async (r, limit) => {
      await r.world.healRbs()
      return r.session.until(() => rbsNow(r) === 'degraded' || rbsNow(r) === 'ok', limit)
    },
  },
  { name: 'hold', limitMs: (s) => s.holdMs + 1000, act: (r, limit) => r.session.until(() => r.session.topic('switch').switch?.hold?.over === true, limit) },
  { name: 'return-offered', limitMs: (s) => s.goodMs + 5000, act: (r, limit) => r.session.until(() => r.session.topic('switch').switch?.returnOffered === true, limit) },
  {
    name: 'returned',
    limitMs: () => 1000,
    act: async (r, limit) => {
      const reply = await r.session.client.call('return.accept', {})
      if (!reply.ok) return undefined
      r.acknowledged.seqs.push(reply.value.seq)
      return r.session.until(() => r.session.topic('switch').switch?.channel === RBS, limit)
    },
  },
]

/** Carries out the steps in order; after one that is not reached the rest would only repeat it, so it ends there. */
export async function* runSteps(rehearsal: Rehearsal, steps: readonly Step[]): AsyncGenerator<StepResult> {
  for (const step of steps) {
    const limitMs = step.limitMs(rehearsal.settings)
    const took = await step.act(rehearsal, limitMs)
    readAnchors(rehearsal.session, rehearsal.acknowledged)
    yield { name: step.name, ms: Math.round(took ?? limitMs), limitMs, ok: took !== undefined }
    if (took === undefined) return
  }
}
