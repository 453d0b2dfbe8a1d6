import { describe, expect, it } from 'vitest'
import { encodingOf, endLines, LINE_BYTES_MAX, startLines, takeBytes, type LogEncoding } from '../../../electron/host/watch/log-tail/log-lines.ts'
import { createLineJudge } from '../../../electron/host/watch/log-tail/log-words.ts'

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))

function linesOf(encoding: LogEncoding, ...pieces: readonly Uint8Array[]): { readonly lines: readonly string[]; readonly rest: readonly string[] } {
  let state = startLines(encoding, false)
  const lines = pieces.flatMap((piece) => {
    const taken = takeBytes(state, piece)
    state = taken.state
    return taken.lines
  })
  return { lines, rest: endLines(state) }
}

describe('the lines of a log', () => {
  it('are told once their end has come, whatever the line end', () => {
    expect(linesOf('utf-8', utf8('one\r\ntwo\n\nhal'), utf8('f\nrest'))).toEqual({ lines: ['one', 'two', '', 'half'], rest: ['rest'] })
  })

  it('are the same in UTF-16, also where a read ends between the two bytes of a letter or a letter holds the byte of a line end', () => {
    const bytes = utf16('\uFEFFeen\r\nČ \u0A0A \u010A x\nrest')
    expect(encodingOf(bytes)).toBe('utf-16le')
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(linesOf('utf-16le', bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ lines: ['een', 'Č \u0A0A \u010A x'], rest: ['rest'] })
    }
  })

  it('are known as UTF-16 without a mark by the zeros beside Latin letters, and as UTF-8 otherwise', () => {
    expect(encodingOf(utf16('2026'))).toBe('utf-16le')
    expect([utf8('2026'), utf8(''), utf8('\uFEFF2026'), new Uint8Array(4)].map(encodingOf)).toEqual(['utf-8', 'utf-8', 'utf-8', 'utf-8'])
  })

  it('are cut at 8 KiB, told at once, and what follows up to the line end is passed over', () => {
    const long = 'x'.repeat(LINE_BYTES_MAX * 3)
    const { lines, rest } = linesOf('utf-8', ...[...`${long} tail\nnext\n`].map(utf8))
    expect(lines.map((line) => line.length)).toEqual([LINE_BYTES_MAX, 4])
    expect(lines[1]).toBe('next')
    expect(rest).toEqual([])
  })

  it('do not begin with the hole of zeros that a copy-and-truncate leaves', () => {
    expect(linesOf('utf-8', new Uint8Array(500), utf8('ready\n')).lines).toEqual(['ready'])
  })
})

describe('what a line says', () => {
  const judge = createLineJudge({ good: ['connected to * core', 'READY'], bad: ['connection lost', 'error*code*7'] })

  it.each([
    ['10:00 Connected to main core (3)', 'good'],
    ['10:00 ready', 'good'],
    ['10:00 CONNECTION LOST', 'bad'],
    ['10:00 error: link, code = 17', 'bad'],
    ['10:00 code 7, no error', undefined],
    ['10:00 connected to core', undefined],
    ['ready, but connection lost', 'bad'],
    ['', undefined],
  ])('%j is %s', (line, verdict) => {
    expect(judge(line)?.verdict).toBe(verdict)
  })

  it('is told by the pattern and never by the line, which may hold what people said', () => {
    expect(judge('06-12345678 called: connection lost')).toEqual({ verdict: 'bad', pattern: 'connection lost' })
  })

  it('costs no more than a few milliseconds for the worst line and the worst pattern', () => {
    const worst = createLineJudge({ good: [], bad: Array.from({ length: 16 }, () => `${'a*'.repeat(90)}b`) })
    const beganMs = performance.now()
    expect(worst('a'.repeat(LINE_BYTES_MAX))).toBeUndefined()
    expect(performance.now() - beganMs).toBeLessThan(50)
  })
})
