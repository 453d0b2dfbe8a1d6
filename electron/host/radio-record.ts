// What of a radio's telling goes to the record. Bodies and identities stand beside the chain, where they can be deleted; the
// chain holds that something came, from which device, and what became of what was sent.
import type { RadioEvent } from '../../native/kit/driver.ts'
import type { Recorder } from './recorder.ts'

/** Who, whom and what: content, as one text. */
const beside = (content: object): string => JSON.stringify(content)

export function recordRadio(recorder: Pick<Recorder, 'note' | 'sample'>, device: string, event: RadioEvent): void {
  switch (event.event) {
    case 'registration':
      return recorder.note('radio.registration', { device, registration: event.registration, cell: event.cell })
    case 'group':
      return recorder.note('radio.group', { device, group: event.gssi })
    case 'local-key':
      return recorder.note('radio.local-key', { device, keyed: event.keyed })
    case 'mode':
      return recorder.note('radio.mode', { device, mode: event.mode })
    case 'signal':
      return recorder.sample('radio.signal', { device, dbm: event.dbm })
    case 'battery':
      return recorder.sample('radio.battery', { device, percent: event.percent })
    case 'refused':
      return recorder.note('radio.refused', { device, features: event.features })
    case 'own-emergency':
      return recorder.note('radio.own-emergency', { device, as: event.as })
    case 'individual-call':
      return recorder.note('radio.individual-call', { device, call: event.call, duplex: event.duplex }, beside({ from: event.from }))
    case 'text': {
      const { from, to, text, immediate, doubtful } = event
      return recorder.note('sds.text', { device, immediate, doubtful }, beside({ from, to, text }))
    }
    case 'status':
      return recorder.note('sds.status', { device, value: event.value }, beside({ from: event.from, to: event.to }))
    case 'delivery':
      return recorder.note('sds.delivery', { device, message: event.message, state: event.state, detail: event.detail })
    case 'position': {
      const { from, lat, lon, errorBelowM, speedKmh, headingDeg, age, reason } = event
      return recorder.sample('radio.position', { device, age, reason }, beside({ from, lat, lon, errorBelowM, speedKmh, headingDeg }))
    }
    default:
      return undefined
  }
}
