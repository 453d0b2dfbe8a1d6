// Console × witness and what stands before it: own workstation, local site, shared dependency. Source: architecture section 5.
import { describe, expect, it } from 'vitest'
import type { CellMode, DiagnosisKind, Registration, ServiceRole } from '../../../electron/contract/words.ts'
import { createWatchState, reduceWatch, type WatchEvent, type WatchState } from '../../../electron/host/watch/watch-machine.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'
import { primary, secondary } from './scene.ts'

const service = (id: string, role: ServiceRole, dependsOn: readonly string[] = []): ServiceConfig =>
  ({ id, role, label: id, dependsOn, viaOwnNetwork: role !== 'witness', probes: [primary(`${id}-1`), ...(role === 'console' ? [secondary(`${id}-2`)] : [])] })

const RBS = service('rbs', 'console')
const C2000 = service('c2000', 'witness')
const GATEWAY = service('gateway', 'gateway')
const POWER = service('power', 'power')
const LAN = service('lan', 'network')
const PHONE = service('112', 'telephony')

type Played = readonly (readonly [number, WatchEvent])[]

function room(services: readonly ServiceConfig[], played: Played = []): WatchState {
  // What is concluded at last; when it is said: cause-wait.test.ts.
  let state = createWatchState({ services, settings: { ...DEFAULT_WATCH_SETTINGS, causeWindowMs: 0 }, nowMs: 0, utcMs: 0 })
  for (const [atMs, event] of played) state = reduceWatch(state, event, atMs).state
  return state
}

const says = (atMs: number, id: string, result: ProbeResult, probe = 1): readonly [number, WatchEvent] =>
  [atMs, { kind: 'sampled', sample: { probe: `${id}-${probe}`, sentMs: atMs, atMs, regular: true, result } }]
const works = (atMs: number, ...ids: readonly string[]): Played => ids.map((id) => says(atMs, id, { kind: 'reply', latencyMs: 1 }))
const fails = (atMs: number, ...ids: readonly string[]): Played => ids.map((id) => says(atMs, id, { kind: 'refused' }))
const radio = (atMs: number, registration: Registration, cell: CellMode = 'wide'): Played =>
  [says(atMs, 'c2000', { kind: 'reply', latencyMs: 1, registration, cell })]
const own = (atMs: number, kind: 'network-lost' | 'network-found'): Played => [[atMs, { kind: 'own', event: { kind } }]]

const found = (state: WatchState): DiagnosisKind => state.diagnosis.kind

describe('console × witness', () => {
  const PAIR = [RBS, C2000]
  const table: readonly (readonly [string, Played, DiagnosisKind])[] = [
    ['ok / ok', works(1, 'rbs', 'c2000'), 'normal'],
    ['fail / ok', [...works(1, 'rbs', 'c2000'), ...fails(2, 'rbs')], 'console-fault'],
    ['degraded / ok', [...works(1, 'rbs', 'c2000'), says(2, 'rbs', { kind: 'refused' }, 2)], 'console-fault'],
    ['ok / fail', [...works(1, 'rbs', 'c2000'), ...fails(2, 'c2000')], 'witness-lost'],
    ['fail / fail', [...works(1, 'rbs', 'c2000'), ...fails(2, 'rbs', 'c2000')], 'network-outage'],
    ['unknown / ok', works(1, 'c2000'), 'unknown'],
    ['ok / unknown', works(1, 'rbs'), 'unknown'],
    ['fail / unknown', fails(1, 'rbs'), 'unknown'],
    ['degraded / fail', [...works(1, 'rbs', 'c2000'), says(2, 'rbs', { kind: 'refused' }, 2), ...fails(3, 'c2000')], 'unknown'],
    ['unknown / unknown', [], 'unknown'],
  ]
  it.each(table)('%s', (_, played, kind) => {
    expect(found(room(PAIR, played))).toBe(kind)
  })

  it('without a control radio a working console is normal and a failing one has no known cause', () => {
    expect(found(room([RBS], works(1, 'rbs')))).toBe('normal')
    expect(room([RBS], fails(1, 'rbs')).diagnosis).toMatchObject({ kind: 'unknown', because: 'no-witness' })
  })

  it('of two consoles one that works makes it a fault of the other, and never an outage of the network', () => {
    const two = [RBS, service('rbs-b', 'console'), C2000]
    const all = works(1, 'rbs', 'rbs-b', 'c2000')
    expect(found(room(two, [...all, ...fails(2, 'rbs')]))).toBe('console-fault')
    expect(room(two, [...all, ...fails(2, 'rbs', 'c2000')]).diagnosis).toMatchObject({ kind: 'unknown', because: 'unclear' })
    expect(found(room(two, [...all, ...fails(2, 'rbs', 'rbs-b', 'c2000')]))).toBe('network-outage')
  })

  it('says why it names no cause', () => {
    expect(room(PAIR, works(1, 'c2000')).diagnosis.because).toBe('console-unknown')
    expect(room(PAIR, fails(1, 'rbs')).diagnosis.because).toBe('witness-unknown')
    expect(room(PAIR, works(1, 'rbs', 'c2000')).diagnosis).not.toHaveProperty('because')
  })
})

describe('what the control radio shows', () => {
  const withRbs = (played: Played) => room([RBS, C2000], [...works(1, 'rbs'), ...radio(1, 'home'), ...played]).diagnosis

  it('registered is heard, not registered and silent are not', () => {
    expect(withRbs([]).witness).toBe('heard')
    expect(withRbs(radio(2, 'searching'))).toMatchObject({ kind: 'witness-lost', witness: 'not-registered' })
    expect(withRbs([...works(3_900, 'rbs'), [4_100, { kind: 'time-passed' }]])).toMatchObject({ kind: 'witness-lost', witness: 'silent' })
  })

  it('on a cell in local site trunking is isolated, although it says registered', () => {
    expect(withRbs(radio(2, 'home', 'local'))).toMatchObject({ kind: 'witness-lost', witness: 'isolated', fails: [] })
    expect(withRbs([...radio(2, 'home', 'local'), ...fails(3, 'rbs')])).toMatchObject({ kind: 'network-outage', witness: 'isolated' })
    expect(withRbs([...radio(2, 'home', 'local'), ...radio(3, 'home', 'wide')]).kind).toBe('normal')
  })

  it('our own pulled cable never becomes an outage', () => {
    const pulled: Played = [says(2, 'c2000', { kind: 'unplugged' })]
    expect(withRbs(pulled)).toMatchObject({ kind: 'witness-lost', witness: 'unplugged' })
    expect(withRbs([...pulled, ...fails(3, 'rbs')])).toMatchObject({ kind: 'unknown', witness: 'unplugged' })
  })

  it('of two control radios one that hears the network proves it, and one that is unknown leaves it open', () => {
    const two = [RBS, C2000, service('c2000-b', 'witness')]
    expect(found(room(two, [...works(1, 'rbs', 'c2000', 'c2000-b'), ...fails(2, 'rbs', 'c2000')]))).toBe('console-fault')
    expect(found(room(two, [...works(1, 'rbs', 'c2000'), ...fails(2, 'rbs', 'c2000')]))).toBe('unknown')
  })
})

describe('causes that stand before the table', () => {
  it('own network down is the own workstation, whatever else fails', () => {
    const at = room([RBS, C2000, PHONE], [...works(1, 'rbs', 'c2000', '112'), ...fails(2, 'rbs', 'c2000'), ...own(3, 'network-lost')])
    expect(at.diagnosis).toMatchObject({ kind: 'own-workstation', fails: ['c2000'], unknown: ['rbs', '112'] })
  })

  it('own network down is no matter where nothing is reached over it', () => {
    const local = { ...RBS, viaOwnNetwork: false }
    expect(found(room([local, C2000], [...works(1, 'rbs', 'c2000'), ...own(2, 'network-lost')]))).toBe('normal')
  })

  it.each([GATEWAY, POWER])('console and witness fail with $id: local site, not an outage', (site) => {
    const at = room([RBS, C2000, site], [...works(1, 'rbs', 'c2000', site.id), ...fails(2, 'rbs', 'c2000', site.id)])
    expect(at.diagnosis).toMatchObject({ kind: 'local-site', dependency: site.id })
  })

  it('a failed gateway with a working witness does not make a local site', () => {
    expect(found(room([RBS, C2000, GATEWAY], [...works(1, 'rbs', 'c2000'), ...fails(2, 'rbs', 'gateway')]))).toBe('console-fault')
  })

  it('several services that need one failed service: common dependency', () => {
    const services = [service('rbs', 'console', ['lan']), C2000, LAN, service('112', 'telephony', ['lan'])]
    const at = room(services, [...works(1, 'rbs', 'c2000', 'lan', '112'), ...fails(2, 'lan', 'rbs', '112')])
    expect(at.diagnosis).toMatchObject({ kind: 'common-dependency', dependency: 'lan', works: ['c2000'] })
  })

  it('also when they need it through another', () => {
    const services = [service('rbs', 'console', ['vpn']), C2000, LAN, service('vpn', 'network', ['lan'])]
    const at = room(services, [...works(1, 'rbs', 'c2000', 'lan', 'vpn'), ...fails(2, 'lan', 'rbs', 'vpn')])
    expect(at.diagnosis).toMatchObject({ kind: 'common-dependency', dependency: 'lan' })
  })

  it('one service that needs a failed one stays a console fault, which names it', () => {
    const services = [service('rbs', 'console', ['lan']), C2000, LAN]
    const at = room(services, [...works(1, 'rbs', 'c2000', 'lan'), ...fails(2, 'lan', 'rbs')])
    expect(at.diagnosis).toMatchObject({ kind: 'console-fault', dependency: 'lan' })
  })

  it('many roads from one service to another do not hold up the watch', () => {
    // 2^28 of them, were each gone along.
    const layer = Array.from({ length: 30 }, (_, at) => `lan-${at}`)
    const many = [service('rbs', 'console', layer), ...layer.map((id, at) => service(id, 'network', layer.slice(at + 1, at + 17)))]
    expect(room([...many, PHONE], [...works(1, 'rbs', ...layer, '112'), ...fails(2, 'rbs', '112')]).diagnosis).toMatchObject({ kind: 'unknown', fails: ['rbs', '112'] })
    expect(room(many, [...works(1, 'rbs', ...layer), ...fails(2, 'rbs', 'lan-0', 'lan-29')]).diagnosis).toMatchObject({ kind: 'common-dependency', dependency: 'lan-29' })
  })

  it('services in a circle of dependencies do not hang the watch', () => {
    const services = [service('rbs', 'console', ['a']), service('a', 'other', ['b']), service('b', 'other', ['a']), C2000]
    expect(found(room(services, [...works(1, 'rbs', 'c2000'), ...fails(2, 'rbs', 'a', 'b')]))).toBe('common-dependency')
  })
})

it('tells what works, what does not, since when and on whose evidence', () => {
  const at = room([RBS, C2000, PHONE, LAN], [...works(1, 'rbs', 'c2000', '112', 'lan'), ...fails(2, '112'), ...fails(700, 'rbs'), ...works(900, 'c2000', 'lan')])
  expect(at.diagnosis).toEqual({
    kind: 'console-fault',
    sinceMs: 700,
    works: ['c2000', 'lan'],
    limited: [],
    fails: ['rbs', '112'],
    unknown: [],
    witness: 'heard',
    planned: [],
    evidence: ['rbs/rbs-1', '112/112-1'],
  })
})

it('in September 2020 RBS, 0900 and GMS share the office network, and 112 and C2000 do not fail with it', () => {
  const services = [service('rbs', 'console', ['office']), C2000, service('112', 'telephony'), service('0900', 'telephony', ['office']), service('gms', 'other', ['office']), service('office', 'network')]
  const at = room(services, [...works(1, 'rbs', 'c2000', '112', '0900', 'gms', 'office'), ...fails(2, 'office', 'rbs', '0900', 'gms')])
  expect(at.diagnosis).toMatchObject({ kind: 'common-dependency', dependency: 'office', works: ['c2000', '112'], fails: ['rbs', '0900', 'gms', 'office'] })
})

it('names what is in planned work, whatever it does', () => {
  const at = room([RBS, C2000], [...works(1, 'rbs', 'c2000'), [2, { kind: 'for-service', service: 'rbs', event: { kind: 'maintenance-began' } }], ...fails(3, 'rbs')])
  expect(at.diagnosis).toMatchObject({ kind: 'console-fault', planned: ['rbs'] })
})

it('is announced when any of it changes, its age running on while the kind stays', () => {
  let state = room([RBS, C2000, PHONE], [...works(1, 'rbs', 'c2000', '112'), ...fails(10, 'rbs')])
  const step = reduceWatch(state, fails(20, '112')[0]?.[1] ?? { kind: 'time-passed' }, 20)
  state = step.state
  expect(step.effects.find((one) => one.effect === 'announce-diagnosis')).toMatchObject({ atMs: 20, from: { fails: ['rbs'] }, to: { fails: ['rbs', '112'], sinceMs: 10 } })
})

describe('a control radio that is one of several probes', () => {
  // Its line, such as a terminal server, answers whatever the radio does.
  const LINED: ServiceConfig = { ...C2000, probes: [primary('c2000-1'), primary('c2000-2')] }
  const line = (atMs: number): readonly [number, WatchEvent] => says(atMs, 'c2000', { kind: 'reply', latencyMs: 1 }, 2)
  const begun = [...works(1, 'rbs'), ...radio(1, 'home'), line(1)]

  it('not registered while its line answers does not hear the network', () => {
    expect(room([RBS, LINED], [...begun, ...radio(100, 'none'), ...fails(200, 'rbs')]).diagnosis).toMatchObject({ kind: 'network-outage', witness: 'not-registered' })
  })

  it('silent while its line answers says nothing of the network, nor before it was ever heard', () => {
    const silent = [...begun, line(3_000), ...fails(4_100, 'rbs'), line(5_000)]
    expect(room([RBS, LINED], silent).diagnosis).toMatchObject({ kind: 'unknown', witness: 'unknown', because: 'witness-unknown' })
    expect(room([RBS, LINED], [...works(1, 'rbs'), line(1), ...fails(200, 'rbs')]).diagnosis).toMatchObject({ kind: 'unknown', witness: 'unknown' })
  })

  it('is not denied by a secondary probe that fails', () => {
    const logged: ServiceConfig = { ...C2000, probes: [primary('c2000-1'), secondary('c2000-2')] }
    expect(room([RBS, logged], [...works(1, 'rbs', 'c2000'), says(100, 'c2000', { kind: 'refused' }, 2), ...fails(200, 'rbs')]).diagnosis).toMatchObject({ kind: 'console-fault', witness: 'heard' })
  })

  it('registered is heard though its line fails, and hears again once it is registered', () => {
    expect(room([RBS, LINED], [...begun, says(100, 'c2000', { kind: 'refused' }, 2), ...fails(200, 'rbs')]).diagnosis).toMatchObject({ kind: 'console-fault', witness: 'heard' })
    expect(room([RBS, LINED], [...works(1, 'rbs'), line(1), ...fails(200, 'rbs'), ...radio(300, 'home')]).diagnosis).toMatchObject({ kind: 'console-fault', witness: 'heard' })
  })

  it('isolated stays isolated over one lost question', () => {
    const lost = says(1_000, 'c2000', { kind: 'timeout' })
    expect(room([RBS, C2000], [...works(1, 'rbs'), ...radio(1, 'home', 'local'), ...fails(200, 'rbs'), lost]).diagnosis).toMatchObject({ kind: 'network-outage', witness: 'isolated' })
  })
})

describe('what people say', () => {
  const PAIR = [RBS, C2000]
  const tells = (atMs: number, report: string, from: 'dispatcher' | 'unit'): readonly [number, WatchEvent] =>
    [atMs, { kind: 'for-service', service: 'rbs', event: { kind: 'people-told', report, symptom: 'speech-drops', from } }]
  const said = [tells(3, 'tap', 'dispatcher'), tells(4, 'unit', 'unit')]

  it('limits the service and names no cause, for it may be their own place or set', () => {
    const state = room(PAIR, [...works(1, 'rbs', 'c2000'), ...said])
    expect(state.diagnosis).toMatchObject({ kind: 'unknown', works: ['c2000'], limited: ['rbs'], evidence: ['rbs/people'] })
  })

  it('stands beside what is measured, and takes nothing from it', () => {
    const measured = [...works(1, 'rbs', 'c2000'), says(2, 'rbs', { kind: 'refused' }, 2)]
    expect(room(PAIR, [...measured, ...said]).diagnosis).toMatchObject({ kind: 'console-fault', limited: ['rbs'], evidence: ['rbs/rbs-2', 'rbs/people'] })
    expect(room(PAIR, [...measured, ...fails(3, 'rbs'), ...said]).diagnosis).toMatchObject({ kind: 'console-fault', fails: ['rbs'], evidence: ['rbs/rbs-1', 'rbs/rbs-2', 'rbs/people'] })
  })

  it('by one person is no evidence of a fault while the service is measured well', () => {
    expect(room(PAIR, [...works(1, 'rbs', 'c2000'), tells(3, 'tap', 'dispatcher')]).diagnosis).toMatchObject({ kind: 'normal', evidence: [] })
  })

  it('is named where nothing is measured', () => {
    expect(room(PAIR, [...works(1, 'c2000'), tells(3, 'tap', 'dispatcher')]).diagnosis).toMatchObject({ kind: 'unknown', unknown: ['rbs'], evidence: ['rbs/people'] })
  })
})
