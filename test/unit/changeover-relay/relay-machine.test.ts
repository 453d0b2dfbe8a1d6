// The relay of a shared pedal: its whole table, and that the pedal is ours only when its contact says so.
import { expect, test } from 'vitest'
import { INITIAL_RELAY, isPedalOurs, reduceRelay } from '../../../native/changeover-relay/relay-machine.ts'
import type { RelayEffect, RelayInput, RelayState } from '../../../native/changeover-relay/relay-types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const STATES: Record<string, RelayState> = {
  'closed': INITIAL_RELAY,
  'opening': { at: { phase: 'opening', attempt: 0 }, wanted: 'rbs', position: 'unknown' },
  'opening, radio wanted': { at: { phase: 'opening', attempt: 2 }, wanted: 'radio', position: 'unknown', fault: 'unreachable' },
  'waiting': { at: { phase: 'waiting', attempt: 1 }, wanted: 'radio', position: 'unknown', fault: 'unreachable' },
  'at the RBS': { at: { phase: 'still', commanded: 'rbs' }, wanted: 'rbs', position: 'rbs' },
  'moving to the radio': { at: { phase: 'moving', commanded: 'radio', hadArrived: false }, wanted: 'radio', position: 'rbs' },
  'moving, position unknown': { at: { phase: 'moving', commanded: 'radio', hadArrived: false }, wanted: 'radio', position: 'unknown' },
  'at the radio': { at: { phase: 'still', commanded: 'radio' }, wanted: 'radio', position: 'radio' },
  'off the radio': { at: { phase: 'moving', commanded: 'radio', hadArrived: true }, wanted: 'radio', position: 'rbs' },
  'moving to the RBS': { at: { phase: 'moving', commanded: 'rbs', hadArrived: false }, wanted: 'rbs', position: 'radio' },
  'failed to move, sent back': { at: { phase: 'still', commanded: 'rbs' }, wanted: 'radio', position: 'rbs', fault: 'did-not-move' },
  'stuck at the radio': { at: { phase: 'still', commanded: 'rbs' }, wanted: 'rbs', position: 'radio', fault: 'did-not-move' },
}
const INPUTS: Record<string, RelayInput> = {
  'started': { event: 'started' },
  'stopped': { event: 'stopped' },
  'opened': { event: 'opened' },
  'not opened': { event: 'open-failed', cause: 'LINK_MISSING' },
  'lost': { event: 'lost', cause: 'LINK_LOST' },
  'radio wanted': { event: 'wanted', side: 'radio' },
  'RBS wanted': { event: 'wanted', side: 'rbs' },
  'line failed': { event: 'line-failed', cause: 'LINK_TIMEOUT' },
  'stands at the RBS': { event: 'position', position: 'rbs' },
  'stands at the radio': { event: 'position', position: 'radio' },
  'position unknown': { event: 'position', position: 'unknown' },
  'time over': { event: 'timer-expired' },
}
const words = ({ at, wanted, position, fault }: RelayState): string => {
  const place = Object.entries(at).map(([name, value]) => (name === 'phase' ? String(value) : `${name}=${String(value)}`)).join(' ')
  return `${place}, wanted ${wanted}, stands ${position}${fault ? `, ${fault}` : ''}`
}

test('the table of all states and events is the reviewed one', async () => {
  const table = goldenTable<RelayState, RelayInput, RelayEffect>({ states: STATES, events: INPUTS, step: reduceRelay, state: words, effect: (effect) => (effect.effect === 'news' ? inWords(effect.news) : inWords(effect)) })
  await expect(table).toMatchFileSnapshot('../../fixtures/changeover-relay/relay-table.txt')
})

test('the pedal is ours only where it was sent to the radio and its contact shows it', () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const input of Object.values(INPUTS)) {
      const after = reduceRelay(state, input).state
      if (isPedalOurs(after)) expect([after.wanted, after.position, after.fault], name).toEqual(['radio', 'radio', undefined])
    }
  }
})

test('whatever happens at the RBS, the relay is not drawn unless the radio is wanted', () => {
  for (const [name, state] of Object.entries(STATES)) {
    for (const [inputName, input] of Object.entries(INPUTS)) {
      const { effects } = reduceRelay(state, input)
      if (effects.some((effect) => effect.effect === 'set' && effect.side === 'radio')) expect(['radio wanted', 'opened'], `${name} + ${inputName}`).toContain(inputName)
    }
  }
})
