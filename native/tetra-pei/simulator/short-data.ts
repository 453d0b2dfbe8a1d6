// Short data a simulated radio sends and receives.
import { fromHex, toHex } from '../../kit/bytes.ts'
import { SDS_SERVICES, SDS_STATUS } from '../constants.ts'
import { encodeSdsHeader } from '../messages/sds-header.ts'
import { encodeSdsSent, type SendSds } from '../messages/sds-send.ts'
import { encodeSds, type SdsDraft } from '../sds.ts'
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
  readonly sent: readonly SentSds[]
}

export interface ShortDataPorts {
  readonly settings: RadioSettings
  readonly faults: FaultSet
  readonly output: Output
  readonly memory: () => RadioMemory
  readonly later: TimerGroup['later']
}

const LOG_LIMIT = 1000
const INSTANCES = 256
const STATUS_SERVICE = '2,20'

export function createShortData({ settings, faults, output, memory, later }: ShortDataPorts): ShortData {
  const sent: SentSds[] = []
  const own = settings.identity.ssi
  let count = 0

  const receive = (from: number, aiService: number, data: string): void => {
    const service = aiService === SDS_SERVICES.status ? STATUS_SERVICE : `3,${fromHex(data)?.[0] ?? 0}`
    if (!memory().services.has(service)) return
    const parties = { calling: String(from), callingType: 0, called: String(own), calledType: 0 }
    output.say(encodeSdsHeader({ aiService, ...parties, bits: data.length * 4 }), data)
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
        const isLost = faults.of('deregistered') !== undefined
        const sdsStatus = isLost ? SDS_STATUS.failed : SDS_STATUS.sent
        output.say(encodeSdsSent({ sdsInstance, sdsStatus, ref: sdsInstance }))
        // A status to itself comes back: the active exchange of a control radio.
        if (!isLost && calledSsi === own) receive(own, sdsService, data)
      })
      return sdsInstance
    },
    deliver(from, draft) {
      const isStatus = draft.pdu === 'status' || draft.pdu === 'short-report'
      receive(from, isStatus ? SDS_SERVICES.status : SDS_SERVICES.tl, toHex(encodeSds(draft)).toUpperCase())
    },
  }
}
