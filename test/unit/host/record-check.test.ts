// Checking the whole record on a person's word: one check at a time, recorded, and an alarm that stands until a check finds it whole.
import { expect, test } from 'vitest'
import type { Checked } from '../../../electron/host/ledger/port.ts'
import { createRecordCheck, type RecordCheck } from '../../../electron/host/record-check.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'

const WHOLE: Checked = { code: 10, verdict: 'TAIL UNANCHORED', text: 'TAIL UNANCHORED 2 (from 213), no outside anchor', lastSeq: 214, anchoredSeq: 212, headCode: '214-K7QF-3M2P' }
const ALTERED: Checked = { ...WHOLE, code: 22, verdict: 'ALTERED', text: 'ALTERED at 17, no outside anchor', outsideAnchor: 'second.jsonl' }

interface Stage {
  readonly check: RecordCheck
  readonly recorded: object[]
  readonly standing: Set<string>
  /** Checks that were begun. */
  begun: number
  answer(found: Result<Checked>): void
}

function stage(): Stage {
  let answer: (found: Result<Checked>) => void = () => {}
  let nowMs = 0
  const played = { recorded: [] as object[], standing: new Set<string>(), begun: 0, answer: (found: Result<Checked>) => answer(found) }
  const check = createRecordCheck({
    clock: { monotonicMs: () => (nowMs += 700) },
    recorder: { person: async (kind, payload) => (played.recorded.push({ kind, ...payload }), ok({ seq: 215 })) },
    alarms: { raise: ({ id, code }) => void played.standing.add(`${id} ${code}`), clear: (id) => void [...played.standing].filter((one) => one.startsWith(id)).forEach((one) => played.standing.delete(one)) },
    checking: {
      asked: { folder: 'ledger' },
      check: () => {
        played.begun += 1
        return new Promise((resolve) => { answer = resolve })
      },
    },
  })
  return Object.assign(played, { check })
}

test('what a check found is answered and recorded, by whom it is anchored too', async () => {
  const { check, recorded, answer, standing } = stage()
  const asked = check.run()
  answer(ok(WHOLE))
  expect(await asked).toEqual(ok({ code: 10, verdict: 'TAIL UNANCHORED', seq: 214, headCode: '214-K7QF-3M2P', tookMs: 700 }))
  expect(recorded).toEqual([{ kind: 'record.checked', code: 10, verdict: 'TAIL UNANCHORED', seq: 214, anchored: 212, headCode: '214-K7QF-3M2P', outside: false, ms: 700 }])
  expect([...standing]).toEqual([])
})

test('whoever asks while a check runs gets its answer, and the next one is a new check', async () => {
  const played = stage()
  const both = [played.check.run(), played.check.run()]
  played.answer(ok(WHOLE))
  const [one, other] = await Promise.all(both)
  expect(one).toBe(other)
  expect([played.begun, played.recorded.length]).toEqual([1, 1])
  const again = played.check.run()
  played.answer(ok(WHOLE))
  await again
  expect(played.begun).toBe(2)
})

test('a record that was altered is an alarm, until a check finds it whole', async () => {
  const { check, answer, standing } = stage()
  const first = check.run()
  answer(ok(ALTERED))
  expect(await first).toMatchObject({ ok: true, value: { code: 22, outsideAnchor: 'second.jsonl' } })
  expect([...standing]).toEqual(['record-check STORE_ALTERED'])
  const second = check.run()
  answer(ok(WHOLE))
  await second
  expect([...standing]).toEqual([])
})

test('a check that did not come about says so, and is no check', async () => {
  const { check, answer, recorded, standing } = stage()
  const asked = check.run()
  answer(fail(failure('STORE_BUSY', 'ledger check: no answer within 110 s')))
  expect(await asked).toMatchObject({ ok: false, error: { code: 'STORE_BUSY' } })
  expect([recorded, [...standing]]).toEqual([[], []])
})
