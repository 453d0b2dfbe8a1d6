// Every fault of the simulated radio, on and off.
import { describe, expect, it } from 'vitest'
import { createHangingBench, createReadyBench, FIELD_UNIT, INC_1, INC_2, OWN } from './simulated-radio.ts'

const RBS = 1_500_007

describe('power-cycle', () => {
  it('is silent, un-keys, and comes back with echo on and everything forgotten', () => {
    const { radio, ask, run, keyings, raw } = createReadyBench()
    ask(`AT+CTGS=1,${INC_2}`)
    ask(`ATD${INC_2}`, 500)
    radio.setFault({ fault: 'power-cycle', silentMs: 4000 })
    expect(keyings.at(-1)).toBeUndefined()
    expect(ask('AT', 3999)).toEqual([])
    expect(radio.isPowered).toBe(false)
    run(1)
    expect(radio.isPowered).toBe(true)
    expect(radio.services).toEqual([])
    expect(radio.selectedGroup).toBe(INC_1)
    radio.hear({ ssi: FIELD_UNIT })
    expect(run(10_000)).toEqual([])
    expect(ask('AT')).toEqual(['AT', 'OK'])
    expect(raw()).toBe('')
  })

  it('a command that ran when the power went is never answered', () => {
    const { radio, ask, run } = createReadyBench()
    ask('AT', 10)
    radio.setFault({ fault: 'power-cycle', silentMs: 10 })
    expect(run(1000)).toEqual([])
  })

  it('ATZ does the same', () => {
    const { radio, ask, run } = createReadyBench({ rebootMs: 5000 })
    expect(ask('ATZ')).toEqual(['OK'])
    expect(radio.isPowered).toBe(false)
    run(5000)
    expect(radio.services).toEqual([])
  })
})

describe('no-grant', () => {
  it('refuses with TxGrant 1, a demand and a set-up', () => {
    const hanging = createHangingBench()
    hanging.radio.setFault({ fault: 'no-grant', how: 'refused' })
    hanging.ask('AT+CTXD=1,1')
    expect(hanging.run(300)).toEqual(['+CTXG: 1,1,0,0'])
    const ready = createReadyBench()
    ready.radio.setFault({ fault: 'no-grant', how: 'refused' })
    expect(ready.ask(`ATD${INC_1}`, 500).slice(-2)).toEqual(['+CTXG: 1,1,0,0', 'OK'])
    expect(ready.keyings).toEqual([])
  })

  it('or says nothing until the call ends', () => {
    const { radio, ask, run, keyings } = createReadyBench()
    radio.setFault({ fault: 'no-grant', how: 'nothing' })
    ask(`ATD${INC_1}`, 300)
    expect(run(9000)).toEqual([])
    expect(run(1000)).toEqual(['+CTCR: 1,3', 'NO CARRIER'])
    expect(keyings).toEqual([])
  })

  it('is over when cleared', () => {
    const { radio, ask, run } = createHangingBench()
    radio.setFault({ fault: 'no-grant', how: 'refused' })
    radio.clearFault('no-grant')
    ask('AT+CTXD=1,1')
    expect(run(300)).toEqual(['+CTXG: 1,0,0,0'])
  })
})

describe('queue', () => {
  it('queues first and grants later', () => {
    const { radio, ask, run } = createHangingBench()
    radio.setFault({ fault: 'queue', grantAfterMs: 2000 })
    ask('AT+CTXD=1,1')
    expect(run(300)).toEqual(['+CTXG: 1,2,0,0'])
    expect(radio.transmitting).toBeUndefined()
    expect(run(2000)).toEqual(['+CTXG: 1,0,0,0'])
  })

  it('a request withdrawn from the queue is not granted', () => {
    const { radio, ask, run, keyings } = createHangingBench()
    radio.setFault({ fault: 'queue', grantAfterMs: 2000 })
    ask('AT+CTXD=1,1', 400)
    expect(ask('AT+CUTXC=1')).toEqual(['OK'])
    expect(run(4000)).toEqual([])
    expect(keyings.at(-1)).toBeUndefined()
  })

  it('without a time it never grants', () => {
    const { radio, ask, run } = createHangingBench()
    radio.setFault({ fault: 'queue' })
    ask('AT+CTXD=1,1')
    expect(run(60_000)).toEqual(['+CTXG: 1,2,0,0'])
  })
})

describe('late-grant', () => {
  it('comes although the request was withdrawn: a transmitter that nobody presses', () => {
    const { radio, ask, run } = createHangingBench()
    radio.setFault({ fault: 'late-grant', afterMs: 7000 })
    ask('AT+CTXD=1,1')
    expect(ask('AT+CUTXC=1')).toEqual(['OK'])
    expect(run(6800)).toEqual([])
    expect(run(200)).toEqual(['+CTXG: 1,0,0,0'])
    expect(radio.transmitting?.cc).toBe(1)
    expect(ask('AT+CUTXC=1')).toEqual(['+CDTXC: 1,0', 'OK'])
    expect(radio.transmitting).toBeUndefined()
  })
})

describe('other-talker', () => {
  it('speaks until cleared and has our requests refused', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'other-talker', ssi: FIELD_UNIT, demands: 'refused' })
    expect(run(20_000).at(-1)).toBe(`+CTXG: 1,3,0,0,0,${FIELD_UNIT}`)
    ask('AT+CTXD=1,1')
    expect(run(300)).toEqual(['+CTXG: 1,1,0,0'])
    radio.clearFault('other-talker')
    expect(run(6000)).toEqual(['+CDTXC: 1,0', '+CTCR: 1,13'])
  })

  it('or queued, and granted when he stops', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'other-talker', ssi: FIELD_UNIT, demands: 'queued' })
    run(0)
    ask('AT+CTXD=1,1')
    expect(run(300)).toEqual(['+CTXG: 1,2,0,0'])
    radio.clearFault('other-talker')
    expect(run(0)).toEqual(['+CDTXC: 1,0', '+CTXG: 1,0,0,0'])
    expect(radio.transmitting?.by).toBe('console')
  })
})

describe('own-identity', () => {
  it('the RBS is heard in its group for its time', () => {
    const { radio, run } = createReadyBench()
    radio.setFault({ fault: 'own-identity', ssi: RBS, gssi: INC_1, forMs: 3000 })
    expect(run(2999).at(-1)).toBe(`+CTXG: 1,3,0,0,0,${RBS}`)
    expect(run(1)).toEqual(['+CDTXC: 1,0'])
    expect(radio.faults).toEqual([])
  })

  it('and not by a radio that listens to another group', () => {
    const { radio, run } = createReadyBench()
    radio.setFault({ fault: 'own-identity', ssi: RBS, gssi: INC_2, forMs: 3000 })
    expect(run(5000)).toEqual([])
  })
})

describe('emergency', () => {
  it('is a call of priority 15 that takes the floor from us', () => {
    const { radio, ask, run, keyings } = createReadyBench()
    ask(`ATD${INC_1}`, 500)
    radio.setFault({ fault: 'emergency', ssi: FIELD_UNIT, as: 'call' })
    expect(run(0)).toEqual([
      `+CTICN: 1,0,0,0,${FIELD_UNIT},1,1,0,1,1,0,${INC_1},15`,
      '+CTCC: 1,1,1,0,0,1,1,15',
      `+CTXG: 1,3,0,0,0,${FIELD_UNIT}`,
    ])
    expect(keyings.at(-1)).toBeUndefined()
    radio.clearFault('emergency')
    expect(run(0)).toEqual(['+CDTXC: 1,0'])
  })

  it('or status 0, or both', () => {
    const { radio, run } = createReadyBench()
    radio.setFault({ fault: 'emergency', ssi: FIELD_UNIT, as: 'status' })
    expect(run(0)).toEqual([`+CTSDSR: 13,${FIELD_UNIT},0,${OWN},0,16`, '0000'])
    radio.setFault({ fault: 'emergency', ssi: FIELD_UNIT, as: 'both' })
    expect(run(0)).toHaveLength(5)
  })
})

describe('hand-microphone', () => {
  it('keys the radio without us, and we cannot un-key it', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'hand-microphone', forMs: 4000 })
    expect(run(0)).toEqual(['+CTXG: 1,0,0,0'])
    expect(radio.transmitting?.by).toBe('hand')
    expect(ask('AT+CUTXC=1')).toEqual(['+CME ERROR: 3'])
    expect(radio.transmitting?.by).toBe('hand')
    expect(run(4000)).toEqual(['+CDTXC: 1,0'])
    expect(radio.transmitting).toBeUndefined()
  })
})

describe('knob and refuse-group', () => {
  it('a group turned by hand is told unasked', () => {
    const { radio, run } = createReadyBench()
    radio.setFault({ fault: 'knob', gssi: INC_2 })
    expect(run(0)).toEqual(['+CTGS: 1,02040100004037002'])
    expect(radio.selectedGroup).toBe(INC_2)
  })

  it('a group is refused, or accepted and not selected', () => {
    const { radio, ask } = createReadyBench()
    radio.setFault({ fault: 'refuse-group', how: 'error' })
    expect(ask(`AT+CTGS=1,${INC_2}`)).toEqual(['+CME ERROR: 34'])
    radio.setFault({ fault: 'refuse-group', how: 'ignored' })
    expect(ask(`AT+CTGS=1,${INC_2}`)).toEqual(['OK'])
    expect(radio.selectedGroup).toBe(INC_1)
  })
})

describe('network', () => {
  it('local-site: the cell loses its system-wide bit and the radio stays registered', () => {
    const { radio, ask } = createReadyBench()
    radio.setFault({ fault: 'local-site' })
    expect(ask('AT+CTBCT?')).toEqual(['+CTBCT: 2345,d20,1,0', 'OK'])
    expect(ask('AT+CREG?')[0]).toBe('+CREG: 1,2345,020401000')
    radio.clearFault('local-site')
    expect(ask('AT+CTBCT?')[0]).toBe('+CTBCT: 2345,d60,1,0')
  })

  it('deregistered: calls fall, commands are answered 30, and both changes are told', () => {
    const { radio, ask, run, keyings } = createReadyBench()
    ask(`ATD${INC_1}`, 500)
    radio.setFault({ fault: 'deregistered', stat: 2 })
    expect(run(0)).toEqual(['+CTCR: 1,37', '+CREG: 2'])
    expect(keyings.at(-1)).toBeUndefined()
    expect(ask(`ATD${INC_1}`)).toEqual(['+CME ERROR: 30'])
    expect(ask('AT+CSQ?')[0]).toBe('+CSQ: 99,0')
    expect(ask('AT+CTBCT?')).toEqual(['+CME ERROR: 30'])
    radio.clearFault()
    expect(run(0)).toEqual(['+CREG: 1,2345,020401000'])
  })
})

describe('line', () => {
  it('silent: it hears and does, and says nothing', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'silent' })
    expect(ask(`ATD${INC_1}`, 1000)).toEqual([])
    expect(radio.transmitting).toBeDefined()
    expect(radio.commands.at(-1)?.text).toBe(`ATD${INC_1}`)
    radio.clearFault('silent')
    expect(run(0)).toEqual([])
    expect(ask('AT')).toEqual(['OK'])
  })

  it('garbage: random bytes before every line, the same for the same seed, and the lines still come', () => {
    const say = (seed: number): string => {
      const { radio, clock, raw } = createReadyBench()
      radio.setFault({ fault: 'garbage', seed })
      radio.setFault({ fault: 'knob', gssi: INC_2 })
      clock.advance(10)
      return raw()
    }
    expect(say(7)).toBe(say(7))
    expect(say(7)).not.toBe(say(8))
    expect(say(7)).toMatch(/\r\n\+CTGS: 1,02040100004037002\r\n$/)
    expect(say(7).length).toBeGreaterThan('\r\n+CTGS: 1,02040100004037002\r\n'.length)
  })
})

describe('what a radio can be switched to besides', () => {
  it('refuses the commands that begin so, as often as it was told, the longest beginning first', () => {
    const { radio, ask } = createReadyBench()
    radio.setFault({ fault: 'refuse', command: 'AT+CT', with: 4 })
    radio.setFault({ fault: 'refuse', command: 'AT+CTGS?', with: 42, times: 1 })
    radio.setFault({ fault: 'refuse', command: 'AT+CREG?', with: 'ERROR' })
    radio.setFault({ fault: 'refuse', command: 'AT+CSQ?', with: 'silence' })
    expect(ask('AT+CTGS?')).toEqual(['+CME ERROR: 42'])
    expect(ask('AT+CTGS?')).toEqual(['+CME ERROR: 4'])
    expect(ask('AT+CREG?')).toEqual(['ERROR'])
    expect(ask('AT+CSQ?', 5000)).toEqual([])
    expect(ask('AT+CBC?')).toEqual(['+CBC: 0,85', 'OK'])
    radio.clearFault('refuse')
    expect(ask('AT+CREG?').at(-1)).toBe('OK')
  })

  it('transmits nothing while its transmitter is switched off', () => {
    const { radio, ask, keyings } = createReadyBench()
    radio.setFault({ fault: 'inhibited' })
    expect(ask(`ATD${INC_1}`)).toEqual(['+CME ERROR: 41'])
    expect(keyings).toEqual([])
    radio.clearFault('inhibited')
    ask(`ATD${INC_1}`, 500)
    expect(keyings.length).toBe(1)
  })

  it('in direct mode has no cell and no signal to tell of', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'mode-knob', aiMode: 1 })
    expect(run(0)).toEqual(['+CTOM: 1'])
    expect(ask('AT+CTBCT?')).toEqual(['+CME ERROR: 43'])
    expect(ask('AT+CSQ?')).toEqual(['+CSQ: 99,0', 'OK'])
    expect(radio.services).toEqual([])
  })

  it('turned quietly, says nothing until it is asked', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'mode-knob', aiMode: 5, quietly: true })
    expect(run(1000)).toEqual([])
    expect(ask('AT+CTOM?')).toEqual(['+CTOM: 5', 'OK'])
  })

  it('loses its services and goes on', () => {
    const { radio, ask } = createReadyBench()
    radio.setFault({ fault: 'services-lost' })
    expect(radio.services).toEqual([])
    expect(ask('AT')).toEqual(['OK'])
  })

  it('rings for itself alone, is answered, and hung up before the call of its group', () => {
    const { radio, ask, run } = createReadyBench()
    radio.setFault({ fault: 'individual-call', ssi: FIELD_UNIT, duplex: false })
    expect(run(0)).toEqual([`+CTICN: 1,0,0,0,${FIELD_UNIT},0,1,0,0,1,0,${OWN},0`])
    expect(ask('ATA')).toEqual(['+CTCC: 1,0,1,0,0,0,1', 'OK'])
    expect(ask('ATH')).toEqual(['+CTCR: 1,13', 'OK'])
    expect(ask('ATA')).toEqual(['+CME ERROR: 3'])
  })

  it('has the floor taken from it, by a unit or until further notice', () => {
    const { radio, ask, run, keyings } = createReadyBench()
    ask(`ATD${INC_1}`, 500)
    radio.setFault({ fault: 'floor-taken', how: 'interrupt', ssi: FIELD_UNIT })
    expect(run(0)).toEqual([`+CTXI: 1,3,0,0,0,${FIELD_UNIT}`])
    expect(keyings.at(-1)).toBeUndefined()
    radio.silence()
    ask('AT+CTXD=1,1', 500)
    expect(keyings.at(-1)).toMatchObject({ by: 'console' })
    radio.setFault({ fault: 'floor-taken', how: 'wait', ssi: FIELD_UNIT })
    expect(run(0)).toEqual(['+CTXW: 1,0'])
    expect(keyings.at(-1)).toBeUndefined()
  })

  it('says who may ask, and refuses a demand when nobody may', () => {
    const { radio, ask, run } = createHangingBench()
    radio.setFault({ fault: 'no-asking' })
    expect(run(0)).toEqual(['+CTXN: 1,1'])
    expect(ask('AT+CTXD=1,1')).toEqual(['+CME ERROR: 3'])
    radio.clearFault('no-asking')
    expect(run(0)).toEqual(['+CTXN: 1,0'])
  })
})
