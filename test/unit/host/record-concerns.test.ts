// Which alarm the record in trouble is, from the first second to the last.
import { expect, test } from 'vitest'
import { Concerns } from '../../../electron/host/concerns.ts'
import type { LedgerEvent } from '../../../electron/host/ledger/port.ts'
import type { Parts } from '../../../electron/host/parts.ts'
import { failure } from '../../../native/kit/errors.ts'

const HEAD = { seq: 1, anchoredSeq: 1, headCode: '' }

function hearing() {
  const standing = new Map<string, string>()
  const log: string[] = []
  const say = (event: string): void => void log.push(event)
  const parts = {
    alarms: {
      raise: ({ id, severity, code }: { id: string; severity: string; code: string }) => standing.set(id, `${severity} ${code}`),
      clear: (id: string) => standing.delete(id),
    },
    deps: { log: { info: say, warn: say, error: say } },
  }
  const concerns = new Concerns(parts as unknown as Parts)
  return {
    concerns, log,
    after: (event: LedgerEvent) => {
      concerns.ledgerEvent(event)
      return [...standing].map(([id, said]) => `${id} ${said}`)
    },
  }
}

test('an outage says each second what it is by now and how many wait, and is over when it is over', () => {
  const { concerns, after, log } = hearing()
  expect(after({ event: 'failed', error: failure('STORE_FULL', 'x'), waiting: 1 })).toEqual(['record critical STORE_FULL'])
  expect(after({ event: 'failing', error: failure('STORE_FULL', 'x'), waiting: 40 })).toEqual(['record critical STORE_FULL'])
  expect(concerns.recordTrouble).toEqual({ failing: { code: 'STORE_FULL', waiting: 40 } })
  expect(after({ event: 'failing', error: failure('STORE_SPOOL_FULL', '3 lost'), waiting: 10_000 })).toEqual(['record critical STORE_FULL', 'record-lost critical STORE_SPOOL_FULL'])
  expect(concerns.recordTrouble).toEqual({ failing: { code: 'STORE_SPOOL_FULL', waiting: 10_000 } })
  expect(after({ event: 'recovered', written: 10_000 })).toEqual([])
  expect(concerns.recordTrouble).toEqual({})
  // A line a change, not one a second.
  expect(log).toEqual(['record.failed', 'record.failing', 'record.recovered'])
})

test('a record that is written and not signed is no full disk, and over with the next signature', () => {
  const { concerns, after } = hearing()
  expect(after({ event: 'unsigned', error: failure('STORE_UNSIGNED', 'x') })).toEqual(['record-unsigned error STORE_UNSIGNED'])
  expect(concerns.recordTrouble).toEqual({})
  expect(after({ event: 'anchored', head: HEAD })).toEqual([])
})

test('a second checkpoint file that cannot be written is a warning until it can', () => {
  const { after } = hearing()
  expect(after({ event: 'second-file', error: failure('STORE_SECOND_FILE', 'x') })).toEqual(['record-second-file warning STORE_SECOND_FILE'])
  expect(after({ event: 'second-file' })).toEqual([])
})

test('what is lost with the end of the console stands in the log', () => {
  const { after, log } = hearing()
  after({ event: 'lost', entries: 2 })
  expect(log).toEqual(['record.lost'])
})
