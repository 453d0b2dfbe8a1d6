// What a line means for the floor and for the host. Source: EN 300 392-5, events of a call.
import type { RadioEvent } from '../kit/driver.ts'
import { TX_GRANT } from './constants.ts'
import type { FloorEvent, FloorNews } from './floor-types.ts'
import type { PeiMessage } from './message.ts'
import { isEmergencyCall } from './messages/incoming-call.ts'

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }

export function floorEventOf(message: PeiMessage): FloorEvent | undefined {
  if (!('cmd' in message)) return undefined
  switch (message.cmd) {
    case '+CTOCP':
      return { event: 'call-seen', cc: message.cc, ours: true }
    case '+CTICN':
    case '+CTCC':
      return { event: 'call-seen', cc: message.cc }
    case '+CTXG':
      return { event: 'grant', cc: message.cc, txGrant: message.txGrant, ...optional('txRqPrmsn', message.txRqPrmsn), ...optional('talkerSsi', message.talkerSsi) }
    case '+CDTXC':
      return { event: 'ceased', cc: message.cc, ...optional('txRqPrmsn', message.txRqPrmsn) }
    case '+CTXI':
      return { event: 'interrupted', cc: message.cc }
    case '+CTXW':
      return { event: 'told-to-wait', cc: message.cc }
    case '+CTXN': {
      const { cc, txGrant } = message
      const may = optional('txRqPrmsn', message.txRqPrmsn)
      return txGrant === undefined ? { event: 'continued', cc, ...may } : { event: 'grant', cc, txGrant, ...may, ...optional('talkerSsi', message.talkerSsi) }
    }
    case '+CTCR':
      return { event: 'call-ended', cc: message.cc, cause: message.cause }
    default:
      return undefined
  }
}

/** A call that comes in for a group the radio scans, or for its own number. */
export function isOfAnotherGroup(message: PeiMessage, gssi: string | undefined): boolean {
  if (!('cmd' in message) || message.cmd !== '+CTICN') return false
  const called = text(message.calledSsi)
  return called !== undefined && gssi !== undefined && called !== gssi
}

/** What else the host hears of: other talkers and emergencies. */
export function toRadioEvents(message: PeiMessage, gssi: string | undefined): RadioEvent[] {
  if (!('cmd' in message)) return []
  switch (message.cmd) {
    case '+CTXN':
    case '+CTXG':
      if (message.txGrant === TX_GRANT.grantedToAnother) return [{ event: 'heard', speaking: true, ...optional('ssi', text(message.talkerSsi)) }]
      return message.txGrant === TX_GRANT.granted ? [{ event: 'heard', speaking: false }] : []
    case '+CTXI':
      // Who takes the floor from us, where the network says so.
      return message.talkerSsi === undefined ? [] : [{ event: 'heard', speaking: true, ssi: String(message.talkerSsi) }]
    case '+CDTXC':
    case '+CTCR':
      return [{ event: 'heard', speaking: false }]
    case '+CTICN':
      if (!isEmergencyCall(message)) return []
      return [{ event: 'emergency', kind: 'call', ...optional('from', text(message.callingSsi)), ...optional('gssi', text(message.calledSsi) ?? gssi) }]
    default:
      return []
  }
}

export function newsOf(news: Exclude<FloorNews, { news: 'may-still-transmit' }>): RadioEvent {
  switch (news.news) {
    case 'waiting':
      return { event: 'floor-waiting' }
    case 'queued':
      return { event: 'floor-queued' }
    case 'granted':
      return { event: 'floor-granted' }
    case 'refused':
      return { event: 'floor-refused', cause: news.cause }
    case 'ended':
      return { event: 'floor-ended', cause: news.cause }
    case 'given-back':
      return { event: 'floor-given-back' }
    case 'quiet':
      return { event: 'heard', speaking: false }
    case 'local-key':
      return { event: 'local-key', keyed: news.keyed }
  }
}

const text = (ssi: number | undefined): string | undefined => (ssi === undefined ? undefined : String(ssi))
