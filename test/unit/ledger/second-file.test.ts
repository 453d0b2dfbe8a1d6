// The second checkpoint file with a disk played by hand: it answers when the test says so, refuses, or never comes back.
import { expect, test } from 'vitest'
import type { SecondDisk } from '../../../electron/host/ledger/append-lines.ts'
import { APPEND_LINES, createSecondFile, READ_MS, SILENT_LINES, WAITING_LINES } from '../../../electron/host/ledger/second-file.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const REFUSED = failure('STORE_READONLY', 'checkpoint copy: EROFS')

function play() {
  const clock = createManualClock()
  /** What was asked of the disk and is not answered yet. */
  const asked: { readonly lines: readonly string[]; readonly answer: (failed?: Failure) => void }[] = []
  const reads: ((lines: readonly string[]) => void)[] = []
  const told: (string | undefined)[] = []
  const written: string[] = []
  const disk: SecondDisk = {
    append: (_path, lines, done) => void asked.push({
      lines,
      answer: (failed) => {
        if (!failed) written.push(...lines)
        done(failed)
      },
    }),
    readLast: (_path, _bytes, done) => void reads.push(done),
  }
  const after = (ms: number, run: () => void) => {
    const timer = clock.after(ms, run)
    return () => timer.cancel()
  }
  const file = createSecondFile({ path: '/share/copy.jsonl', disk, after, onTrouble: (error) => told.push(error && `${error.code} ${error.detail}`) })
  let next = 0
  return {
    clock, file, asked, reads, told, written,
    add: (times = 1) => { for (let n = 0; n < times; n++) file.add(`line ${++next}`) },
    answer: (failed?: Failure) => asked.shift()?.answer(failed),
  }
}

const linesTo = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`)

test('one operation is on its way at a time, and what is signed meanwhile goes together in the next, in order', () => {
  const { add, asked, answer, written, told } = play()
  add(4)
  expect(asked.map(({ lines }) => lines)).toEqual([['line 1']])
  answer()
  expect(asked.map(({ lines }) => lines)).toEqual([['line 2', 'line 3', 'line 4']])
  answer()
  expect({ written, asked, told }).toEqual({ written: linesTo(1, 4), asked: [], told: [] })
})

test('a disk that refuses is told once, is not asked without end, and gets the line again with the next one', () => {
  const { add, asked, answer, written, told } = play()
  add()
  answer(REFUSED)
  expect(asked).toEqual([])
  add()
  expect(asked.map(({ lines }) => lines)).toEqual([['line 1', 'line 2']])
  answer(REFUSED)
  add()
  answer()
  expect({ written, told }).toEqual({ written: linesTo(1, 3), told: ['STORE_SECOND_FILE checkpoint copy: EROFS', undefined] })
})

test('a line that came while another was refused is tried at once', () => {
  const { add, asked, answer } = play()
  add(2)
  answer(REFUSED)
  expect(asked.map(({ lines }) => lines)).toEqual([['line 1', 'line 2']])
})

test('a disk that does not answer is told once, by the signatures that pass, and the newest of them are kept', () => {
  const { add, asked, answer, written, told } = play()
  add(SILENT_LINES)
  expect(told).toEqual([])
  add()
  expect(told).toEqual([`STORE_SECOND_FILE ${SILENT_LINES + 1} signatures wait: it does not answer, or is too slow`])
  add(1000)
  expect(told).toHaveLength(1)
  expect(asked).toHaveLength(1)
  while (asked.length > 0) answer()
  const last = SILENT_LINES + 1 + 1000
  expect(written).toEqual(['line 1', ...linesTo(last - WAITING_LINES + 2, last)])
  expect(told.slice(1)).toEqual([undefined])
})

test('a slow disk is told as working again only when it keeps up, so that the alarm does not come and go', () => {
  const { add, answer, told } = play()
  add(SILENT_LINES + 1)
  for (let n = 0; n < 20; n++) {
    add(APPEND_LINES)
    answer()
  }
  expect(told).toHaveLength(1)
})

test('a close waits for the last line, and for no line that was refused', () => {
  const { file, add, answer } = play()
  let ended = 0
  add(2)
  file.finish(() => ended++)
  answer()
  expect(ended).toBe(0)
  answer()
  expect(ended).toBe(1)
  add()
  answer(REFUSED)
  file.finish(() => ended++)
  expect(ended).toBe(1)
  answer(REFUSED)
  expect(ended).toBe(2)
})

test('a close with nothing to write is over at once', () => {
  let ended = false
  play().file.finish(() => { ended = true })
  expect(ended).toBe(true)
})

test('a close behind a disk that was silent writes the newest line alone, and none while it stays silent', () => {
  const { file, add, answer, written } = play()
  let ended = false
  add(SILENT_LINES + 5)
  file.finish(() => { ended = true })
  expect(ended).toBe(false)
  answer()
  answer()
  expect({ ended, written }).toEqual({ ended: true, written: ['line 1', `line ${SILENT_LINES + 5}`] })
})

test('its last lines are read before anything is written, and a file that does not answer holds up no opening', () => {
  const { clock, file, reads, add, asked, answer, told } = play()
  const taken: (readonly string[])[] = []
  file.readLast((lines) => taken.push(lines))
  reads.shift()?.(['a'])
  clock.advance(READ_MS)
  expect({ taken, told }).toEqual({ taken: [['a']], told: [] })

  file.readLast((lines) => taken.push(lines))
  clock.advance(READ_MS - 1)
  expect(taken).toHaveLength(1)
  clock.advance(1)
  expect({ taken, told }).toEqual({ taken: [['a'], []], told: [`STORE_SECOND_FILE no answer within ${READ_MS} ms, opened without it`] })
  add()
  expect(asked).toEqual([])
  reads.shift()?.(['late'])
  expect(taken).toHaveLength(2)
  answer()
  expect(told.at(-1)).toBeUndefined()
})

test('an opening behind an operation that hangs asks nothing of the disk and goes on without it', () => {
  const { clock, file, reads, add, answer } = play()
  const taken: (readonly string[])[] = []
  add()
  file.readLast((lines) => taken.push(lines))
  clock.advance(READ_MS)
  expect(taken).toEqual([[]])
  answer()
  expect(reads).toEqual([])
})
