// Lines of ping as recorded and as documented: test/fixtures/watch/ping-lines.jsonl says which is which.
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { decodePingLine, PING_LINE_MAX, splitPingLines } from '../../../electron/host/watch/probes/ping-lines.ts'
import { pingHere } from '../../../electron/host/watch/probes/ping-program.ts'

interface Row { readonly from: string; readonly line: string; readonly says: object | null }
const rows = readFileSync(new URL('../../fixtures/watch/ping-lines.jsonl', import.meta.url), 'utf8').trim().split('\n').map((row) => JSON.parse(row) as Row)

test.each(rows)('$from: "$line" says what the fixture says', ({ line, says }) => {
  expect(decodePingLine(line) ?? null).toEqual(says)
})

describe('what ping writes', () => {
  it('is read whatever the pieces it comes in, and with either line end', () => {
    const text = `${rows.map((row) => row.line).join('\r\n')}\n`
    for (const size of [1, 7, 4_000]) {
      const lines: string[] = []
      let rest = ''
      for (let at = 0; at < text.length; at += size) {
        const split = splitPingLines(rest + text.slice(at, at + size))
        lines.push(...split.lines)
        rest = split.rest
      }
      expect(rest).toBe('')
      expect(lines.map((line) => line.replace(/\r$/, ''))).toEqual(rows.map((row) => row.line))
    }
  })

  it('without end is not piled up, and a line too long to be one says nothing', () => {
    let rest = ''
    for (let turn = 0; turn < 100; turn++) rest = splitPingLines(`${rest}64 bytes from ${'x'.repeat(1_000)}`).rest
    expect(rest.length).toBeLessThanOrEqual(PING_LINE_MAX + 1)
    expect(decodePingLine(`64 bytes from ${'1'.repeat(PING_LINE_MAX)}: icmp_seq=1 ttl=64 time=1 ms`)).toBeUndefined()
  })
})

test('on Windows ping is bounded to an hour and to our time-out, on Linux it writes a line each second in plain English', () => {
  const windows = pingHere('win32', 800)
  expect([windows.command, ...windows.args('10.0.0.5')]).toEqual(['ping.exe', '-n', '3600', '-w', '800', '10.0.0.5'])
  const linux = pingHere('linux', 800)
  expect([linux.command, ...linux.args('10.0.0.5')]).toEqual(['ping', '-n', '-O', '-i', '1', '-c', '3600', '10.0.0.5'])
  expect(linux.env).toMatchObject({ LC_ALL: 'C' })
})
