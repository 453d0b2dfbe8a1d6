// Direct mode: by a person's hand alone, never reached by repetition, proposed only where nothing else is left.
import { describe, expect, test } from 'vitest'
import { nextForPerson } from '../../../electron/host/fallback/automatic.ts'
import { PROPOSE_AFTER_MS } from '../../../electron/host/fallback/direct-mode.ts'
import type { SwitchEvent, SwitchFacts } from '../../../electron/host/fallback/types.ts'
import { BY_HAND, confirmed, DOWN, FACTS, IN_TMO, LOST, ONLY_DMO, press, READY, refused, SwitchBench, switchTable, timer } from '../../support/switch-bench.ts'

const next = (bench: SwitchBench): string | undefined => nextForPerson(bench.plan, bench.state)
const onDmo = (): SwitchBench => new SwitchBench(BY_HAND).know(1000, ONLY_DMO).at(2000, press('dmo')).at(2200, confirmed('dmo', '901'))

test('does with every state and event what its reviewed table says', async () => {
  const NOW = 75_000
  const facts = (changed: Partial<SwitchFacts>) => (): SwitchEvent => ({ event: 'facts-changed', facts: { ...FACTS, ...changed } })
  const always = (event: SwitchEvent) => (): SwitchEvent => event
  const table = switchTable({
    'proposed: nothing else is left': new SwitchBench().know(60_000, ONLY_DMO),
    'pressed 4 s ago, nothing else is left': new SwitchBench().know(60_000, ONLY_DMO).at(71_000, press()),
    'ready beside a desk radio, RBS down, by hand': new SwitchBench(BY_HAND).know(60_000, DOWN),
    'asked by its own key': new SwitchBench(BY_HAND).know(60_000, ONLY_DMO).at(74_500, press('dmo')),
    'worked by': onDmo().know(60_000, {}),
    'worked by, the RBS is back': onDmo().know(60_000, { rbs: 'ok' }),
    'worked by, its radio was turned to the network': onDmo().know(60_000, { readiness: { desk: LOST, second: LOST, dmo: IN_TMO } }),
    'observing': new SwitchBench({ ...BY_HAND, mode: 'observe' }).know(60_000, ONLY_DMO),
  }, {
    'only DMO left': facts(ONLY_DMO),
    'only DMO left, network heard': facts({ ...ONLY_DMO, networkSilent: false }),
    'desk radio ready': facts({ ...ONLY_DMO, readiness: { desk: READY, second: LOST, dmo: READY } }),
    'radio turned to the network': facts({ ...ONLY_DMO, readiness: { desk: LOST, second: LOST, dmo: IN_TMO } }),
    'RBS ok': facts({ ...ONLY_DMO, rbs: 'ok', proofs: 0 }),
    'we transmit': facts({ ...ONLY_DMO, ownTransmission: true }),
    'switch pressed': always(press()),
    'its own key': always(press('dmo')),
    'its own key, with its group': always({ event: 'switch-pressed', to: 'dmo', group: '901' }),
    'its own key, another group': always({ event: 'switch-pressed', to: 'dmo', group: '2' }),
    'desk key': always(press('desk')),
    'group 2': always({ event: 'group-pressed', group: '2' }),
    'return': always({ event: 'return-pressed' }),
    'undo': always({ event: 'undo-pressed' }),
    'confirmed': always(confirmed('dmo', '901')),
    'refused': always(refused('dmo')),
    'turned to another group': always({ event: 'group-observed', channel: 'dmo', group: '902' }),
    'keys at rest': always(timer('propose')),
    'confirm time over': always(timer('confirm')),
    'countdown time over': always(timer('countdown')),
    'reconfirm time over': always(timer('reconfirm')),
    'stood still': always({ event: 'stood-still' }),
  }, NOW)
  await expect(table).toMatchFileSnapshot('../../fixtures/fallback/direct-mode-table.txt')
})

describe('by itself', () => {
  test('the console never goes to direct mode, however dead everything else is', () => {
    const bench = new SwitchBench().know(0, ONLY_DMO).at(5000, timer('countdown')).at(60_000, timer('propose'))
    expect(bench.said).toEqual([])
    expect(bench.selects).toEqual([])
  })

  test('a channel that did not confirm is never followed by direct mode', () => {
    const bench = new SwitchBench(BY_HAND).know(0, { ...ONLY_DMO, readiness: { desk: READY, second: LOST, dmo: READY } })
    bench.at(1000, press()).at(1100, refused('desk'))
    expect(bench.selects).toEqual(['desk 1'])
    expect(bench.said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
  })
})

describe('a press', () => {
  test('without a name never takes direct mode, also while the button proposes it', () => {
    const bench = new SwitchBench(BY_HAND).know(0, ONLY_DMO)
    expect(next(bench)).toBe('dmo')
    bench.at(20_000, press())
    expect(bench.said).toEqual(['press-refused cause=nothing-ready'])
    expect(bench.selects).toEqual([])
  })

  test('repeated in haste, by name or without one, finds no direct mode on the button until the keys were at rest for 10 s', () => {
    const bench = new SwitchBench(BY_HAND).know(0, { ...ONLY_DMO, readiness: { desk: READY, second: LOST, dmo: READY } })
    bench.at(1000, press('desk')).know(1050, ONLY_DMO).at(1100, refused('desk'))
    const asked: (string | undefined)[] = []
    for (let ms = 1300; ms < 30_000; ms += 400) {
      // What a finger on the button asks: whatever stands there.
      asked.push(next(bench))
      bench.at(ms, press(next(bench)))
    }
    expect(new Set(asked)).toEqual(new Set([undefined]))
    expect(bench.selects).toEqual(['desk 1'])
  })

  test('finds it there 10 s after the last one, by a timer of its own', () => {
    const bench = new SwitchBench(BY_HAND).know(0, ONLY_DMO).at(20_000, press())
    expect([next(bench), bench.lasts('propose')]).toEqual([undefined, PROPOSE_AFTER_MS])
    expect(next(bench.at(29_999, timer('propose')))).toBeUndefined()
    expect(next(bench.at(30_000, timer('propose')))).toBe('dmo')
  })

  test('of its own key always works, also a moment after others', () => {
    const bench = new SwitchBench(BY_HAND).know(0, ONLY_DMO).at(1000, press()).at(1200, press('dmo'))
    expect(bench.selects).toEqual(['dmo 901'])
    expect(bench.at(1400, confirmed('dmo', '901')).state).toMatchObject({ active: { channel: 'dmo', group: '901', confirmed: true }, wantedGroup: '1' })
  })

  test('waits for the own transmission there as on any alternative, and is cut when its radio is lost', () => {
    const bench = onDmo().know(8000, { ownTransmission: true }).at(9000, { event: 'return-pressed' })
    expect(bench.state.step).toMatchObject({ phase: 'deferred', to: 'rbs' })
    bench.know(9500, { readiness: { desk: LOST, second: LOST, dmo: LOST } })
    expect(bench.lasts('cut')).toBe(2000)
  })
})

test.each<[string, Partial<SwitchFacts>]>([
  ['a radio of the network is ready', { readiness: { desk: READY, second: LOST, dmo: READY } }],
  ['a control radio hears the network', { networkSilent: false }],
  ['the RBS answers', { rbs: 'degraded' }],
  ['its own radio is not ready', { readiness: { desk: LOST, second: LOST, dmo: IN_TMO } }],
])('the button does not propose direct mode while %s', (_what, changed) => {
  expect(next(new SwitchBench(BY_HAND).know(0, ONLY_DMO))).toBe('dmo')
  expect(next(new SwitchBench(BY_HAND).know(0, { ...ONLY_DMO, ...changed }))).not.toBe('dmo')
})

test('a console that is restarted while it works by direct mode comes up there, unconfirmed, and keeps the group that was wanted', () => {
  const { state } = new SwitchBench(BY_HAND, { channel: 'dmo', group: '901', wantedGroup: '2' })
  expect(state).toMatchObject({ active: { channel: 'dmo', group: '901', confirmed: false }, wantedGroup: '2' })
})

test('a radio that was turned to the network while one works by it is not confirmed any more: nobody is keyed there', () => {
  const bench = onDmo().know(8000, { readiness: { desk: LOST, second: LOST, dmo: IN_TMO } })
  expect(bench.state.active).toMatchObject({ channel: 'dmo', confirmed: false })
  bench.know(12_000, { readiness: { desk: LOST, second: LOST, dmo: READY } })
  expect(bench.state.step).toMatchObject({ phase: 'confirming', to: 'dmo', group: '901', trigger: 'restore' })
})

test('undo, which stands where the switch stood, never leads back to direct mode', () => {
  const left = onDmo().know(8000, { readiness: { desk: READY, second: LOST, dmo: READY } }).at(9000, press('desk')).at(9100, confirmed('desk', '1'))
  expect([left.state.active.channel, left.state.undo]).toEqual(['desk', undefined])
  left.at(13_000, { event: 'undo-pressed' })
  expect([left.said.at(-1), left.selects]).toEqual(['press-refused cause=nothing-to-undo', ['dmo 901', 'desk 1']])
  expect(onDmo().know(8000, { rbs: 'ok' }).at(9000, { event: 'return-pressed' }).state.undo).toBeUndefined()
})
