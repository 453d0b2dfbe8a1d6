// The terminal's keys for what the dispatcher notices: one each, and only letters while a note is being typed.
import { expect, test } from 'vitest'
import { createKeys } from '../../../electron/cli/run/keys.ts'
import type { ConsoleSession } from '../../../electron/cli/console-session.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function stage(reply: Result<unknown> = ok({ seq: 5 })) {
  const called: unknown[] = []
  const told: string[] = []
  const session = { topic: () => ({}), client: { call: async (name: string, input: unknown) => (called.push([name, input]), reply) } } as unknown as ConsoleSession
  const keys = createKeys({ clock: createManualClock(), session, text: () => createText('nl'), tell: (line) => told.push(line), setPrompt: () => undefined, end: () => undefined })
  return { called, told, keys }
}

test('each says what is noticed, and says it again when pressed again', () => {
  const { called, keys } = stage()
  for (const key of ['w', 'k', 'l', 'w']) keys.take(key)
  expect(called).toEqual(['speech-drops', 'ptt-refused', 'no-reception', 'speech-drops'].map((symptom) => ['people.tap', { symptom }]))
})

test('they are letters of a note that is being typed', () => {
  const { called, keys } = stage()
  for (const key of ['n', 'w', 'k', 'l', '\r']) keys.take(key)
  expect(called).toEqual([['note.add', { text: 'wkl' }]])
})

test('one that is not recorded says so', async () => {
  const { told, keys } = stage(fail(failure('STORE_FULL', 'ledger')))
  keys.take('w')
  await Promise.resolve()
  await Promise.resolve()
  expect(told.join()).toMatch(/schijf vol/)
})
