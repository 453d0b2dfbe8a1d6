// Measures a radio's own time-out, the last guard when everything else has failed: it is keyed until it stops by itself.
// Only when asked, at a terminal, with the position out of service, on a group that the technician names and confirms.
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioDriver, RadioEvent } from '../../../native/kit/driver.ts'
import type { SiteMode } from '../../contract/words.ts'
import { words, type Finding } from './finding.ts'
import { judgeTimeOut, type RadioContext } from './judge/radio.ts'
import type { Person } from './person.ts'
import type { Text } from '../terminal/text.ts'

/** A little over the longest time-out that networks use: beyond it there is none to rely on. */
export const HOLD_MAX_MS = 180_000
const READY_MS = 15_000
const GRANT_MS = 15_000
const RELEASE_MS = 3_000
const RECONNECT_MS = 10_000 // a cable that is put back is opened within 5 s, and hung up before anything else
const GROUP = /^\d{1,8}$/

export interface KeyTestDeps {
  readonly clock: Clock
  readonly text: Text
  readonly person: Person | undefined
  readonly mode: SiteMode
  /** `yes`: no console has this position, and none can take it meanwhile. `unsure`: its record cannot be locked. */
  readonly outOfService: 'yes' | 'no' | 'unsure'
  readonly context: RadioContext
  /** Full access, remembering what it keys, so that a console started after a crash hangs up first. */
  readonly openRadio: () => RadioDriver
}

const refused = ({ context }: KeyTestDeps, key: string): Finding =>
  ({ id: `device.${context.id}.timeout`, state: 'unknown', title: words('doctor.timeout', { label: context.label }), detail: words(key), cure: words('doctor.timeout.cure', { device: context.id }) })

/** Nothing is keyed before both questions are answered; on every way out the floor is given back and the line closed. */
export async function keyTest(deps: KeyTestDeps): Promise<Finding> {
  const { person, context, text } = deps
  if (deps.mode === 'observe') return refused(deps, 'doctor.keytest.observing')
  if (deps.outOfService !== 'yes') return refused(deps, deps.outOfService === 'no' ? 'doctor.keytest.in-service' : 'doctor.keytest.unlocked')
  if (!person) return refused(deps, 'doctor.keytest.no-terminal')
  person.tell(text('doctor.keytest.warning', { label: context.label, seconds: HOLD_MAX_MS / 1000 }))
  const gssi = await person.ask(text('doctor.keytest.group'))
  if (gssi === undefined || !GROUP.test(gssi)) return refused(deps, 'doctor.keytest.not-confirmed')
  const label = context.groups.get(gssi)
  if (label !== undefined) person.tell(text('doctor.keytest.of-plan', { group: label }))
  const phrase = text('doctor.keytest.phrase', { gssi })
  if ((await person.ask(text('doctor.keytest.confirm', { phrase }))) !== phrase) return refused(deps, 'doctor.keytest.not-confirmed')
  return hold(deps, person, gssi)
}

async function hold(deps: KeyTestDeps, person: Person, gssi: string): Promise<Finding> {
  const driver = deps.openRadio()
  const events = listen(driver, deps.clock)
  let before: string | undefined
  try {
    const up = events.until((event) => event.event === 'link' && event.link.link === 'up', READY_MS)
    driver.start()
    if (!(await up)) return refused(deps, 'doctor.keytest.no-radio')
    const verified = await driver.verify([])
    before = verified.ok ? verified.value.gssi : undefined
    const selected = await driver.selectGroup(gssi)
    if (!selected.ok) return refused(deps, 'doctor.keytest.no-group')
    return await keyed(deps, person, driver, events)
  } finally {
    const givenBack = events.until((event) => event.event === 'floor-given-back' || event.event === 'floor-ended', events.isKeyed() ? RELEASE_MS : 0)
    driver.releaseFloor()
    await givenBack
    if (before !== undefined && before !== gssi) await driver.selectGroup(before)
    await driver.stop()
  }
}

async function keyed(deps: KeyTestDeps, person: Person, driver: RadioDriver, events: Events): Promise<Finding> {
  // From before the first byte that keys: a person who stops early must not be missed.
  const stop = { byPerson: false }
  const leave = person.onStop(() => {
    stop.byPerson = true
    events.giveUp()
  })
  try {
    // A refusal may come before the request returns.
    const answered = events.until((event) => event.event === 'floor-granted' || event.event === 'floor-refused', stop.byPerson ? 0 : GRANT_MS)
    if (!stop.byPerson) driver.requestFloor()
    const verdict = await answered
    if (stop.byPerson) return refused(deps, 'doctor.keytest.stopped')
    return verdict?.event === 'floor-granted' ? await measured(deps, person, events, stop) : refused(deps, 'doctor.keytest.no-floor')
  } finally {
    leave()
  }
}

async function measured(deps: KeyTestDeps, person: Person, events: Events, stop: { readonly byPerson: boolean }): Promise<Finding> {
  const { clock, text, context } = deps
  const startMs = clock.monotonicMs()
  person.tell(text('doctor.keytest.talking'))
  const ended = await events.until(isEnd, HOLD_MAX_MS)
  if (stop.byPerson) return refused(deps, 'doctor.keytest.stopped')
  const heldMs = clock.monotonicMs() - startMs
  if (ended && isLoss(ended)) {
    const hungUp = await events.until((event) => event.event === 'hung-up', RECONNECT_MS)
    return hungUp ? { ...refused(deps, 'doctor.keytest.line-back'), state: 'warning' } : { ...refused(deps, 'doctor.keytest.line-lost'), state: 'failed' }
  }
  return judgeTimeOut(context, ended ? heldMs : undefined, heldMs)
}

/** The line went, not the floor: what the radio does is not known. */
const isLoss = (event: RadioEvent): boolean =>
  event.event === 'may-transmit' || (event.event === 'floor-ended' && (event.cause === 'link-lost' || event.cause === 'radio-silent'))

const isEnd = (event: RadioEvent): boolean => event.event === 'floor-ended' || event.event === 'floor-refused' || event.event === 'may-transmit'

interface Events {
  /** The first event from now on that is meant; undefined after `limitMs`. */
  until(isMeant: (event: RadioEvent) => boolean, limitMs: number): Promise<RadioEvent | undefined>
  /** Ends whatever is waited for, as if its time were over. */
  giveUp(): void
  isKeyed(): boolean
}

function listen(driver: RadioDriver, clock: Clock): Events {
  let keyedNow = false
  const waits = new Set<() => void>()
  driver.onEvent((event) => {
    if (event.event === 'floor-granted') keyedNow = true
    if (event.event === 'floor-ended' || event.event === 'floor-given-back' || event.event === 'hung-up') keyedNow = false
  })
  return {
    until: (isMeant, limitMs) => new Promise((resolve) => {
      const done = (event: RadioEvent | undefined): void => {
        timer.cancel()
        leave()
        waits.delete(end)
        resolve(event)
      }
      const end = (): void => done(undefined)
      const timer = clock.after(limitMs, end)
      waits.add(end)
      const leave = driver.onEvent((event) => {
        if (isMeant(event)) done(event)
      })
    }),
    giveUp: () => [...waits].forEach((end) => end()),
    isKeyed: () => keyedNow,
  }
}
