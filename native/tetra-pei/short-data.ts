// Texts and statuses of one radio, both ways: what the host may ask for, on top of the way out and the way in.
// Source: EN 300 392-2 clause 29. Nothing of it is on the line while somebody speaks or asks to.
import type { Clock } from '../kit/clock.ts'
import type { RadioAccess, RadioEvent } from '../kit/driver.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { ShortData, ShortDataAddress } from '../kit/short-data.ts'
import type { Asking } from './asking.ts'
import type { PeiMessage } from './message.ts'
import type { SdsDraft } from './sds.ts'
import { createSdsInbox } from './sds-inbox.ts'
import { createSdsOutbox, type Outgoing } from './sds-outbox.ts'
import { textDrafts } from './sds-parts.ts'

export interface RadioShortData extends ShortData {
  hear(message: PeiMessage): void
  stop(): void
}

export interface ShortDataOptions {
  readonly clock: Clock
  readonly access: RadioAccess
  readonly asking: Asking
  readonly isUp: () => boolean
  /** Nobody speaks, asks to speak, or is being called. */
  readonly isFree: () => boolean
  readonly own: () => number | undefined
  /** A group, as far as this radio knows. */
  readonly isGroup: (ssi: string) => boolean
  readonly emit: (event: RadioEvent) => void
}

const SSI = /^\d{1,8}$/
const LAST_SSI = 16_777_215 // 24 bits
const LAST_STATUS = 0xffff
const REFS = 256

export function createShortData(options: ShortDataOptions): RadioShortData {
  const { clock, access, asking, isUp, emit } = options
  let messages = 0
  // Not from 1 at each start: a report to the program before this one must not be taken for one to us.
  let refs = Math.floor(clock.utcMs() / 1000) % REFS
  const nextMessage = (): number => ++messages
  const nextRef = (): number => (refs = (refs + 1) % REFS)

  const outbox = createSdsOutbox({ clock, asking, isFree: () => isUp() && options.isFree(), emit })
  const inbox = createSdsInbox({
    clock,
    emit,
    nextMessage,
    isOurs: (called) => called !== undefined && (options.own() === undefined ? !options.isGroup(String(called)) : called === options.own()),
    answer: (to, draft) => {
      if (access === 'full') outbox.put([{ to, draft }])
    },
    onReport: (report) => outbox.heardReport(report),
  })

  const refusal = (to: ShortDataAddress): Result<never> | undefined => {
    if (access === 'read') return fail(failure('LINK_UNSUPPORTED', 'read only'))
    if (!isUp()) return fail(failure('LINK_CLOSED'))
    const ssi = ssiOf(to)
    return SSI.test(ssi) && Number(ssi) > 0 && Number(ssi) <= LAST_SSI ? undefined : fail(failure('CALL_INVALID', 'address'))
  }
  const post = (to: string, drafts: readonly SdsDraft[]): Result<number> => {
    const message = nextMessage()
    const all = drafts.map((draft, at): Outgoing => ({ to, draft, part: { message, at, of: drafts.length, ...('ref' in draft ? { ref: draft.ref } : {}) } }))
    return outbox.put(all) ? ok(message) : fail(failure('DEVICE_BUSY', 'too many wait'))
  }

  return {
    sendText(to, text, { report = 'none' } = {}) {
      const refused = refusal(to)
      if (refused) return refused
      const ssi = ssiOf(to)
      // Whoever says unit and means group would be answered by hundreds of radios.
      const drafts = textDrafts({ text, report, isGroup: 'gssi' in to || options.isGroup(ssi), nextRef })
      return drafts ? post(ssi, drafts) : fail(failure('CALL_INVALID', 'length'))
    },
    sendStatus(to, value) {
      const isStatus = Number.isInteger(value) && value >= 0 && value <= LAST_STATUS
      return refusal(to) ?? (isStatus ? post(ssiOf(to), [{ pdu: 'status', status: value }]) : fail(failure('CALL_INVALID', 'status')))
    },
    consumed: (message) => inbox.consumed(message),
    hear(message) {
      if (!('cmd' in message)) return
      // Digits whose header was lost say neither who sent them nor to whom.
      if (message.cmd === '+CTSDSR user data' && !('headerless' in message)) inbox.hear(message)
      if (message.cmd === '+CMGS') outbox.heardSent(message)
    },
    stop() {
      inbox.stop()
      outbox.stop()
    },
  }
}

const ssiOf = (to: ShortDataAddress): string => ('gssi' in to ? to.gssi : to.ssi)
