// Every line somebody recorded or published decodes as it was meant, or stands in DEVIATIONS with the reason.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeCommand } from '../../../native/tetra-pei/command.ts'
import { decodeLine, INITIAL_DECODER, type DecoderState } from '../../../native/tetra-pei/decoder.ts'

interface Recorded {
  readonly line: string
  readonly dir: 'rx' | 'tx'
  readonly meaning: Readonly<Record<string, unknown>>
  readonly prev?: string
  readonly next?: string
}

const FIXTURE = new URL('../../fixtures/tetra-pei.jsonl', import.meta.url)
const RECORDED: readonly Recorded[] = readFileSync(FIXTURE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** Lines we read otherwise than the fixture says, with what we read instead. Reasons: README.md of the driver. */
const DEVIATIONS: readonly { readonly line: string; readonly instead: Readonly<Record<string, unknown>>; readonly why: string }[] = [
  {
    line: '7ACA',
    instead: { cmd: '+CTSDSR user data', bits: 16, kind: 'status', status: 0x7aca },
    why: 'short reports are 0x7C00–0x7FFF; the library that published this line writes 0x7C and tests 0x7A, so it is a plain status',
  },
  {
    line: '0A4E73DDA841F55809493CC081',
    instead: { kind: 'LIP long' },
    why: 'the same PDU type stands in the fixture under two names; we use the one of the line that came with its header',
  },
]

/** Free text of whoever wrote the fixture. `name` is data in a received line, a remark in a sent one; of `numType` we keep the number. */
const isRemark = (key: string, dir: Recorded['dir']): boolean =>
  key === 'note' || key === 'numTypeName' || (dir === 'tx' && key === 'name')

function expected(one: Recorded): Record<string, unknown> {
  const meaning = DEVIATIONS.find((deviation) => deviation.line === one.line)?.instead ?? one.meaning
  return Object.fromEntries(Object.entries(meaning).filter(([key]) => !isRemark(key, one.dir)))
}

/** The received lines this one leans on: its own `prev`, or for a line without prefix those back to the last prefix. */
function before(one: Recorded): readonly string[] {
  if (one.prev !== undefined) return [one.prev]
  if (!String(one.meaning['cmd']).endsWith('continuation')) return []
  const lines: string[] = []
  for (let at = RECORDED.indexOf(one) - 1; at >= 0; at--) {
    const line = RECORDED[at]?.line ?? ''
    lines.unshift(line)
    if (/^[+$]/.test(line)) break
  }
  return lines
}

function decodeAll(lines: readonly string[]): object[] {
  let state: DecoderState = INITIAL_DECODER
  return lines.map((line) => {
    const step = decodeLine(state, line)
    state = step.state
    return step.output
  })
}

describe('recorded lines', () => {
  it('the fixture holds what it held when it was reviewed', () => {
    expect(RECORDED.filter((one) => one.dir === 'rx').length).toBe(61)
    expect(RECORDED.filter((one) => one.dir === 'tx').length).toBe(33)
  })

  it.each(RECORDED.filter((one) => one.dir === 'rx').map((one) => [one.line, one] as const))('%s', (_title, one) => {
    const outputs = decodeAll([...before(one), one.line, ...(one.next === undefined ? [] : [one.next])])
    const at = before(one).length
    const own = outputs[at]
    const whole = one.next === undefined ? own : { ...outputs[at + 1], ...own }
    expect(whole).toMatchObject(expected(one))
  })

  it.each(RECORDED.filter((one) => one.dir === 'tx').map((one) => [one.line, one] as const))('%s', (_title, one) => {
    const line = one.line.replace('\\r\\n', '\r\n').replace('\\x1A', '\u001a')
    expect(decodeCommand(line)).toMatchObject(expected(one))
  })

  it('every deviation concerns a line of the fixture and really differs from its meaning', () => {
    for (const deviation of DEVIATIONS) {
      const one = RECORDED.find((recorded) => recorded.line === deviation.line)
      expect(one, deviation.line).toBeDefined()
      expect(one?.meaning).not.toMatchObject(deviation.instead)
    }
  })
})
