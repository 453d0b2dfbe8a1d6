// Short data on their way out: one at a time, when nobody speaks, and what became of each. Source: EN 300 392-5, +CTSDS, +CMGS;
// open programs send the next after `+CMGS: <i>,4|5` or 5 s, and none during a received call (42 or 3 comes back).
import type { Clock } from '../kit/clock.ts'
import type { DeliveryState, ShortDataEvent } from '../kit/short-data.ts'
import { policyOf, YIELD_MS, type Asking } from './asking.ts'
import type { CommandOutcome } from './command-queue.ts'
import { SDS_STATUS } from './constants.ts'
import { answerOf } from './initialise.ts'
import { encodeSendSds, encodeSetSdsService, SDS_TL_SERVICE, STATUS_SERVICE, type SdsSent } from './messages/sds-send.ts'
import { sdsHex, type SdsDraft } from './sds.ts'
import { isLater, stateOfAll } from './sds-parts.ts'

export interface Outgoing {
  readonly to: string
  readonly draft: SdsDraft
  /** Absent: an answer of our own, of which nobody is told. */
  readonly part?: { readonly message: number; readonly at: number; readonly of: number; readonly ref?: number }
}

export interface SdsOutbox {
  /** @returns false when too many wait already */
  put(all: readonly Outgoing[]): boolean
  /** `+CMGS: <i>,<status>`, unasked. */
  heardSent(sent: SdsSent): void
  /** A report of the one it was sent to. */
  heardReport(report: { readonly from: number; readonly ref: number; readonly state: DeliveryState }): void
  stop(): void
}

export interface OutboxOptions {
  readonly clock: Clock
  readonly asking: Asking
  /** The line is up and nobody speaks or asks to. */
  readonly isFree: () => boolean
  readonly emit: (event: ShortDataEvent) => void
}

interface Queued extends Outgoing {
  readonly untilMs: number
}
interface Message {
  readonly to: number
  readonly states: (DeliveryState | undefined)[]
  readonly refs: (number | undefined)[]
  told?: DeliveryState
}

const MESSAGE_MS = 5000 // the radio takes a message at once, or not at all
const NEXT_MS = 5000
const LOOK_EVERY_MS = 250
const HOLD_MS = 120_000 // a text that could not go for two minutes is said not to have gone
const MOST_WAITING = 64
const MOST_KEPT = 256 // as many as there are references

export function createSdsOutbox({ clock, asking, isFree, emit }: OutboxOptions): SdsOutbox {
  const queue: Queued[] = []
  const messages = new Map<number, Message>()
  /** Call instance of the store → what went under it. */
  const instances = new Map<number, Outgoing>()
  const early = new Map<number, number>()
  let wakeNext: ((isOver: boolean) => void) | undefined
  let awaited: number | undefined
  let running = false
  let stopped = false

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))
  const keep = <Value>(map: Map<number, Value>, key: number, value: Value): void => {
    map.delete(key)
    map.set(key, value)
    const [oldest] = map.keys()
    if (map.size > MOST_KEPT && oldest !== undefined) map.delete(oldest)
  }
  const settle = ({ part }: Outgoing, state: DeliveryState, detail?: string): void => {
    const message = part && messages.get(part.message)
    if (!message || !isLater(state, message.states[part.at])) return
    message.states[part.at] = state
    const whole = stateOfAll(message.states)
    if (whole === undefined || !isLater(whole, message.told)) return
    message.told = whole
    emit({ event: 'delivery', message: part.message, state: whole, ...(detail ? { detail } : {}) })
  }
  const statusOf = (one: Outgoing, sdsStatus: number): void => {
    if (sdsStatus === SDS_STATUS.sent) settle(one, 'sent')
    if (sdsStatus === SDS_STATUS.failed) settle(one, 'failed', 'not sent')
  }
  /** @returns whether the radio took it */
  async function hand(one: Queued): Promise<boolean> {
    const isStatus = one.draft.pdu === 'status'
    // Each time: a radio that restarted without a word would send a status as a text.
    const chosen = await asking.ask(encodeSetSdsService(isStatus ? STATUS_SERVICE : SDS_TL_SERVICE), { yieldsAfterMs: YIELD_MS, isWanted: isFree })
    if (!chosen.ok && chosen.error.code === 'DEVICE_BUSY') {
      queue.unshift(one)
      return false
    }
    if (!chosen.ok) {
      settle(one, 'failed', chosen.error.detail || chosen.error.code)
      return false
    }
    early.clear()
    const text = encodeSendSds({ called: one.to, data: sdsHex(one.draft) })
    const outcome = await asking.sendPatiently({ text, timeoutMs: MESSAGE_MS, rank: 'normal', yieldsAfterMs: YIELD_MS }, isFree)
    if (outcome.outcome === 'result' && outcome.result.ok) return taken(one, outcome)
    // A call we do not know of: it goes after it.
    if (policyOf(outcome) === 'back-off') queue.unshift(one)
    else if (outcome.outcome === 'result') settle(one, 'failed', answerOf(outcome))
    else settle(one, 'unconfirmed')
    return false
  }
  function taken(one: Queued, outcome: Extract<CommandOutcome, { outcome: 'result' }>): boolean {
    const answer = outcome.answers.find((line): line is SdsSent => 'cmd' in line && line.cmd === '+CMGS' && line.sdsStatus === undefined)
    if (!answer) return true
    awaited = answer.sdsInstance
    keep(instances, answer.sdsInstance, one)
    return true
  }
  async function next(one: Queued): Promise<void> {
    awaited = undefined
    if (!(await hand(one))) return
    // Its end may have come in one piece with its beginning.
    const already = awaited === undefined ? undefined : early.get(awaited)
    if (already !== undefined) return statusOf(one, already)
    const isOver = await new Promise<boolean>((resolve) => {
      const timer = clock.after(NEXT_MS, () => resolve(false))
      wakeNext = (said) => {
        timer.cancel()
        resolve(said)
      }
    })
    wakeNext = undefined
    if (!isOver) settle(one, 'unconfirmed')
  }
  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let one = queue[0]; one; one = queue[0]) {
      if (clock.monotonicMs() >= one.untilMs) settle(queue.shift() ?? one, 'failed', 'line in use')
      else if (isFree()) await next(queue.shift() ?? one)
      else await pause(LOOK_EVERY_MS)
    }
    running = false
  }

  return {
    put(all) {
      if (stopped || queue.length + all.length > MOST_WAITING) return false
      const untilMs = clock.monotonicMs() + HOLD_MS
      for (const one of all) {
        if (one.part) {
          const message = messages.get(one.part.message) ?? { to: Number(one.to), states: Array.from({ length: one.part.of }, () => undefined), refs: [] }
          message.refs[one.part.at] = one.part.ref
          keep(messages, one.part.message, message)
        }
        queue.push({ ...one, untilMs })
      }
      void run()
      return true
    },
    heardSent({ sdsInstance, sdsStatus }) {
      if (sdsStatus === undefined) return
      keep(early, sdsInstance, sdsStatus)
      const one = instances.get(sdsInstance)
      if (one) statusOf(one, sdsStatus)
      if (sdsInstance === awaited) wakeNext?.(true)
    },
    heardReport({ from, ref, state }) {
      const found = [...messages].findLast(([, message]) => message.to === from && message.refs.includes(ref))
      if (!found) return
      const [message, { to, refs }] = found
      settle({ to: String(to), draft: { pdu: 'status', status: 0 }, part: { message, at: refs.indexOf(ref), of: refs.length } }, state)
    },
    stop() {
      stopped = true
      for (const one of queue.splice(0)) settle(one, 'failed', 'stopped')
      wakeNext?.(false)
    },
  }
}
