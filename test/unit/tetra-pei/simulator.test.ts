// The simulated radio in order: it answers as a real one does.
import { describe, expect, it } from 'vitest'
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import { createBench, createHangingBench, createReadyBench, FIELD_UNIT, INC_1, INC_2 } from './simulated-radio.ts'

describe('command engine', () => {
  it('echoes until ATE0 and frames its answers', () => {
    const { radio, clock, raw } = createBench()
    radio.receive(latin1ToBytes('ATE0\r'))
    clock.advance(60)
    expect(raw()).toBe('ATE0\r\r\nOK\r\n')
    radio.receive(latin1ToBytes('AT\r'))
    clock.advance(60)
    expect(raw()).toBe('\r\nOK\r\n')
  })

  it('answers after its delay, not before', () => {
    const { radio, clock, raw } = createBench({ answerMs: 200 })
    radio.receive(latin1ToBytes('AT\r'))
    raw()
    clock.advance(199)
    expect(raw()).toBe('')
    clock.advance(1)
    expect(raw()).toBe('\r\nOK\r\n')
  })

  it('takes one command at a time: the second is lost and logged so', () => {
    const bench = createReadyBench()
    bench.radio.receive(latin1ToBytes('AT\rAT+CSQ?\r'))
    expect(bench.run(500)).toEqual(['OK'])
    expect(bench.radio.commands.slice(-2)).toMatchObject([{ text: 'AT', fate: 'taken' }, { text: 'AT+CSQ?', fate: 'overrun' }])
  })

  it('speaks in numbers after ATV0, and gives no result after ATQ1', () => {
    const { ask, raw, radio, clock } = createReadyBench()
    radio.receive(latin1ToBytes('ATV0\r'))
    clock.advance(60)
    expect(raw()).toBe('0\r')
    radio.receive(latin1ToBytes('AT+NONE?\r'))
    clock.advance(60)
    expect(raw()).toBe('4\r')
    ask('ATV1')
    expect(ask('ATQ1')).toEqual([])
    expect(ask('AT+CSQ?')).toEqual(['+CSQ: 22,0'])
  })

  it.each([
    ['AT+GMI?', ['+GMI: MOTOROLA', 'OK']],
    ['AT+GMM?', ['+GMM: 54009,M83PFT6TZ6AG,91.2.0.0', 'OK']],
    ['AT+GMR?', ['+GMR: R27.220.9063', 'OK']],
    ['AT+CNUMF?', ['+CNUMF: 6,02040100001600001', 'OK']],
    ['AT+CNUMS?', ['+CNUMS: 2', '1,02040100004037001,INC-1', '1,02040100004037002,INC-2', 'OK']],
    ['AT+CNUMS=?', ['+CNUMS: (0),(1-2000),(1-2000)', 'OK']],
    ['AT+CMGS=?', ['+CMGS: (0-16777214,00000001-10231638316777214,1-255,0-999999999999999999999999),(8-1184)', 'OK']],
    ['AT+CREG?', ['+CREG: 1,2345,020401000', 'OK']],
    ['AT+CTBCT?', ['+CTBCT: 2345,d60,1,0', 'OK']],
    ['AT+CTGS?', ['+CTGS: 1,02040100004037001', 'OK']],
    ['AT+CTOM?', ['+CTOM: 0', 'OK']],
    ['AT+CPIN?', ['+CPIN: MT PIN-UNLOCKED', 'OK']],
    ['AT+GCLI?', ['+GCLI: 1', '2345,e14,22,18', 'OK']],
    ['AT+CBC?', ['+CBC: 0,85', 'OK']],
    ['AT+CLVL?', ['+CLVL: 5', 'OK']],
    ['AT+CMEE=1', ['OK']],
    ['AT+GPSPOS?', ['+GPSPOS: 21:40:05,N: 51_19.8960,E: 012_21.8400,7', 'OK']],
    ['AT+CCLK?', ['+CME ERROR: 4']],
    ['AT+CTXD=', ['+CME ERROR: 35']],
    ['nonsense', ['+CME ERROR: 35']],
    ['AT+CTXD=1,1', ['+CME ERROR: 3']],
    ['AT+CUTXC=1', ['+CME ERROR: 3']],
    ['AT+CREG=7', ['+CME ERROR: 34']],
    ['ATH', ['OK']],
  ])('%s', (command, answer) => {
    expect(createReadyBench().ask(command)).toEqual(answer)
  })

  it('gives the slice of the group list that was chosen', () => {
    const { ask } = createReadyBench()
    expect(ask('AT+CNUMD=0,2,2')).toEqual(['OK'])
    expect(ask('AT+CNUMD?')).toEqual(['+CNUMD: 1', '1,02040100004037002,INC-2', 'OK'])
  })

  it('user data are cancelled with ESC', () => {
    const { radio, run } = createReadyBench()
    radio.receive(latin1ToBytes('AT+CMGS=1234567,16\r\n80\u001b'))
    expect(run(3000)).toEqual(['+CME ERROR: 37'])
    expect(radio.sentSds).toEqual([])
  })
})

describe('services and groups', () => {
  it('without registration no event comes, with it it does', () => {
    const bench = createBench()
    bench.ask('ATE0')
    bench.radio.hear({ ssi: FIELD_UNIT })
    expect(bench.run(100)).toEqual([])
    bench.radio.silence()
    bench.run(6000)
    expect(bench.ask('AT+CTSP=2,0,0')).toEqual(['OK'])
    bench.radio.hear({ ssi: FIELD_UNIT })
    expect(bench.run(100)).toHaveLength(3)
  })

  it('a second registration of a protocol is answered 38; profile 0 gives the service back', () => {
    const { ask, radio } = createReadyBench()
    expect(ask('AT+CTSP=2,3,130')).toEqual(['+CME ERROR: 38'])
    expect(ask('AT+CTSP=2,0,0')).toEqual(['OK'])
    expect(ask('AT+CTSP=0,0,0')).toEqual(['OK'])
    expect(radio.services).not.toContain('0,0')
  })

  it('a radio may refuse to share a layer with its own screen', () => {
    const { ask } = createBench({ sharedLayers: [0] })
    ask('ATE0')
    expect(ask('AT+CTSP=2,3,130')).toEqual(['+CME ERROR: 34'])
    expect(ask('AT+CTSP=1,3,130')).toEqual(['OK'])
  })

  it('selecting a known group is confirmed by an event, an unknown one is out of range', () => {
    const { ask, radio } = createReadyBench()
    expect(ask(`AT+CTGS=1,${INC_2}`)).toEqual(['OK', '+CTGS: 1,02040100004037002'])
    expect(radio.selectedGroup).toBe(INC_2)
    expect(ask('AT+CTGS=1,99')).toEqual(['+CME ERROR: 34'])
    expect(radio.selectedGroup).toBe(INC_2)
    expect(ask('AT+CTGS=0')).toEqual(['OK', '+CTGS: 0'])
  })

  it('a change of mode drops call and services', () => {
    const { ask, run, radio } = createReadyBench()
    expect(ask('AT+CTOM=1', 2549)).toEqual([])
    expect(run(1)).toEqual(['OK', '+CTOM: 1'])
    expect(radio.services).toEqual([])
  })
})

describe('a call of our own', () => {
  it('is set up, granted, given back and ends after the hang time with cause 13', () => {
    const { ask, run, radio, keyings } = createReadyBench()
    expect(ask(`ATD${INC_1}`, 349)).toEqual(['+CTOCP: 1,0,0,1,1,0,1,1', '+CTCC: 1,1,1,0,0,1,1,0'])
    expect(radio.transmitting).toBeUndefined()
    expect(run(1)).toEqual(['+CTXG: 1,0,0,0', 'OK'])
    expect(radio.transmitting).toMatchObject({ cc: 1, gssi: INC_1, by: 'console' })
    expect(ask('AT+CUTXC=1')).toEqual(['+CDTXC: 1,0', 'OK'])
    expect(radio.transmitting).toBeUndefined()
    expect(run(5000)).toEqual(['+CTCR: 1,13'])
    expect(keyings.map((one) => one?.cc)).toEqual([1, undefined])
  })

  it('may answer ATD at once', () => {
    const { ask } = createReadyBench({ dialAnswer: 'at-once' })
    expect(ask(`ATD${INC_1}`)).toEqual(['+CTOCP: 1,0,0,1,1,0,1,1', 'OK'])
  })

  it('any character aborts a set-up that is still unanswered', () => {
    const { ask, radio, run } = createReadyBench()
    ask(`ATD${INC_1}`, 100)
    radio.receive(latin1ToBytes('A'))
    expect(run(1000)).toEqual(['+CTCR: 1,1', 'NO CARRIER'])
  })

  it('in the hang time the floor is asked for with the same instance', () => {
    const { ask, run, radio } = createHangingBench()
    expect(ask('AT+CTXD=1,1')).toEqual(['OK'])
    expect(run(300)).toEqual(['+CTXG: 1,0,0,0'])
    expect(radio.transmitting?.cc).toBe(1)
    expect(run(10_000)).toEqual([])
  })

  it('the next call has another instance', () => {
    const { ask, run } = createHangingBench()
    run(6000)
    expect(ask(`ATD${INC_1}`, 500)).toContain('+CTXG: 3,0,0,0')
  })

  it('a request withdrawn before the verdict is not granted', () => {
    const { ask, run, radio } = createHangingBench()
    ask('AT+CTXD=1,1')
    expect(ask('AT+CUTXC=1')).toEqual(['OK'])
    expect(run(1000)).toEqual([])
    expect(radio.transmitting).toBeUndefined()
  })

  it('a call while one stands is refused; to an unknown group it falls', () => {
    const hanging = createHangingBench()
    expect(hanging.ask(`ATD${INC_1}`)).toEqual(['+CME ERROR: 3'])
    expect(createReadyBench().ask('ATD99', 500)).toEqual(['+CTOCP: 1,0,0,1,1,0,1,1', '+CTCR: 1,16', 'NO CARRIER'])
  })

  it('ATH un-keys and ends the call', () => {
    const { ask, radio } = createReadyBench()
    ask(`ATD${INC_1}`, 500)
    expect(ask('ATH')).toEqual(['+CTCR: 1,1', 'OK'])
    expect(radio.transmitting).toBeUndefined()
  })

  it('the radio’s own time-out timer un-keys what nobody un-keyed', () => {
    const { ask, run, radio } = createReadyBench({ talkLimitMs: 60_000 })
    ask(`ATD${INC_1}`, 500)
    run(59_000)
    expect(radio.transmitting).toBeDefined()
    expect(run(1000)).toEqual(['+CDTXC: 1,0'])
    expect(radio.transmitting).toBeUndefined()
  })
})

describe('others', () => {
  it('another unit is heard only in the selected group', () => {
    const { radio, run } = createReadyBench()
    radio.hear({ ssi: FIELD_UNIT, gssi: INC_2 })
    expect(run(100)).toEqual([])
    radio.hear({ ssi: FIELD_UNIT, gssi: INC_1 })
    expect(run(100)).toEqual([
      `+CTICN: 1,0,0,0,${FIELD_UNIT},1,1,0,1,1,0,${INC_1},0`,
      '+CTCC: 1,1,1,0,0,1,1,0',
      `+CTXG: 1,3,0,0,0,${FIELD_UNIT}`,
    ])
    radio.silence()
    expect(run(6000)).toEqual(['+CDTXC: 1,0', '+CTCR: 1,13'])
  })

  it('another unit that takes the floor from us un-keys us', () => {
    const { ask, radio, run, keyings } = createReadyBench()
    ask(`ATD${INC_1}`, 500)
    radio.hear({ ssi: FIELD_UNIT })
    expect(run(0)).toEqual([`+CTXG: 1,3,0,0,0,${FIELD_UNIT}`])
    expect(keyings).toHaveLength(2)
    expect(radio.transmitting).toBeUndefined()
  })
})
