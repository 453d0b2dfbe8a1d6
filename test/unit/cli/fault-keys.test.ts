// Storingen by the keys of the terminal: the click with its answer, and two questions that never keep the keys.
import { expect, test } from 'vitest'
import type { ConsoleSession } from '../../../electron/cli/console-session.ts'
import { createKeys } from '../../../electron/cli/run/keys.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import type { FaultView } from '../../../electron/contract/topics.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const NUMBER = 'S-2026-OB-0007'
const GROUPS = [{ key: 2, label: 'INC-2', gssi: '4037002' }]

function stage({ reply = ok({ seq: 5 }), symptom = true }: { readonly reply?: Result<unknown>; readonly symptom?: boolean } = {}) {
  const clock = createManualClock()
  const fault: FaultView = { number: NUMBER, openedUtcMs: clock.utcMs() - 60_000, openedBy: 'automatic', service: 'rbs', state: 'open', entries: 3, ...(symptom ? { symptom: { code: 'connection-lost', proposed: true } } : {}) }
  const topics: Record<string, unknown> = { faults: { [NUMBER]: fault }, site: { site: { groups: GROUPS } } }
  const called: unknown[] = []
  const told: string[] = []
  const session = { topic: (name: string) => topics[name] ?? {}, client: { call: async (name: string, input: unknown) => (called.push([name, input]), reply) } } as unknown as ConsoleSession
  const keys = createKeys({ clock, session, text: () => createText('nl'), tell: (line) => told.push(line), setPrompt: () => undefined, end: () => undefined })
  const settle = (): Promise<void> => clock.advanceAsync(0)
  return { called, told, keys, clock, settle, topics }
}

test.each([
  ['opened', { seq: 5, number: NUMBER, opened: true }, 'storing S-2026-OB-0007 geopend'],
  ['attached', { seq: 5, number: NUMBER, opened: false }, 'storing gemeld, gevoegd bij S-2026-OB-0007'],
  ['without a number yet', { seq: 5 }, 'storing gemeld; het nummer volgt als het logboek weer te lezen is'],
])('a click says what it came to: %s', async (_what, value, line) => {
  const { called, told, keys, settle } = stage({ reply: ok(value) })
  keys.take('m')
  await settle()
  expect(called).toEqual([['fault.report', {}]])
  expect(told).toEqual([line])
})

test.each([
  ['STORE_FULL', /^gedaan, nog niet vastgelegd: /],
  ['STORE_SPOOL_FULL', /^niet vastgelegd: /],
] as const)('a click that the record cannot take says so: %s', async (code, said) => {
  const { told, keys, settle } = stage({ reply: fail(failure(code, 'ledger')) })
  keys.take('m')
  await settle()
  expect(told.join()).toMatch(said)
})

test('the two questions are asked by a key and answered by a digit, which chooses no group meanwhile', async () => {
  const { called, told, keys } = stage()
  keys.take('f')
  expect(told.at(-1)).toBe('Gevolg voor het werk, S-2026-OB-0007: 1 geen · 2 extra werk · 3 vertraging · 4 geen contact')
  expect(keys.isPrompting).toBe(true)
  keys.take('2')
  expect(keys.isPrompting).toBe(false)
  expect(told.at(-1)).toBe('')
  keys.take('d')
  keys.take('3')
  keys.take('2')
  expect(called).toEqual([
    ['fault.change', { number: NUMBER, change: { what: 'effect', effect: 'extra-work' } }],
    ['fault.change', { number: NUMBER, change: { what: 'danger', danger: 'unknown' } }],
    ['group.select', { group: '4037002' }],
  ])
})

test('any other key ends a question and does nothing, and ten seconds do the same', () => {
  const { called, told, keys, clock } = stage()
  keys.take('f')
  keys.take('s')
  expect(keys.isPrompting).toBe(false)
  keys.take('d')
  clock.advance(9_999)
  expect(keys.isPrompting).toBe(true)
  clock.advance(1)
  expect([keys.isPrompting, told.at(-1)]).toEqual([false, ''])
  expect(called).toEqual([])
})

test('the proposed symptom is confirmed by one key; where nothing is proposed or open, that is said', () => {
  const { called, keys } = stage()
  keys.take('c')
  expect(called).toEqual([['fault.change', { number: NUMBER, change: { what: 'symptom', symptom: 'connection-lost' } }]])
  const without = stage({ symptom: false })
  without.keys.take('c')
  without.topics['faults'] = {}
  without.keys.take('f')
  expect([without.called, without.told]).toEqual([[], ['geen verschijnsel voorgesteld', 'geen storing open']])
})
