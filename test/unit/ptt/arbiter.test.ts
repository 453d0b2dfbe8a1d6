// The press arbiter: its whole table, and the rules people depend on, one sentence each.
import { expect, test, describe } from 'vitest'
import { pttReducer } from '../../../electron/host/ptt/arbiter.ts'
import { INITIAL_PTT, type PttEffect, type PttEvent, type PttSource, type PttState, type PttTarget } from '../../../electron/host/ptt/types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const SETTINGS = { softTimeoutMs: 45_000, hardTimeoutMs: 120_000, rearmMs: 250, pageKeepAliveMs: 300 }
const reduce = pttReducer(SETTINGS)
const RADIO: PttTarget = { kind: 'channel', channel: 'desk-radio', group: '4037001' }
const OTHER: PttTarget = { kind: 'channel', channel: 'second', group: '4037002' }

const source = (id: string, position: PttSource['position'], timedOut = false): PttSource => ({ id, kind: id === 'page' ? 'page' : 'device', position, timedOut })
const base: PttState = { ...INITIAL_PTT, target: RADIO, sources: { pedal: source('pedal', 'up'), page: source('page', 'up') } }
const held = (position: PttSource['position'] = 'down', timedOut = false): PttState => ({ ...base, sources: { ...base.sources, pedal: source('pedal', position, timedOut) } })
const bound = RADIO as Extract<PttTarget, { kind: 'channel' }>

const STATES: Record<string, PttState> = {
  'no target': { ...base, target: { kind: 'none' } },
  'on the RBS': { ...base, target: { kind: 'rbs' } },
  'on the RBS, pedal down': { ...held(), target: { kind: 'rbs' } },
  'ready': base,
  'ready, pedal unread': held('unread'),
  'ready, pedal stuck': held('stuck'),
  'ready, switching': { ...base, switching: true },
  'ready, may transmit': { ...base, mayTransmit: ['desk-radio'] },
  'waiting': { ...held(), transmission: { phase: 'waiting', bound, sinceMs: 0, queued: false, by: 'pedal' } },
  'queued': { ...held(), transmission: { phase: 'waiting', bound, sinceMs: 0, queued: true, by: 'pedal' } },
  'talking': { ...held(), transmission: { phase: 'talking', bound, sinceMs: 0, warned: false, by: 'pedal' } },
  'talking, both keys': { ...held(), sources: { pedal: source('pedal', 'down'), page: source('page', 'down') }, transmission: { phase: 'talking', bound, sinceMs: 0, warned: false, by: 'pedal' } },
  'refused': { ...held(), transmission: { phase: 'refused', cause: 'group-busy', sinceMs: 0, by: 'pedal' } },
  'timed out': { ...held('stuck', true), transmission: { phase: 'refused', cause: 'timed-out', sinceMs: 0, by: 'pedal' } },
  'timed out, rearming': { ...held('rearming', true), transmission: { phase: 'refused', cause: 'timed-out', sinceMs: 0, by: 'pedal' } },
}

const EVENTS: Record<string, PttEvent> = {
  'pedal added': { event: 'source-added', source: 'pedal', kind: 'device' },
  'pedal read up': { event: 'source-read', source: 'pedal', down: false },
  'pedal read down': { event: 'source-read', source: 'pedal', down: true },
  'pedal pressed': { event: 'source-pressed', source: 'pedal' },
  'pedal released': { event: 'source-released', source: 'pedal' },
  'pedal removed': { event: 'source-removed', source: 'pedal' },
  'page pressed': { event: 'source-pressed', source: 'page' },
  'page kept alive': { event: 'source-kept-alive', source: 'page' },
  'page silent': { event: 'timer-expired', timer: 'alive:page' },
  'unknown pressed': { event: 'source-pressed', source: 'nobody' },
  'target another radio': { event: 'target-changed', target: OTHER },
  'target RBS': { event: 'target-changed', target: { kind: 'rbs' } },
  'switch begins': { event: 'switching-changed', switching: true },
  'switch over': { event: 'switching-changed', switching: false },
  'everything released': { event: 'everything-released' },
  'queued': { event: 'floor-queued', channel: 'desk-radio' },
  'granted': { event: 'floor-granted', channel: 'desk-radio' },
  'granted elsewhere': { event: 'floor-granted', channel: 'second' },
  'refused': { event: 'floor-refused', channel: 'desk-radio', cause: 'group-busy' },
  'ended': { event: 'floor-ended', channel: 'desk-radio', cause: 'interrupted' },
  'link lost, keyed': { event: 'link-lost', channel: 'desk-radio', mayTransmit: true },
  'link lost': { event: 'link-lost', channel: 'desk-radio', mayTransmit: false },
  'hung up': { event: 'hung-up', channel: 'desk-radio' },
  'soft time-out': { event: 'timer-expired', timer: 'soft' },
  'hard time-out': { event: 'timer-expired', timer: 'hard' },
  'pedal rearmed': { event: 'timer-expired', timer: 'rearm:pedal' },
}

function inShort(state: PttState): string {
  const { transmission: t } = state
  const target = state.target.kind === 'channel' ? state.target.channel : state.target.kind
  const what = t.phase === 'refused' ? `refused:${t.cause}` : t.phase === 'waiting' && t.queued ? 'queued' : t.phase === 'talking' && t.warned ? 'talking:warned' : t.phase
  const keys = Object.values(state.sources).map((one) => `${one.id}=${one.position}${one.timedOut ? '!' : ''}`).join(' ')
  const by = t.phase === 'idle' ? '' : ` by ${t.by}`
  return `${what}${by} | ${target}${state.switching ? ' switching' : ''} | ${keys}${state.mayTransmit.length > 0 ? ` | may transmit ${state.mayTransmit.join(' ')}` : ''}`
}

const run = (state: PttState, ...events: (PttEvent | [PttEvent, number])[]): { state: PttState; effects: PttEffect[] } => {
  const effects: PttEffect[] = []
  let now = 0
  for (const one of events) {
    const [event, at] = Array.isArray(one) ? one : [one, now]
    now = at
    const step = reduce(state, event, now)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

describe('the press arbiter', () => {
  test('does with every state and event what its reviewed table says', async () => {
    const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduce(state, event, 1000), state: inShort, effect: inWords })
    await expect(table).toMatchFileSnapshot('../../fixtures/ptt/arbiter-table.txt')
  })

  test('asks for the floor of the group at key-down and gives it back at key-up', () => {
    const { effects } = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['pedal released']!)
    expect(effects.filter((one) => one.effect.endsWith('floor'))).toEqual([
      { effect: 'request-floor', channel: 'desk-radio', group: '4037001' },
      { effect: 'release-floor', channel: 'desk-radio' },
    ])
  })

  test('says "U zendt" only after a grant', () => {
    expect(run(base, EVENTS['pedal pressed']!).state.transmission.phase).toBe('waiting')
    expect(run(base, EVENTS['pedal pressed']!, EVENTS['granted']!).state.transmission.phase).toBe('talking')
  })

  test('does not key for a pedal that is down when it is connected, and keys after one release', () => {
    const fresh: PttState = { ...INITIAL_PTT, target: RADIO }
    const stuck = run(fresh, EVENTS['pedal added']!, EVENTS['pedal read down']!, EVENTS['pedal pressed']!)
    expect(stuck.effects).toEqual([])
    expect(stuck.state.sources.pedal?.position).toBe('stuck')
    const armed = run(stuck.state, EVENTS['pedal released']!, EVENTS['pedal pressed']!)
    expect(armed.effects.map((one) => one.effect)).toEqual(['request-floor'])
  })

  test('gives a grant that arrives after the release back at once', () => {
    const { effects, state } = run(base, EVENTS['pedal pressed']!, EVENTS['pedal released']!, EVENTS['granted']!)
    expect(effects.filter((one) => one.effect === 'release-floor')).toHaveLength(2)
    expect(state.transmission.phase).toBe('idle')
  })

  test('releases what the press keyed, also when the channel was changed meanwhile', () => {
    const { effects } = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['target another radio']!, EVENTS['pedal released']!)
    expect(effects.at(-3)).toEqual({ effect: 'release-floor', channel: 'desk-radio' })
  })

  test('keeps talking while a second key is held, and names it', () => {
    const { state } = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['page pressed']!, EVENTS['pedal released']!)
    expect(state.transmission).toMatchObject({ phase: 'talking', by: 'page' })
  })

  test('un-keys when the pedal is unplugged while down', () => {
    const { state, effects } = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['pedal removed']!)
    expect(state.transmission.phase).toBe('idle')
    expect(effects).toContainEqual({ effect: 'release-floor', channel: 'desk-radio' })
  })

  test('un-keys a page that stops saying it is alive', () => {
    const { state, effects } = run(base, EVENTS['page pressed']!, EVENTS['granted']!, EVENTS['page silent']!)
    expect(effects).toContainEqual({ effect: 'release-floor', channel: 'desk-radio' })
    // Who still holds the key is not left to believe that speaking is possible.
    expect(state.transmission).toMatchObject({ phase: 'refused', cause: 'page-silent' })
    expect(run(state, EVENTS['page pressed']!, EVENTS['page kept alive']!).effects.some((one) => one.effect === 'request-floor')).toBe(false)
    const again = run(state, { event: 'source-released', source: 'page' }, EVENTS['page pressed']!)
    expect(again.effects.map((one) => one.effect)).toContain('request-floor')
  })

  test('a pedal keys although a page still holds a key whose press was ended', () => {
    const { state } = run(base, EVENTS['page pressed']!, EVENTS['granted']!, EVENTS['everything released']!)
    expect(state.transmission).toMatchObject({ phase: 'refused', cause: 'cut' })
    const spoken = run(state, EVENTS['pedal pressed']!)
    expect(spoken.effects).toContainEqual({ effect: 'request-floor', channel: 'desk-radio', group: '4037001' })
    expect(run(spoken.state, EVENTS['pedal released']!).effects).toContainEqual({ effect: 'release-floor', channel: 'desk-radio' })
  })

  test('after the hard time-out needs a release of 250 ms, a bounce does not count', () => {
    const out = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['hard time-out']!)
    expect(out.state.transmission).toMatchObject({ phase: 'refused', cause: 'timed-out' })
    const bounced = run(out.state, EVENTS['pedal released']!, EVENTS['pedal pressed']!)
    expect(bounced.effects.some((one) => one.effect === 'request-floor')).toBe(false)
    const rearmed = run(out.state, EVENTS['pedal released']!, EVENTS['pedal rearmed']!, EVENTS['pedal pressed']!)
    expect(rearmed.effects.some((one) => one.effect === 'request-floor')).toBe(true)
  })

  test('keys nothing on a radio that may still be transmitting, until it was hung up', () => {
    const lost = run(base, EVENTS['pedal pressed']!, EVENTS['granted']!, EVENTS['link lost, keyed']!, EVENTS['pedal released']!, EVENTS['pedal pressed']!)
    expect(lost.effects.filter((one) => one.effect === 'request-floor')).toHaveLength(1)
    expect(lost.state.transmission).toMatchObject({ phase: 'refused', cause: 'hanging-up' })
    const again = run(lost.state, EVENTS['pedal released']!, EVENTS['hung up']!, EVENTS['pedal pressed']!)
    expect(again.effects.filter((one) => one.effect === 'request-floor')).toHaveLength(1)
  })

  test('a pedal held on the RBS through a switch must be released and pressed anew', () => {
    const { state, effects } = run(STATES['on the RBS']!, EVENTS['pedal pressed']!, { event: 'target-changed', target: RADIO })
    expect(effects.some((one) => one.effect === 'request-floor')).toBe(false)
    expect(state.transmission).toMatchObject({ phase: 'refused', cause: 'stuck' })
    expect(run(state, EVENTS['pedal released']!, EVENTS['pedal pressed']!).effects.map((one) => one.effect)).toEqual(['request-floor'])
  })

  test('a key of a page that was held through a switch is free again when the page falls silent', () => {
    const through = run({ ...base, target: { kind: 'rbs' } }, EVENTS['page pressed']!, { event: 'target-changed', target: RADIO })
    expect(through.state.sources['page']?.position).toBe('stuck')
    expect(run(through.state, EVENTS['page kept alive']!).effects).toContainEqual({ effect: 'start-timer', timer: 'alive:page', ms: 300 })
    const silent = run(through.state, EVENTS['page silent']!)
    expect(silent.state.sources['page']?.position).toBe('up')
    expect(silent.state.transmission.phase).toBe('idle')
    expect(run(silent.state, EVENTS['page pressed']!).effects.map((one) => one.effect)).toContain('request-floor')
  })
})
