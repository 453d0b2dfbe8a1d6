// What one line must remember for the next.
import { describe, expect, it } from 'vitest'
import { decodeLine, giveUpPending, INITIAL_DECODER, noteSent, type DecoderState, type DecoderStep } from '../../../native/tetra-pei/decoder.ts'

function feed(lines: readonly string[], from: DecoderState = INITIAL_DECODER): DecoderStep[] {
  let state = from
  return lines.map((line) => {
    const step = decodeLine(state, line)
    state = step.state
    return step
  })
}
const outputs = (lines: readonly string[], from?: DecoderState): unknown[] => feed(lines, from).map((step) => step.output)

const HEADER = '+CTSDSR: 12,23404,0,23401,0,96'

describe('short data', () => {
  it('the header is told as pending and the whole message with its digits', () => {
    const [header, message] = feed([HEADER, '82041D014164676A6D707477'])
    expect(header?.output).toEqual({
      cmd: '+CTSDSR', aiService: 12, calling: '23404', callingSsi: 23404, callingType: 0, called: '23401', calledSsi: 23401, calledType: 0, bits: 96, pending: true,
    })
    expect(message?.output).toMatchObject({ cmd: '+CTSDSR user data', calling: '23404', bits: 96, hexBits: 96, lengthMatches: true, text: 'Adgjmptw' })
    expect(message?.output).not.toHaveProperty('pending')
    expect(message?.state).toEqual({})
  })

  it('a line that is no digits gives the header up and is read by itself', () => {
    const [, step] = feed([HEADER, '+CTXG: 1,0,0,0'])
    expect(step?.dropped).toEqual({ error: 'WIRE_MALFORMED', line: HEADER })
    expect(step?.output).toMatchObject({ cmd: '+CTXG', txGrant: 0 })
    expect(step?.state.pending).toBeUndefined()
  })

  it('a second header replaces the first and says so', () => {
    const [, second, data] = feed([HEADER, '+CTSDSR: 13,9876543,0,1234567,0,16', '8004'])
    expect(second?.dropped).toEqual({ error: 'WIRE_MALFORMED', line: HEADER })
    expect(data?.output).toMatchObject({ calling: '9876543', status: 0x8004 })
  })

  it('after its time a header is given up once', () => {
    const [header] = feed([HEADER])
    const late = giveUpPending(header!.state)
    expect(late).toEqual({ state: {}, dropped: { error: 'WIRE_MALFORMED', line: HEADER } })
    expect(giveUpPending(late.state)).toEqual({ state: {} })
  })

  it('an odd number of digits, as Sepura sends, is whole; Motorola’s padding is not a match but whole too', () => {
    const lip = '0A008CACAA480A120201D0'
    const sepura = feed(['+CTSDSR: 12,2269001,0,9999,0,84', lip.slice(0, 21)])[1]?.output
    const motorola = feed(['+CTSDSR: 12,2269001,0,9999,0,84', lip])[1]?.output
    expect(sepura).toMatchObject({ hexBits: 84, lengthMatches: true, lat: 51.33158 })
    expect(motorola).toMatchObject({ hexBits: 88, lengthMatches: false, lat: 51.33158 })
    for (const one of [sepura, motorola]) expect(one).not.toHaveProperty('truncated')
  })

  it('digits that are missing are said, and what came is shown', () => {
    const [, step] = feed([HEADER, '82041D014164'])
    expect(step?.output).toMatchObject({ text: 'Ad', hexBits: 48, lengthMatches: false, truncated: true })
  })

  it('digits beyond the stated length are not part of the text', () => {
    expect(outputs(['+CTSDSR: 12,1,0,2,0,40', '8200010141424344'])[1]).toMatchObject({ text: 'A', hexBits: 64, lengthMatches: false })
  })

  it('blanks between digits are allowed', () => {
    expect(outputs([HEADER, '82041D01 41646 76A6D707477'])[1]).toMatchObject({ text: 'Adgjmptw' })
  })

  it('user data that cannot be read are malformed, and the next line stands by itself', () => {
    expect(outputs(['+CTSDSR: 13,1,0,2,0,16', '80', 'OK'])).toMatchObject([{ pending: true }, { error: 'WIRE_MALFORMED', line: '80' }, { final: true }])
  })

  it('a header of length 0 waits for nothing', () => {
    expect(feed(['+CTSDSR: 12,1,0,2,0,0'])[0]?.state).toEqual({})
  })

  it('five fields, or a service that is no short data, make no header', () => {
    expect(outputs(['+CTSDSR: 12,1,0,2,0'])).toMatchObject([{ error: 'WIRE_MALFORMED' }])
    expect(outputs(['+CTSDSR: 0,1,0,2,0,16'])).toMatchObject([{ error: 'WIRE_MALFORMED' }])
  })

  it('digits without a header are marked as such and have no sender; other hex is unknown', () => {
    const [orphan, unknown] = outputs(['0A008CACAA480A120201D0', 'CAFE0123'])
    expect(orphan).toMatchObject({ cmd: '+CTSDSR user data', headerless: true, kind: 'LIP short' })
    expect(orphan).not.toHaveProperty('calling')
    expect(unknown).toEqual({ error: 'WIRE_UNKNOWN', line: 'CAFE0123' })
  })
})

describe('lists without prefix', () => {
  it('as many lines as the header counts belong to it, also around an event', () => {
    const lines = ['+CNUMS: 2', '1,2620100103102998 ,Gruppe 3', '+CTXG: 1,3,0,0,0,255', '1,2620100103104998 ,Gruppe 5', '1,2620100103106998 ,Gruppe 7']
    expect(outputs(lines).map((output) => (output as { cmd: string }).cmd)).toEqual([
      '+CNUMS', '+CNUMS continuation', '+CTXG', '+CNUMS continuation', '+CNUMS/+CNUMD continuation',
    ])
  })

  it('an uncounted list lasts until the final result', () => {
    const lines = ['+CNUMF: 0,2620100108280651', '2,16777184', 'OK', '2,16777184']
    expect(outputs(lines)).toMatchObject([{ cmd: '+CNUMF' }, { cmd: '+CNUMF continuation', ssi: 16777184 }, { final: true }, { error: 'WIRE_UNKNOWN' }])
  })

  it('cells: area, carrier in hex, strength and criterion', () => {
    expect(outputs(['+GCLI: 1', '2345,e14,-22,18', '2345,e14,22,18'])).toEqual([
      { cmd: '+GCLI', count: 1 },
      { cmd: '+GCLI continuation', la: '2345', carrier: 0xe14, rssi: -22, c: 18 },
      { error: 'WIRE_UNKNOWN', line: '2345,e14,22,18' },
    ])
  })

  it('a count of 0 opens no list', () => {
    expect(outputs(['+GCLI: 0', '2345,e14,22,18'])[1]).toMatchObject({ error: 'WIRE_UNKNOWN' })
  })

  it('a line like a group but with a short number is not taken for one', () => {
    expect(outputs(['1,12,name'])).toMatchObject([{ error: 'WIRE_UNKNOWN' }])
  })
})

describe('what was sent', () => {
  it('the level of +CREG changes how an answer is read', () => {
    const sent = noteSent(INITIAL_DECODER, 'AT+CREG=2\r')
    expect(outputs(['+CREG: 2,1'], sent)).toMatchObject([{ n: 2, stat: 1 }])
    expect(outputs(['+CREG: 2,1'])).toMatchObject([{ stat: 2, la: '1' }])
  })

  it('other commands change nothing', () => {
    for (const command of ['AT+CREG?', 'AT+CREG=x', 'AT', 'AT+CTGS=1,2']) expect(noteSent(INITIAL_DECODER, command)).toEqual(INITIAL_DECODER)
  })
})
