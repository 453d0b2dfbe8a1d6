// From a record back to a trace: runs in their order, windows, and what is not there any more.
import { expect, test } from 'vitest'
import { packLines, unpackLines } from '../../../electron/host/packed-lines.ts'
import { recordedTrace, type TraceRow, type TraceWindow } from '../../../electron/host/recorded-trace.ts'

const UTC = Date.UTC(2020, 8, 15, 8, 0, 0)
const began = (boot: string, t: number, utcMs: number): TraceRow =>
  ({ boot, utcMs, kind: 'watch.began', payload: JSON.stringify({ trace: 1, services: [], t, utcMs, remembered: { format: 1 } }) })
const lines = (boot: string, utcMs: number, ...times: readonly number[]): TraceRow =>
  ({ boot, utcMs, kind: 'watch.samples', payload: '{}', text: packLines(times.map((t) => `{"t":${t},"tick":true}`)) })

function read(rows: readonly TraceRow[], window: TraceWindow = {}): { readonly lines: readonly string[]; readonly deleted: number; readonly headless: number; readonly damaged: number } {
  const gaps = { deleted: 0, headless: 0, damaged: 0 }
  return { lines: [...recordedTrace(rows, window, gaps)], ...gaps }
}
const times = (printed: readonly string[]): readonly string[] => printed.map((line) => `${line.includes('trace') ? 'header ' : ''}${JSON.parse(line).t}`)

test('one run is given as it was written, with its header and what it remembered', () => {
  const { lines: printed } = read([began('a', 50, UTC), lines('a', UTC + 1000, 60, 70), lines('a', UTC + 2000, 1060)])
  expect(times(printed)).toEqual(['header 50', '60', '70', '1060'])
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ utcMs: UTC, remembered: { format: 1 } })
})

test('a later run goes on from the one before it, by what the wall clock says lay between', () => {
  const rows = [began('a', 50, UTC), lines('a', UTC + 1000, 60), began('b', 40, UTC + 60_000), lines('b', UTC + 61_000, 45, 1045), began('c', 30, UTC + 120_000), lines('c', UTC + 121_000, 31)]
  expect(times(read(rows).lines)).toEqual(['header 50', '60', 'header 60050', '60055', '61055', 'header 120050', '120051'])
})

test('a wall clock that was set back between two runs puts no later line before an earlier one', () => {
  const rows = [began('a', 50, UTC), lines('a', UTC + 90_000, 90_000), began('b', 40, UTC - 3_600_000), lines('b', UTC - 3_599_000, 45)]
  expect(times(read(rows).lines)).toEqual(['header 50', '90000', 'header 90001', '90006'])
})

test('a window in the middle of a run begins with its first line, at its moment on the wall clock, and remembers nothing', () => {
  const rows = [began('a', 50, UTC), lines('a', UTC + 1000, 60), lines('a', UTC + 60_000, 60_050), lines('a', UTC + 120_000, 120_050)]
  const { lines: printed } = read(rows, { fromMs: UTC + 30_000, toMs: UTC + 90_000 })
  expect(times(printed)).toEqual(['header 60050', '60050'])
  expect(JSON.parse(printed[0] ?? '')).toEqual({ trace: 1, services: [], t: 60_050, utcMs: UTC + 60_000 })
})

test('a run that is not in the window has no header in the trace, and lends it no times', () => {
  const rows = [began('a', 50, UTC), lines('a', UTC + 1000, 60), began('b', 40, UTC + 60_000), lines('b', UTC + 61_000, 45)]
  expect(times(read(rows, { fromMs: UTC + 30_000 }).lines)).toEqual(['header 40', '45'])
})

test('texts that were deleted or are damaged, and samples of a version that wrote no header, are counted and left out', () => {
  const { text: _, ...bare } = lines('a', UTC, 1)
  expect(read([lines('z', UTC, 1), began('a', 0, UTC), bare, lines('a', UTC, 2), { ...lines('a', UTC), text: '[{"p":"sip"}]' }])).toEqual(
    { lines: [expect.stringContaining('trace'), '{"t":2,"tick":true}'], deleted: 1, headless: 1, damaged: 1 })
})

test('nothing recorded is nothing given', () => {
  expect(read([])).toEqual({ lines: [], deleted: 0, headless: 0, damaged: 0 })
  expect(read([began('a', 0, UTC)])).toEqual({ lines: [], deleted: 0, headless: 0, damaged: 0 })
  expect(read([{ boot: 'a', utcMs: UTC, kind: 'watch.began', payload: 'broken' }, lines('a', UTC, 1)])).toMatchObject({ lines: [], headless: 1 })
})

test('lines are packed and unpacked as they were, and what is no packed text, or swells beyond any second, is told', () => {
  const text = ['{"t":1,"tick":true}', '{"t":2,"probe":"bediening-één"}']
  expect(unpackLines(packLines(text))).toEqual({ ok: true, value: text })
  expect(unpackLines('[{"p":"sip"}]')).toMatchObject({ ok: false, error: { code: 'STORE_DAMAGED' } })
  expect(unpackLines(packLines(['x'.repeat(5_000_000)]))).toMatchObject({ ok: false, error: { code: 'STORE_DAMAGED' } })
})
