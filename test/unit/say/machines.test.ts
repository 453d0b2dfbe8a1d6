// Every state against every event of what is to be said and of the roll call: a table a person has read.
import { expect, test } from 'vitest'
import { NO_ROLL_CALL, reduceRoll } from '../../../electron/host/say/roll-machine.ts'
import { reduceSay } from '../../../electron/host/say/say-machine.ts'
import type { Card, RollCall, RollEvent, RollState, SayEvent, SayState } from '../../../electron/host/say/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const MIN = 60_000
const NOW = 100 * MIN

const CARD: Card = { switchedAtMs: NOW - 20 * MIN, channel: 'desk', group: 'G1', occasion: 'alternative', saidCount: 0, dueAtMs: NOW - 20 * MIN, preset: { sentTo: [] } }
const RETURNED: Card = { ...CARD, channel: 'rbs', occasion: 'returned' }

const SAY_STATES: Readonly<Record<string, SayState>> = {
  'nothing to say': {},
  'switched a moment ago': { card: { ...CARD, switchedAtMs: NOW - 4000 } },
  'switched, not said': { card: CARD },
  'said once': { card: { ...CARD, saidAtMs: NOW - 15 * MIN, saidCount: 1, dueAtMs: NOW } },
  'text on its way': { card: { ...CARD, preset: { sentTo: [], sendingTo: 'G1' } } },
  'text sent': { card: { ...CARD, preset: { sentTo: ['G1'] } } },
  'text sent a moment ago': { card: { ...CARD, switchedAtMs: NOW - 4000, preset: { sentTo: ['G1'] } } },
  'back, not said': { card: RETURNED },
  'back for half an hour': { card: { ...RETURNED, switchedAtMs: NOW - 30 * MIN } },
}
const SAY_EVENTS: Readonly<Record<string, SayEvent>> = {
  'switched to desk G1': { event: 'switched', channel: 'desk', group: 'G1' },
  'switched to set G2': { event: 'switched', channel: 'set', group: 'G2' },
  returned: { event: 'returned', channel: 'rbs' },
  'desk to G2': { event: 'group-changed', channel: 'desk', group: 'G2' },
  'desk to G1': { event: 'group-changed', channel: 'desk', group: 'G1' },
  'another radio to G2': { event: 'group-changed', channel: 'set', group: 'G2' },
  said: { event: 'said' },
  'text asked for G1': { event: 'preset-asked', group: 'G1' },
  'text sent in G1': { event: 'preset-ended', group: 'G1', outcome: 'sent' },
  'text refused in G1': { event: 'preset-ended', group: 'G1', outcome: 'failed', word: '+CME ERROR: 42' },
  'text unconfirmed in G1': { event: 'preset-ended', group: 'G1', outcome: 'unconfirmed' },
  'text sent in G2': { event: 'preset-ended', group: 'G2', outcome: 'sent' },
  'time passed': { event: 'time-passed' },
}

const ago = (ms: number | undefined): string => (ms === undefined ? 'never' : `${(ms - NOW) / 1000} s`)

function sayWords({ card }: SayState): string {
  if (!card) return 'nothing'
  const { sentTo, sendingTo, failed } = card.preset
  return `${card.occasion} ${card.channel}/${card.group} since ${ago(card.switchedAtMs)}, said ${card.saidCount}× last ${ago(card.saidAtMs)}, due ${ago(card.dueAtMs)}, text [${sentTo.join()}]${sendingTo === undefined ? '' : ` → ${sendingTo}`}${failed === undefined ? '' : ` failed ${failed}`}`
}

test('what is to be said follows the switch as in the table', async () => {
  const reduce = reduceSay({ everyMs: 15 * MIN })
  const table = goldenTable({ states: SAY_STATES, events: SAY_EVENTS, step: (state, event) => reduce(state, event, NOW), state: sayWords, effect: inWords })
  await expect(table).toMatchFileSnapshot('say-machine.table.txt')
})

const CALL: RollCall = { begunAtMs: NOW - 5 * MIN, group: 'G1', units: [{ label: 'A' }, { label: 'B', answeredAtMs: NOW - MIN, by: 'radio' }] }
const ROLL_STATES: Readonly<Record<string, RollState>> = {
  'on the RBS, none': NO_ROLL_CALL,
  'on an alternative, due in 40 min': { onAlternative: true, dueAtMs: NOW + 40 * MIN },
  'one runs': { onAlternative: true, call: CALL },
  'one runs, back on the RBS': { onAlternative: false, call: CALL },
  'one has ended': { onAlternative: true, call: { ...CALL, endedAtMs: NOW - MIN }, dueAtMs: NOW + 59 * MIN },
}
const ROLL_EVENTS: Readonly<Record<string, RollEvent>> = {
  switched: { event: 'switched' },
  returned: { event: 'returned' },
  'begun in G2': { event: 'begun', group: 'G2', units: ['A', 'B', 'C'] },
  'A heard': { event: 'answered', unit: 'A', by: 'radio' },
  'A ticked': { event: 'answered', unit: 'A', by: 'person' },
  'A unticked': { event: 'unticked', unit: 'A' },
  'B heard once more': { event: 'answered', unit: 'B', by: 'radio' },
  'B unticked': { event: 'unticked', unit: 'B' },
  'X heard': { event: 'answered', unit: 'X', by: 'radio' },
  ended: { event: 'ended' },
}

function rollWords({ call, dueAtMs, onAlternative }: RollState): string {
  const units = call?.units.map(({ label, by, answeredAtMs }) => (answeredAtMs === undefined ? label : `${label}✓${by} ${ago(answeredAtMs)}`)).join(' ') ?? ''
  return `${onAlternative ? 'alternative' : 'rbs'}, ${call ? `${call.group} since ${ago(call.begunAtMs)} ended ${ago(call.endedAtMs)}: ${units}` : 'no roll call'}, due ${ago(dueAtMs)}`
}

test('the roll call counts who is heard and who is ticked as in the table', async () => {
  const reduce = reduceRoll({ everyMs: 60 * MIN })
  const table = goldenTable({ states: ROLL_STATES, events: ROLL_EVENTS, step: (state, event) => reduce(state, event, NOW), state: rollWords, effect: inWords })
  await expect(table).toMatchFileSnapshot('roll-machine.table.txt')
})

test('where the plan wants no reminder, none is ever due', () => {
  const reduce = reduceRoll({ everyMs: 0 })
  expect(reduce(NO_ROLL_CALL, { event: 'switched' }, NOW).state.dueAtMs).toBeUndefined()
  expect(reduce({ onAlternative: true, call: CALL }, { event: 'ended' }, NOW).state.dueAtMs).toBeUndefined()
})
