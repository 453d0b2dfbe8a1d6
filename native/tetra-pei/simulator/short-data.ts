// Short data a simulated radio sends and receives.
import { fromHex, toHex } from '../../kit/bytes.ts'
import { SDS_SERVICES, SDS_STATUS } from '../constants.ts'
import { encodeSdsHeader } from '../messages/sds-header.ts'
import { encodeSdsSent, type SendSds } from '../messages/sds-send.ts'
import { decodeSds, encodeSds, type SdsDraft } from '../sds.ts'
import type { FaultSet } from './faults.ts'
import type { Output } from './output.ts'
import type { RadioMemory, RadioSettings } from './radio.ts'
import type { TimerGroup } from './timers.ts'

export interface SentSds {
  readonly called: string
  readonly data: string
}

export interface ShortData {
  /** Takes a message of the console. @returns its instance */
  send(command: SendSds): number
  /** A message from another unit. */
  deliver(from: number, draft: SdsDraft): void
  /** What another radio sent to the group this one stands on. */
  overhear(from: number, sent: AiredSds): void
  readonly sent: readonly SentSds[]
}

/** A message as it went over the air. */
export interface AiredSds {
  readonly aiService: number
  readonly calledSsi: number
  readonly data: string
}

export interface ShortDataPorts {
  readonly settings: RadioSettings
  readonly faults: FaultSet
  readonly output: Output
  readonly memory: () => RadioMemory
  readonly later: TimerGroup['later']
  readonly onAired?: ((sent: AiredSds) => void) | undefined
}

const LOG_LIMIT = 1000
const INSTANCES = 256
const STATUS_SERVICE = '2,20'

export function createShortData({ settings, faults, output, memory, later, onAired }: ShortDataPorts): ShortData {
  const sent: SentSds[] = []
  const own = settings.identity.ssi
  let count = 0

  const receive = (from: number, aiService: number, data: string, to: number = own): void => {
    const service = aiService === SDS_SERVICES.status ? STATUS_SERVICE : `3,${fromHex(data)?.[0] ?? 0}`
    if (!memory().services.has(service)) return
    for (let times = faults.of('repeat-sds')?.times ?? 1; times > 0; times--) tell({ from, to }, aiService, data)
  }
  const tell = ({ from, to }: { readonly from: number; readonly to: number }, aiService: number, data: string): void => {
    const parties = { calling: String(from), callingType: 0, called: String(to), calledType: 0 }
    output.say(encodeSdsHeader({ aiService, ...parties, bits: data.length * 4 }), data)
  }

  /** The unit it went to answers as it was asked to. */
  const report = (from: number, data: string): void => {
    const pdu = decodeSds(SDS_SERVICES.tl, fromHex(data) ?? new Uint8Array())
    if (pdu?.pdu !== 'text' || pdu.report === undefined) return
    const { protocol, ref } = pdu
    const statuses = pdu.report === 'received' ? [0] : pdu.report === 'consumed' ? [2] : [0, 2]
    statuses.forEach((status, at) => later(settings.reportMs * (at + 1), () => receive(from, SDS_SERVICES.tl, toHex(encodeSds({ pdu: 'report', protocol, status, ref })).toUpperCase())))
  }

  return {
    sent,
    send(command) {
      const sdsInstance = count++ % INSTANCES
      const { called, calledSsi, data = '' } = command
      const { sdsService } = memory()
      sent.push({ called, data })
      if (sent.length > LOG_LIMIT) sent.shift()
      later(settings.sdsMs, () => {
        const how = faults.of('sds-lost')?.how
        if (how === 'no-word') return
        const isLost = faults.of('deregistered') !== undefined || how === 'not-sent'
        const sdsStatus = isLost ? SDS_STATUS.failed : SDS_STATUS.sent
        output.say(encodeSdsSent({ sdsInstance, sdsStatus, ref: sdsInstance }))
        if (!isLost && calledSsi !== undefined) onAired?.({ aiService: sdsService, calledSsi, data })
        // A status to itself comes back: the active exchange of a control radio.
        if (!isLost && calledSsi === own) receive(own, sdsService, data)
        else if (!isLost && how !== 'no-report' && calledSsi !== undefined) report(calledSsi, data)
      })
      return sdsInstance
    },
    overhear(from, { aiService, calledSsi, data }) {
      if (calledSsi === memory().selected) receive(from, aiService, data, calledSsi)
    },
    deliver(from, draft) {
      const isStatus = draft.pdu === 'status' || draft.pdu === 'short-report'
      receive(from, isStatus ? SDS_SERVICES.status : SDS_SERVICES.tl, toHex(encodeSds(draft)).toUpperCase())
    },
  }
}
