// The key of a keyed set: its whole table, and that nobody is keyed without having been asked.
import { expect, test } from 'vitest'
import { reduceKey } from '../../../native/keyed-radio/key-machine.ts'
import { initialKey, type Key, type KeyEffect, type KeyEvent, type KeyState } from '../../../native/keyed-radio/key-types.ts'
import type { Level } from '../../../native/kit/key-line.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const up = (key: Key, readBack: Level, localKey = false): KeyState => ({ at: { phase: 'up', key }, readBack, localKey })

const STATES: Record<string, KeyState> = {
  'closed': initialKey(false, 'not-wired'),
  'closed, owes a hang-up': initialKey(true, 'not-wired'),
  'opening': { at: { phase: 'opening', attempt: 0, owes: false }, readBack: 'not-wired', localKey: false },
  'opening, owes': { at: { phase: 'opening', attempt: 2, owes: true }, readBack: 'not-wired', localKey: false },
  'opening, owes, read back on': { at: { phase: 'opening', attempt: 0, owes: true }, readBack: 'on', localKey: false },
  'waiting': { at: { phase: 'waiting', attempt: 1, owes: false, cause: 'LINK_LOST' }, readBack: 'unknown', localKey: false },
  'waiting, owes': { at: { phase: 'waiting', attempt: 5, owes: true, cause: 'LINK_LOST' }, readBack: 'not-wired', localKey: false },
  'clearing': { at: { phase: 'clearing', tries: 1 }, readBack: 'on', localKey: false },
  'clearing, read back unknown': { at: { phase: 'clearing', tries: 3 }, readBack: 'unknown', localKey: false },
  'at rest': up({ key: 'rest' }, 'not-wired'),
  'at rest, read back off': up({ key: 'rest' }, 'off'),
  'at rest, own microphone': up({ key: 'rest' }, 'on', true),
  'keying': up({ key: 'keying', withdrawn: false }, 'not-wired'),
  'keying, read back off': up({ key: 'keying', withdrawn: false }, 'off'),
  'keying, withdrawn': up({ key: 'keying', withdrawn: true }, 'off'),
  'confirming': up({ key: 'confirming' }, 'off'),
  'keyed': up({ key: 'keyed' }, 'not-wired'),
  'keyed, read back': up({ key: 'keyed' }, 'on'),
  'un-keying': up({ key: 'unkeying', tries: 0, again: false }, 'not-wired'),
  'un-keying, read back on': up({ key: 'unkeying', tries: 0, again: false }, 'on'),
  'un-keying, pressed again': up({ key: 'unkeying', tries: 0, again: true }, 'off'),
  'settling': up({ key: 'settling', tries: 0, again: false }, 'on'),
  'settling, last try, read back unknown': up({ key: 'settling', tries: 2, again: false }, 'unknown'),
  'settling, last try, pressed again': up({ key: 'settling', tries: 2, again: true }, 'on'),
  'stuck': up({ key: 'stuck' }, 'on'),
}
const EVENTS: Record<string, KeyEvent> = {
  'started': { event: 'started' },
  'stopped': { event: 'stopped' },
  'opened': { event: 'opened' },
  'not opened': { event: 'open-failed', cause: 'LINK_MISSING' },
  'lost': { event: 'lost', cause: 'LINK_LOST', unkeyed: false },
  'lost, un-keyed first': { event: 'lost', cause: 'LINK_LOST', unkeyed: true },
  'pressed': { event: 'pressed' },
  'released': { event: 'released' },
  'line keyed': { event: 'line-keyed' },
  'line un-keyed': { event: 'line-unkeyed' },
  'line failed': { event: 'line-failed', cause: 'LINK_TIMEOUT' },
  'read back on': { event: 'read-back', level: 'on' },
  'read back off': { event: 'read-back', level: 'off' },
  'read back unknown': { event: 'read-back', level: 'unknown' },
  'step over': { event: 'timer-expired', timer: 'step' },
  'guard over': { event: 'timer-expired', timer: 'guard' },
}

const keyWords = (key: Key): string => Object.entries(key).map(([name, value]) => (name === 'key' ? String(value) : `${name}=${String(value)}`)).join(' ')

function stateWords({ at, readBack, localKey }: KeyState): string {
  const place = at.phase === 'up' ? keyWords(at.key) : Object.entries(at).map(([name, value]) => (name === 'phase' ? String(value) : `${name}=${String(value)}`)).join(' ')
  return `${place}, ${readBack}${localKey ? ', local key' : ''}`
}

test('the table of all states and events is the reviewed one', async () => {
  const table = goldenTable<KeyState, KeyEvent, KeyEffect>({ states: STATES, events: EVENTS, step: reduceKey, state: stateWords, effect: (effect) => (effect.effect === 'news' ? inWords(effect.news) : inWords(effect)) })
  await expect(table).toMatchFileSnapshot('../../fixtures/keyed-radio/key-table.txt')
})

test('only a press keys, and only on an open line at rest that owes nothing', () => {
  const keying = Object.entries(STATES).flatMap(([stateName, state]) => Object.entries(EVENTS).flatMap(([eventName, event]) =>
    reduceKey(state, event).effects.some(({ effect }) => effect === 'key') ? [`${stateName} + ${eventName}`] : []))
  expect(keying.filter((pair) => !pair.startsWith('at rest') || !pair.endsWith('+ pressed'))).toEqual([
    // The press came while the line was still being let go of, and is held.
    'un-keying, pressed again + line un-keyed',
    'settling, last try, pressed again + read back off',
  ])
})

test('what may be on the air is remembered in every state until it is known to be un-keyed', () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const [eventName, event] of Object.entries(EVENTS)) {
      const { effects } = reduceKey(state, event)
      const names = effects.map(({ effect }) => effect)
      if (names.includes('key')) expect(names.indexOf('remember'), `${name} + ${eventName}`).toBeLessThan(names.indexOf('key'))
      if (names.includes('forget') && state.readBack !== 'unknown') expect(['opened', 'line un-keyed', 'read back off', 'lost, un-keyed first'], `${name} + ${eventName}`).toContain(eventName)
    }
  }
})
