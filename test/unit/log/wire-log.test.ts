import { describe, expect, test } from 'vitest'
import { createWireLog } from '../../../electron/host/log/wire-log.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const START = Date.UTC(2024, 11, 31, 22)
const saved = (text: string) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { t: number; dir: string; line: string })

describe('the ring', () => {
  test('keeps the last lines of each device apart, oldest first', () => {
    const clock = createManualClock(START)
    const wire = createWireLog({ clock, linesMax: 3 })
    for (let line = 0; line < 8; line++) {
      wire.add('desk-radio', 'rx', `+X: ${line}`)
      clock.advance(10)
    }
    wire.add('control-radio', 'tx', 'AT')
    expect(wire.lines('desk-radio').map((one) => one.line)).toEqual(['+X: 5', '+X: 6', '+X: 7'])
    expect(wire.lines('desk-radio')[0]).toEqual({ t: START + 50, dir: 'rx', line: '+X: 5' })
    expect(wire.devices).toEqual(['desk-radio', 'control-radio'])
    expect([wire.lines('nobody'), wire.save('nobody', 'plain')]).toEqual([[], ''])
  })

  test('an endless line is cut', () => {
    const wire = createWireLog({ clock: createManualClock() })
    wire.add('a', 'rx', 'x'.repeat(100_000))
    expect(wire.lines('a')[0]?.line).toHaveLength(2_000)
  })
})

describe('saving', () => {
  const wire = createWireLog({ clock: createManualClock(START) })
  const lines = [
    'AT+CTGS=1,4037001',
    '+CTGS: 1,4037001',
    '+CTICN: 1,0,0,5,09011638300023404,1,1,0,1,1,5,09011638304037001,0',
    '+CTXG: 1,3,0,0,0,23404',
    '+CTSDSR: 12,23404,0,4037001,0,64',
    '82040101DEADBEEF',
    '+CTDGR: 1,"INC-1 Jan",2024',
  ]
  for (const line of lines) wire.add('desk-radio', 'rx', line)

  test('plain lines are those of the wire', () => {
    expect(saved(wire.save('desk-radio', 'plain'))).toEqual(lines.map((line) => ({ t: START, dir: 'rx', line })))
  })

  test('masked lines hold no identity, no message and no words, and still replay: same for same, same length', () => {
    expect(saved(wire.save('desk-radio', 'masked')).map((one) => one.line)).toEqual([
      'AT+CTGS=1,0000001',
      '+CTGS: 1,0000001',
      '+CTICN: 1,0,0,5,09011638300000002,1,1,0,1,1,5,09011638300000001,0',
      '+CTXG: 1,3,0,0,0,00002',
      '+CTSDSR: 12,00002,0,0000001,0,64',
      '0000000000000000',
      '+CTDGR: 1,"xxxxxxxxx",2024',
    ])
  })
})

describe('masking', () => {
  const masked = (...lines: readonly string[]): readonly string[] => {
    const wire = createWireLog({ clock: createManualClock(START) })
    for (const line of lines) wire.add('desk-radio', 'tx', line)
    return saved(wire.save('desk-radio', 'masked')).map((one) => one.line)
  }

  test('whom the radio dials is masked, although the command ends in a hex digit', () => {
    expect(masked('ATD6101629', 'atd4037001;', 'AT+CTGS=1,6101629')).toEqual(['ATD0000001', 'atd0000002;', 'AT+CTGS=1,0000001'])
  })

  test('the words of a message that is sent are masked, in one piece with its header or alone', () => {
    expect(masked('AT+CMGS=6101629,96\r\n82040101DEADBEEF\u001a', '82040101DEADBEEF\u001a')).toEqual(['AT+CMGS=0000001,96\r\n0000000000000000\u001a', '0000000000000000\u001a'])
  })

  const BODY = Buffer.from('kom naar Eindhoven', 'latin1').toString('hex').toUpperCase()
  test.each([
    `\u0093\u0006820201${BODY}`, `x820201${BODY}`, `820201${BODY}\u0000\u0001`, `?${BODY.slice(5)}`, `+CTSDSR: 12,6101629,0,4037001,0,176 820201${BODY}`, `~82 02 01 ${BODY.replaceAll(/(..)/g, '$1 ')}`,
  ])('a body is masked on a line that was disturbed, before, behind and without its header: %j', (line) => {
    const [hidden = ''] = masked(line)
    expect(hidden).not.toContain(BODY.slice(6, 14))
    expect(hidden).not.toContain('6101629')
    expect(hidden).not.toMatch(/4B|6F|6D/)
    expect(hidden).toHaveLength(line.length)
  })

  test.each(['+CTDGR: 1,"INC-1 Jan', 'C-1 Jan",2024', 'AT+X="Jan'])('words are masked where a quote was lost: %j', (line) => {
    const [hidden = ''] = masked(line)
    expect(hidden).not.toMatch(/Jan/)
    expect(hidden).toHaveLength(line.length)
  })

  test('an identity is masked in the middle of what nobody understood', () => {
    expect(masked('ab6101629cd', 'q6101629q')).toEqual(['00000000000', 'q0000001q'])
  })

  test('a report of a pedal stays what it is: fingers, no words', () => {
    const wire = createWireLog({ clock: createManualClock(START) })
    wire.add('pedal', 'rx', '0001040000000000', { bus: 'hid' })
    expect(JSON.parse(wire.save('pedal', 'masked'))).toEqual({ t: START, dir: 'rx', line: '0001040000000000', bus: 'hid' })
  })
})

describe('listening', () => {
  test('a listener hears each line with its device, until it leaves', () => {
    const wire = createWireLog({ clock: createManualClock(START) })
    const heard: unknown[] = []
    const leave = wire.onLine((line) => heard.push(line))
    wire.add('desk-radio', 'rx', 'OK')
    wire.add('desk-radio', 'rx', '%', { discarded: true })
    leave()
    wire.add('desk-radio', 'rx', 'ERROR')
    expect(heard).toEqual([{ t: START, device: 'desk-radio', dir: 'rx', line: 'OK' }, { t: START, device: 'desk-radio', dir: 'rx', line: '%', discarded: true }])
  })
})
