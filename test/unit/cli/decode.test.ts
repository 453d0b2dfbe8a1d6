// `achterwacht decode` as a script meets it: exit codes, and wrong use on standard error.
import { expect, test } from 'vitest'
import { decodeCommand } from '../../../electron/cli/decode.ts'

async function run(argv: readonly string[], ...lines: readonly string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  async function* input(): AsyncGenerator<string> {
    yield* lines
  }
  const code = await decodeCommand(argv, input, (line) => out.push(line), (line) => err.push(line))
  return { code, out, err }
}

test('the exit code is the number of lines that were not understood', async () => {
  expect(await run(['hid', '--device', '05f3:00ff'], '0200', '0000')).toMatchObject({ code: 0, err: [] })
  expect((await run(['hid', '--device', '05f3:00ff'], '0200', 'x', 'y', 'z')).code).toBe(3)
  expect((await run(['pei'], '+CTCR: 1,13', '+XYZ: 1')).code).toBe(1)
})

test('it is 100 at most, and every line has its object all the same', async () => {
  const { code, out } = await run(['hid', '--device', '05f3:00ff'], ...Array.from({ length: 250 }, () => 'x'))
  expect([code, out.length]).toEqual([100, 250])
})

test.each([[[]], [['x']], [['pei', 'more']], [['hid']], [['hid', '--device', 'pedal']]])('%j is wrong use: exit 2 and how it is used, nothing on standard output', async (argv) => {
  expect(await run(argv, '0200')).toEqual({
    code: 2, out: [], err: ['usage: decode pei\n       decode hid --device VID:PID [--usage-page N] [--descriptor HEX] [--direction in|out]'],
  })
})
