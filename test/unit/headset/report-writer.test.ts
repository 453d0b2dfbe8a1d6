// Written reports of a headset: the newest of each id, but never without the one that must come before it.
import { expect, test } from 'vitest'
import { ReportWriter } from '../../../native/headset/report-writer.ts'
import { toHex } from '../../../native/kit/bytes.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function bench() {
  const clock = createManualClock()
  const written: string[] = []
  const told: string[] = []
  const answer: { value: Result<void> } = { value: ok() }
  const writer = new ReportWriter({
    clock,
    write: async (report) => {
      written.push(toHex(report))
      return answer.value
    },
    onTaken: (report) => told.push(`taken ${toHex(report)}`),
    onRefused: (cause) => told.push(cause.code),
    onRecovered: () => told.push('recovered'),
  })
  writer.opened()
  return { clock, written, told, answer, add: (...reports: number[][]) => writer.add(reports.map((report) => Uint8Array.from(report))), writer }
}

test('of what waits only the newest of each report is written, and ids keep their order', async () => {
  const { clock, written, add } = bench()
  add([1, 0])
  add([1, 1])
  add([2, 1])
  add([1, 2])
  add([1, 3])
  await clock.advanceAsync(100)
  expect(written).toEqual(['0100', '0103', '0201'])
})

test('off before on is kept when something newer comes for the same report', async () => {
  const { clock, written, add } = bench()
  add([1, 8])
  add([1, 0], [1, 1])
  add([1, 3])
  await clock.advanceAsync(100)
  expect(written).toEqual(['0108', '0100', '0103'])
})

test('a refused report is written again when it is still the newest, and told once until all are taken', async () => {
  const { clock, written, told, answer, add } = bench()
  answer.value = fail(failure('DEVICE_DENIED', 'scripted'))
  add([1, 1])
  await clock.advanceAsync(12_000)
  add([1, 3])
  answer.value = ok()
  await clock.advanceAsync(5_000)
  expect(written).toEqual(['0101', '0101', '0101', '0103'])
  expect(told).toEqual(['DEVICE_DENIED', 'taken 0103', 'recovered'])
})

test('a device that is gone gets nothing of what waited', async () => {
  const { clock, written, told, writer, add } = bench()
  add([1, 1])
  add([2, 1])
  writer.lost()
  add([3, 1])
  await clock.advanceAsync(10_000)
  expect({ written, told, timers: clock.pending }).toEqual({ written: ['0101'], told: [], timers: 0 })
})
