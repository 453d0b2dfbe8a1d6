// Short data of the simulated radio: sent, told, received.
import { describe, expect, it } from 'vitest'
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import { createReadyBench, FIELD_UNIT, OWN } from './simulated-radio.ts'

describe('short data', () => {
  it('a text goes out and is told so later; during a received call it is refused', () => {
    const { radio, run, ask } = createReadyBench()
    ask('AT+CTSDS=12,0,0,0,0')
    radio.receive(latin1ToBytes('AT+CMGS=4037009,40\r\n8202010141\u001a'))
    expect(run(60)).toEqual(['+CMGS: 0', 'OK'])
    expect(run(2000)).toEqual(['+CMGS: 0,4,0'])
    expect(radio.sentSds).toEqual([{ called: '4037009', data: '8202010141' }])
    radio.hear({ ssi: FIELD_UNIT })
    run(0)
    radio.receive(latin1ToBytes('AT+CMGS=4037009,40\r\n8202010141\u001a'))
    expect(run(60)).toEqual(['+CME ERROR: 42'])
  })

  it('a length that is not that of the digits is refused', () => {
    const { radio, run } = createReadyBench()
    radio.receive(latin1ToBytes('AT+CMGS=4037009,48\r\n8202010141\u001a'))
    expect(run(60)).toEqual(['+CME ERROR: 32'])
    radio.receive(latin1ToBytes('AT+CMGS=4037009,32\r\n8202010141\u001a'))
    expect(run(60)).toEqual(['+CME ERROR: 32'])
  })

  it('a status to itself comes back', () => {
    const { radio, run, ask } = createReadyBench()
    ask('AT+CTSDS=13,0')
    radio.receive(latin1ToBytes(`AT+CMGS=${OWN},16\r\n8004\u001a`))
    run(60)
    expect(run(2000)).toEqual(['+CMGS: 0,4,0', `+CTSDSR: 13,${OWN},0,${OWN},0,16`, '8004'])
  })

  it('a text from another unit comes only when its protocol is registered', () => {
    const { radio, run } = createReadyBench()
    radio.deliverSds(FIELD_UNIT, { pdu: 'text', protocol: 0x89, ref: 1, coding: 1, text: 'A' })
    expect(run(0)).toEqual([])
    radio.deliverSds(FIELD_UNIT, { pdu: 'text', protocol: 0x82, ref: 1, coding: 1, text: 'A' })
    expect(run(0)).toEqual([`+CTSDSR: 12,${FIELD_UNIT},0,${OWN},0,40`, '8200010141'])
  })
})
