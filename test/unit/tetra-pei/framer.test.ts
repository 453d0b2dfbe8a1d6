// The framer by hand: what a technician would try first.
import { describe, expect, it } from 'vitest'
import { latin1ToBytes } from '../../../native/kit/bytes.ts'
import { createFramer, LINE_LIMIT_BYTES, type PeiFrame } from '../../../native/tetra-pei/framer.ts'

const line = (text: string): PeiFrame => ({ kind: 'line', text })
const push = (...texts: string[]): PeiFrame[] => {
  const framer = createFramer()
  return texts.flatMap((text) => framer.push(latin1ToBytes(text)))
}

describe('framer', () => {
  it('takes the verbose framing and drops the empty lines it brings', () => {
    expect(push('\r\n+CSQ: 22,0\r\n\r\nOK\r\n')).toEqual([line('+CSQ: 22,0'), line('OK')])
  })

  it('waits for the end of a line that comes in pieces', () => {
    expect(push('\r\n+CT', 'XG: 1,', '0,0,0')).toEqual([])
    expect(push('\r\n+CT', 'XG: 1,', '0,0,0\r')).toEqual([line('+CTXG: 1,0,0,0')])
  })

  it('takes control characters out of a line and says which', () => {
    expect(push('O\u0000K\u0007\r\n')).toEqual([{ kind: 'discarded', bytes: '0007', why: 'control-characters' }, line('OK')])
  })

  it('keeps bytes above 0x7e, which names in 8859-1 have', () => {
    expect(push('+CNUMS: 1,204016383,K\u00f6ln\r\n')).toEqual([line('+CNUMS: 1,204016383,K\u00f6ln')])
  })

  it('swallows a prompt so that it does not glue itself to the answer', () => {
    expect(push('\r\n> \r\n+CMGS: 0\r\n')).toEqual([{ kind: 'discarded', bytes: '3e20', why: 'prompt' }, line('+CMGS: 0')])
    expect(push('> +CMGS: 0\r\n')).toEqual([{ kind: 'discarded', bytes: '3e20', why: 'prompt' }, line('+CMGS: 0')])
    expect(push('>\r\n')).toEqual([{ kind: 'discarded', bytes: '3e', why: 'prompt' }])
  })

  it('takes a line of exactly the limit and discards one byte more, whole and once', () => {
    expect(push(`${'A'.repeat(LINE_LIMIT_BYTES)}\r`)).toEqual([line('A'.repeat(LINE_LIMIT_BYTES))])
    expect(push(`${'A'.repeat(LINE_LIMIT_BYTES + 1)}\rOK\r`)).toEqual([
      { kind: 'discarded', bytes: '41'.repeat(LINE_LIMIT_BYTES + 1), why: 'too-long' },
      line('OK'),
    ])
  })

  it('the rest of an overlong line is never taken for a line of its own', () => {
    const frames = push(`${'A'.repeat(3 * LINE_LIMIT_BYTES)}+CTXG: 1,0,0,0\r\nOK\r\n`)
    expect(frames.filter((frame) => frame.kind === 'line')).toEqual([line('OK')])
  })

  it('gives up a half line when told to, and says its bytes', () => {
    const framer = createFramer()
    framer.push(latin1ToBytes('+CTX'))
    expect(framer.held).toBe(4)
    expect(framer.flush()).toEqual([{ kind: 'discarded', bytes: '2b435458', why: 'unfinished' }])
    expect(framer.held).toBe(0)
    expect(framer.push(latin1ToBytes('OK\r'))).toEqual([line('OK')])
  })

  it('a flush in an overlong line ends it', () => {
    const framer = createFramer()
    framer.push(latin1ToBytes('A'.repeat(LINE_LIMIT_BYTES + 5)))
    expect(framer.flush()).toEqual([{ kind: 'discarded', bytes: '41414141', why: 'too-long' }])
    expect(framer.push(latin1ToBytes('OK\r'))).toEqual([line('OK')])
  })
})
