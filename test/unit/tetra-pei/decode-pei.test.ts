// The command `decode pei`: one object a line, errors counted.
import { describe, expect, it } from 'vitest'
import { decodePei } from '../../../electron/cli/decode-pei.ts'

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

async function run(...lines: string[]): Promise<{ errors: number; objects: unknown[] }> {
  const objects: unknown[] = []
  const errors = await decodePei(from(lines), (line) => objects.push(JSON.parse(line)))
  return { errors, objects }
}

describe('decode pei', () => {
  it('keeps its state across lines: header, digits, list', async () => {
    const { errors, objects } = await run('+CTSDSR: 13,9876543,0,1234567,0,16', '8004', '+CNUMF: 0,2620100108280651', '2,16777184')
    expect(errors).toBe(0)
    expect(objects).toMatchObject([
      { cmd: '+CTSDSR', pending: true },
      { cmd: '+CTSDSR user data', calling: '9876543', kind: 'status', status: 32772 },
      { cmd: '+CNUMF', identity: '2620100108280651' },
      { cmd: '+CNUMF continuation', ssi: 16777184 },
    ])
  })

  it('gives one object a line and counts what it did not understand', async () => {
    const { errors, objects } = await run('+XYZ: 1', '+CTCR: x,y', 'OK')
    expect(objects).toEqual([{ error: 'WIRE_UNKNOWN', line: '+XYZ: 1' }, { error: 'WIRE_MALFORMED', line: '+CTCR: x,y' }, { final: true, ok: true, result: 'OK' }])
    expect(errors).toBe(2)
  })

  it('a header whose digits do not come is an error beside the line that came', async () => {
    const { errors, objects } = await run('+CTSDSR: 12,23404,0,23401,0,96', '+CTXG: 1,0,0,0')
    expect(objects).toHaveLength(2)
    expect(objects[1]).toMatchObject({ cmd: '+CTXG', dropped: { error: 'WIRE_MALFORMED', line: '+CTSDSR: 12,23404,0,23401,0,96' } })
    expect(errors).toBe(1)
  })

  it('reads what the console sent, in one line or in two, and learns from it', async () => {
    const { errors, objects } = await run('AT+CREG=2', '+CREG: 2,1', 'AT+CMGS=1234567,16\\r\\n800B\\x1A', 'AT+CMGS=1234567,16', '800B\\x1A', 'AT+CTXD=')
    expect(objects).toMatchObject([
      { cmd: '+CREG', n: 2 },
      { cmd: '+CREG', n: 2, stat: 1 },
      { cmd: '+CMGS', status: 32779 },
      { cmd: '+CMGS', bits: 16 },
      { cmd: '+CMGS', status: 32779 },
      { error: 'WIRE_MALFORMED', line: 'AT+CTXD=' },
    ])
    expect(errors).toBe(1)
  })

  it('takes logs with CR at the line end and passes over empty lines', async () => {
    const { objects } = await run('', '+CTCR: 1,13\r', ' ', 'OK\r')
    expect(objects).toMatchObject([{ cmd: '+CTCR', cause: 13 }, { final: true }])
  })

  it('takes a saved trace as it is: each device with a state of its own, without pedals and without what nobody understood', async () => {
    const saved = (device: string, line: string, more: object = {}): string => JSON.stringify({ t: 1, device, dir: 'rx', line, ...more })
    const { errors, objects } = await run(
      saved('desk-radio', '+CTSDSR: 13,9876543,0,1234567,0,16'),
      saved('control-radio', '+CTCR: 1,13'),
      saved('pedal', '0200', { bus: 'hid' }),
      saved('desk-radio', '%%', { discarded: true }),
      saved('desk-radio', '8004'),
      saved('desk-radio', 'AT+CMGS=1234567,16\r\n800B\u001a', { dir: 'tx' }),
    )
    expect(errors).toBe(0)
    expect(objects).toMatchObject([{ cmd: '+CTSDSR', pending: true }, { cmd: '+CTCR' }, { cmd: '+CTSDSR user data', status: 32772 }, { cmd: '+CMGS', status: 32779 }])
  })

  it('a line in braces that is no saved line is an unknown line like any other', async () => {
    const { errors, objects } = await run('{"t":1}', '{')
    expect(errors).toBe(2)
    expect(objects).toMatchObject([{ error: expect.any(String) }, { error: expect.any(String) }])
  })
})
