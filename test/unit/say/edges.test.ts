// What time alone does to an announcement and to a roll call, also over a restart: on a hand-moved clock, without a host.
import { expect, test } from 'vitest'
import type { RollCallView, SwitchCardView } from '../../../electron/contract/switching.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import type { SayRecorder } from '../../../electron/host/say/port.ts'
import { createRollCall, type RollCall } from '../../../electron/host/say/roll-call.ts'
import { createSay, type Say } from '../../../electron/host/say/say.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { ok } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const MIN = 60_000

function stage() {
  const clock = createManualClock()
  const entries: StoredEntry[] = []
  const keep = (kind: string, role: StoredEntry['actor']['role'], payload: object, content: string | undefined): number =>
    entries.push({ seq: entries.length + 1, utcMs: clock.utcMs(), kind, actor: { role, position: 'P' }, payload: payload as StoredEntry['payload'], ...(content === undefined ? {} : { content }) })
  const recorder: SayRecorder = {
    person: async (kind, payload, { role = 'dispatcher', content } = {}) => ok({ seq: keep(kind, role, payload, content) }),
    note: (kind, payload, content) => void keep(kind, 'system', payload, content),
  }
  const works: { channel: string; group?: string; confirmed: boolean } = { channel: 'desk', group: 'G1', confirmed: true }
  const shown: { card?: SwitchCardView | undefined; call?: RollCallView | undefined } = {}
  const earlier = (): readonly StoredEntry[] => entries.toReversed()
  const say = (): Say => {
    const one = createSay({
      clock, recorder,
      channels: [{ id: 'rbs', kind: 'rbs', loses: [] }, { id: 'desk', kind: 'tetra', device: 'radio', loses: [] }],
      plan: { everyMinutes: 15, preset: 'tekst' },
      groups: ['G1', 'G2'],
      observes: false,
      worksBy: () => works,
      shortDataOf: () => ({ sendText: () => ok(7), sendStatus: () => ok(8), consumed: () => undefined }),
      isTransmitting: () => false,
      isDrill: () => false,
      earlier: earlier(),
      onChange: (card) => void (shown.card = card),
    })
    one.start()
    return one
  }
  const roll = (): RollCall => {
    const one = createRollCall({ clock, recorder, units: ['A', 'B', 'C'], everyMinutes: 60, worksByAlternative: () => works.channel !== 'rbs', group: () => works.group ?? '', earlier: earlier(), onChange: ({ call }) => void (shown.call = call) })
    one.start()
    return one
  }
  return { clock, entries, works, shown, say, roll }
}

test('nobody announced that we are back: after half an hour that is no news, also when a restart lies between', () => {
  const { clock, entries, works, shown, say } = stage()
  entries.push({ seq: 1, utcMs: clock.utcMs(), kind: 'switch.switched', actor: { role: 'system', position: 'host' }, payload: { from: 'rbs', to: 'desk', group: 'G1' } })
  const first = say()
  clock.advance(5 * MIN)
  works.channel = 'rbs'
  delete works.group
  entries.push({ seq: 2, utcMs: clock.utcMs(), kind: 'switch.returned', actor: { role: 'system', position: 'host' }, payload: { from: 'desk', after: { channel: 'rbs' } } })
  first.switchReported({ report: 'returned', from: 'desk', offered: true, rbs: 'ok' })
  expect(shown.card).toMatchObject({ occasion: 'returned', channel: 'rbs', group: 'G1' })
  clock.advance(10 * MIN)
  first.stop()
  say()
  clock.advance(20 * MIN - 1)
  expect(shown.card?.occasion).toBe('returned')
  clock.advance(1)
  expect(shown.card).toBeUndefined()
})

test('a text of which the radio never says another word is called uncertain in the end', async () => {
  const { clock, entries, shown, say } = stage()
  const one = say()
  await one.preset({})
  const delivery = (message: number): RadioEvent => ({ event: 'delivery', message, state: 'sent' })
  // Of another radio, and of another message.
  one.radioEvent('control', delivery(7))
  one.radioEvent('radio', delivery(6))
  clock.advance(129_999)
  expect(shown.card?.preset).toEqual({ text: 'tekst', sentTo: [], sending: true })
  clock.advance(1)
  expect(shown.card?.preset).toEqual({ text: 'tekst', sentTo: ['G1'], failed: 'unconfirmed' })
  one.radioEvent('radio', delivery(7))
  expect(entries.map(({ kind }) => kind)).toEqual(['say.preset-asked', 'say.preset-unconfirmed'])
})

test('a text goes to no group that is not in the plan, and to nobody from a channel that is not confirmed', async () => {
  const { works, entries, say } = stage()
  const one = say()
  works.group = 'G9'
  expect(await one.preset({})).toMatchObject({ error: { code: 'CALL_REFUSED', detail: 'cannot-send' } })
  Object.assign(works, { group: 'G1', confirmed: false })
  expect(await one.preset({})).toMatchObject({ error: { detail: 'cannot-send' } })
  works.confirmed = true
  expect((await one.preset({})).ok).toBe(true)
  expect(await one.preset({})).toMatchObject({ error: { detail: 'already-sent' } })
  expect(entries.map(({ kind }) => kind)).toEqual(['say.preset-asked'])
})

test('a clock that is set while a sentence waits changes nothing of how long it still waits', async () => {
  const { clock, shown, say } = stage()
  const one = say()
  await one.said({})
  const { saidUtcMs = 0, dueUtcMs = 0 } = shown.card ?? {}
  expect(dueUtcMs - saidUtcMs).toBe(15 * MIN)
  clock.stepUtc(-60 * MIN)
  clock.advance(5 * MIN)
  one.switchReported({ report: 'group-changed', channel: 'desk', group: 'G2', byHand: 'key' })
  expect(shown.card?.dueUtcMs).toBe(clock.utcMs())
})

test('a roll call ends by itself half an hour after it began, also when a crash lies between, and counts who answered', async () => {
  const { clock, entries, shown, roll } = stage()
  const first = roll()
  await first.begin({})
  await first.tick('A', true)
  first.heard('B')
  clock.advance(10 * MIN)
  first.stop()
  roll()
  expect(shown.call?.units.map(({ label, by }) => [label, by])).toEqual([['A', 'person'], ['B', 'radio'], ['C', undefined]])
  clock.advance(20 * MIN - 1)
  expect(shown.call?.endedUtcMs).toBeUndefined()
  clock.advance(1)
  expect(shown.call?.endedUtcMs).toBe(clock.utcMs())
  expect(entries.at(-1)).toMatchObject({ kind: 'roll-call.ended', actor: { role: 'system' }, payload: { answered: 2, of: 3 }, content: 'C' })
})

test('one that ran out while the console was away is ended, and recorded, at the start', async () => {
  const { clock, entries, roll } = stage()
  const first = roll()
  await first.begin({})
  first.stop()
  clock.advance(45 * MIN)
  roll()
  clock.advance(0)
  expect(entries.at(-1)).toMatchObject({ kind: 'roll-call.ended', payload: { answered: 0, of: 3 } })
})

test('two hundred units answer one after the other in less than a tenth of a second', async () => {
  const { clock, shown } = stage()
  const labels = Array.from({ length: 200 }, (_unit, at) => `U${at}`)
  const one = createRollCall({ clock, recorder: { person: async () => ok({ seq: 1 }), note: () => undefined }, units: labels, everyMinutes: 60, worksByAlternative: () => true, group: () => 'G1', earlier: [], onChange: ({ call }) => void (shown.call = call) })
  one.start()
  await one.begin({})
  const beganMs = performance.now()
  for (const label of labels) one.heard(label)
  expect(performance.now() - beganMs).toBeLessThan(100)
  expect(shown.call?.units.every(({ answeredUtcMs }) => answeredUtcMs !== undefined)).toBe(true)
})
