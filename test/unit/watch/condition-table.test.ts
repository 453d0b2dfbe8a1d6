// Every state of the condition machine against every event, in a table people have read: test/fixtures/watch/condition-table.txt.
import { expect, it } from 'vitest'
import { memoryOf } from '../../../electron/host/watch/condition-state.ts'
import type { ConditionEffect, ConditionEvent, ProbeResult } from '../../../electron/host/watch/types.ts'
import { primary, scene, secondary, serviceOf, type Scene } from './scene.ts'

const QUICK: ProbeResult = { kind: 'reply', latencyMs: 5 }
const sampled = (probe: string, atMs: number, result: ProbeResult, regular = true): ConditionEvent =>
  ({ kind: 'sampled', sample: { probe, sentMs: atMs - 5, atMs, regular, result } })

const SERVICE = serviceOf([primary('a'), primary('b'), secondary('s')])
const start = (): Scene => scene({ service: SERVICE })
const healthy = (): Scene => start().reply(1_000, 'a').reply(1_000, 'b').reply(1_000, 's')
const refused = (): Scene => healthy().fails(1_100, 'refused', 'a').fails(1_200, 'refused', 'b')

const TAP: ConditionEvent = { kind: 'people-told', report: 'tap', symptom: 'speech-drops', from: 'dispatcher' }
const UNIT: ConditionEvent = { kind: 'people-told', report: 'unit', symptom: 'no-reception', from: 'unit', unit: '21-4131' }

const state = (build: () => Scene, nowMs: number): { readonly at: Scene; readonly nowMs: number } => ({ at: build(), nowMs })

const STATES: Readonly<Record<string, { readonly at: Scene; readonly nowMs: number }>> = {
  'new': state(start, 10),
  'never answered, a asked': state(() => start().miss(900, 'a'), 1_000),
  'ok': state(healthy, 1_100),
  'ok, a and b missing': state(() => healthy().miss(2_000, 'a').miss(2_000, 'b'), 2_100),
  'ok, proven': state(() => healthy().event(1_050, { kind: 'heard-own' }), 1_100),
  'ok, proven, then tapped': state(() => healthy().event(1_050, { kind: 'heard-own' }).event(1_060, TAP), 1_100),
  'degraded, people say so': state(() => healthy().event(1_050, TAP).event(1_060, UNIT), 1_100),
  'unknown, silent': state(() => healthy().miss(2_000, 'a').miss(2_000, 'b').until(3_500), 3_600),
  'degraded, s refused': state(() => healthy().fails(1_050, 'refused', 's'), 1_100),
  'degraded, a refused': state(() => healthy().fails(1_050, 'refused', 'a'), 1_100),
  'degraded, loss on a': state(() => {
    let at = healthy()
    for (let ms = 2_000; ms <= 6_000; ms += 1_000) at = at.reply(ms, 'b').reply(ms, 's').miss(ms + 10, 'a').event(ms + 20, sampled('a', ms + 15, { kind: 'reply', latencyMs: 5 }, false))
    return at
  }, 6_100),
  'degraded, recovering': state(() => refused().reply(2_000, 'a').reply(2_010, 'b').reply(2_020, 'a').reply(2_030, 's'), 2_100),
  'down, silent': state(() => healthy().miss(2_000, 'a').miss(2_000, 'b').until(5_000), 5_100),
  'down, refused': state(refused, 1_300),
  'down, two replies of a': state(() => refused().reply(2_000, 'a').reply(2_100, 'a'), 2_200),
  'down in maintenance': state(() => healthy().event(1_010, { kind: 'maintenance-began' }).fails(1_100, 'refused', 'a').fails(1_200, 'refused', 'b'), 1_300),
  'blind': state(() => healthy().event(1_050, { kind: 'own-network-lost' }), 1_100),
  'sight back': state(() => healthy().event(1_050, { kind: 'own-network-lost' }).event(5_000, { kind: 'own-network-found' }), 5_100),
  'not measurable': state(() => start().event(0, { kind: 'probe-unusable', probe: 'a' }).event(0, { kind: 'probe-unusable', probe: 'b' }), 100),
  'down, remembered over a restart': state(() => scene({ service: SERVICE, memory: memoryOf(refused().state, 1_300) }), 1_400),
  'remembered, two replies of a': state(() => scene({ service: SERVICE, memory: memoryOf(refused().state, 1_300) }).reply(1_500, 'a').reply(1_600, 'a'), 1_700),
  'sight back, was down': state(() => refused().event(2_000, { kind: 'own-network-lost' }).event(5_000, { kind: 'own-network-found' }), 5_100),
  'unstable, ok now': state(() => {
    let at = start()
    for (let ms = 1_000; ms <= 3_000; ms += 1_000) at = at.reply(ms, 'a').reply(ms + 10, 'a').reply(ms + 20, 'a').reply(ms + 30, 'b').fails(ms + 100, 'refused', 'a').fails(ms + 110, 'refused', 'b')
    for (let ms = 4_000; ms <= 66_000; ms += 1_000) at = at.reply(ms, 'a').reply(ms, 'b')
    return at
  }, 66_100),
  'ok, just stood still': state(() => healthy().event(1_500, { kind: 'own-lag', ms: 400 }), 1_600),
}

type Play = (at: Scene, nowMs: number) => Scene

const sample = (probe: string, result: ProbeResult): Play => (at, nowMs) => at.event(nowMs, sampled(probe, nowMs, result))
const event = (one: ConditionEvent): Play => (at, nowMs) => at.event(nowMs, one)

const EVENTS: Readonly<Record<string, Play>> = {
  'a replies': sample('a', QUICK),
  'b replies': sample('b', QUICK),
  's replies': sample('s', QUICK),
  'a times out': sample('a', { kind: 'timeout' }),
  'a unreachable': sample('a', { kind: 'unreachable' }),
  's times out': sample('s', { kind: 'timeout' }),
  'a refused': sample('a', { kind: 'refused' }),
  'b refused': sample('b', { kind: 'refused' }),
  's refused': sample('s', { kind: 'refused' }),
  'a unplugged': sample('a', { kind: 'unplugged' }),
  'a not registered': sample('a', { kind: 'reply', latencyMs: 5, registration: 'none' }),
  'a replies from a local cell': sample('a', { kind: 'reply', latencyMs: 5, registration: 'home', cell: 'local' }),
  'a replies to an old question': (at, nowMs) => at.event(nowMs, { kind: 'sampled', sample: { probe: 'a', sentMs: 0, atMs: nowMs, regular: true, result: QUICK } }),
  'old refusal of a': (at, nowMs) => at.event(nowMs, { kind: 'sampled', sample: { probe: 'a', sentMs: 0, atMs: nowMs, regular: true, result: { kind: 'refused' } } }),
  '2.5 s pass': (at, nowMs) => at.until(nowMs + 2_500),
  '4 s pass': (at, nowMs) => at.until(nowMs + 4_000),
  '2 min pass': (at, nowMs) => at.until(nowMs + 120_000),
  'we lag 300 ms': event({ kind: 'own-lag', ms: 300 }),
  'we slept 60 s': (at, nowMs) => at.event(nowMs + 60_000, { kind: 'own-resume', ms: 60_000 }),
  'own network lost': event({ kind: 'own-network-lost' }),
  'own network found': event({ kind: 'own-network-found' }),
  'heard own speech': event({ kind: 'heard-own' }),
  'dispatcher taps': event({ ...TAP, report: 'again' }),
  'a unit reports': event({ ...UNIT, report: 'other unit', unit: '21-4132' }),
  'the tap is taken back': event({ kind: 'people-retracted', report: 'tap' }),
  '10 min pass': (at, nowMs) => at.until(nowMs + 600_000),
  'maintenance begins': event({ kind: 'maintenance-began' }),
  'maintenance ends': event({ kind: 'maintenance-ended' }),
  'unstable lifted': event({ kind: 'unstable-lifted' }),
  'a cannot be used': event({ kind: 'probe-unusable', probe: 'a' }),
  'a can be used': event({ kind: 'probe-usable', probe: 'a' }),
}

function row(name: string, before: { readonly at: Scene; readonly nowMs: number }, play: Play): string {
  const after = play(before.at, before.nowMs)
  const told = after.effects.slice(before.at.effects.length).map((effect) => tell(effect, before.nowMs))
  const { now, why } = after.state
  const phases = after.state.probes.map((probe) => `${probe.id}:${probe.phase}${probe.limits ? '!' : ''}`).join(' ')
  return `  ${name.padEnd(30)}${`${now} (${why.code})`.padEnd(32)}${phases.padEnd(44)}${told.join('; ')}`.trimEnd()
}

function tell(effect: ConditionEffect, nowMs: number): string {
  const at = `+${effect.atMs - nowMs}`
  switch (effect.effect) {
    case 'announce-change': return `${effect.from}→${effect.to} ${effect.why.code} ${at}${effect.maintenance ? ' in maintenance' : ''}`
    case 'announce-reason': return `reason ${effect.why.code} ${at}`
    case 'announce-unstable': return `unstable ${effect.count} ${at}`
    case 'announce-stable': return `stable by ${effect.by} ${at}`
    case 'announce-maintenance': return `maintenance ${effect.on ? 'on' : 'off'} ${at}`
    case 'announce-proof': return `${effect.proof} ${at}`
  }
}

it('answers every event in every state as the table says', async () => {
  const blocks = Object.entries(STATES).map(([title, before]) => {
    const { now, why } = before.at.state
    const rows = Object.entries(EVENTS).map(([name, play]) => row(name, before, play))
    return [`${title}: ${now} (${why.code})`, ...rows].join('\n')
  })
  const head = 'Primaries a and b, secondary s; ! = this failure limits the service. Times in ms after the event was given.\n'
  await expect(`${head}\n${blocks.join('\n\n')}\n`).toMatchFileSnapshot('../../fixtures/watch/condition-table.txt')
})

it('covers every kind of event the machine takes', () => {
  const kinds: Record<ConditionEvent['kind'], true> = {
    'sampled': true, 'time-passed': true, 'own-lag': true, 'own-resume': true, 'own-network-lost': true, 'own-network-found': true,
    'heard-own': true, 'maintenance-began': true, 'maintenance-ended': true, 'unstable-lifted': true, 'probe-unusable': true, 'probe-usable': true,
    'people-told': true, 'people-retracted': true,
  }
  const played = new Set<string>()
  const spy = { event: (_at: number, one: ConditionEvent) => { played.add(one.kind); return spy }, until: () => { played.add('time-passed'); return spy } }
  for (const play of Object.values(EVENTS)) play(spy as unknown as Scene, 0)
  expect([...played].toSorted()).toEqual(Object.keys(kinds).toSorted())
})
