// Faults of which the cause is known because we made them: which services fail, how, how far apart, and what the table of
// architecture section 5 says of it. The table is written here a second time, from its sentence, and shares no code with the host.
import type { DiagnosisKind, ServiceRole } from '../../electron/contract/words.ts'
import type { Seeded } from '../support/seeded.ts'

/** What a probe comes to from its onset on. */
export type Breakage =
  | 'hang' | 'refused' | 'unreachable'
  /** Every second question is lost. */
  | 'loses-half'
  | 'not-registered' | 'local-cell' | 'unplugged'
  /** It could not be opened: from the start, and for good. */
  | 'unusable'

export interface FaultService {
  readonly id: string
  readonly role: ServiceRole
  readonly dependsOn: readonly string[]
  readonly probes: readonly { readonly id: string; readonly primary: boolean }[]
}

export interface BrokenProbe {
  readonly probe: string
  readonly how: Breakage
  readonly fromMs: number
  readonly untilMs: number
}

export interface Fault {
  readonly name: string
  readonly services: readonly FaultService[]
  readonly broken: readonly BrokenProbe[]
  /** Moments at which this workstation itself stood still, and for how long. */
  readonly standstills: readonly { readonly atMs: number; readonly ms: number }[]
  readonly ownNetworkLostMs?: number
  /** The first thing that broke. */
  readonly onsetMs: number
  readonly truth: DiagnosisKind
}

export const WARM_UP_MS = 5_000
/** Two things of one cause break this far apart at most. */
const STAGGER_MS = 3_000
const FOR_GOOD_MS = Infinity

// ── the table, from its sentence ───────────────────────────────────────────────────────────

interface Facts {
  readonly console: 'ok' | 'part' | 'fail' | 'recovering'
  readonly witness: 'ok' | 'fail' | 'nothing-known' | 'none'
  readonly site: boolean
  /** Services that fail and need the one failed service. */
  readonly sharers: number
  readonly ownNetwork: boolean
}

/**
 * "ok/ok normal; fail/ok console fault, network works; ok/fail witness lost, own antenna first; fail/fail network outage,
 * unless gateway or power fails too: local site; several services sharing one failed dependency: common dependency; else
 * unknown. Never a guess." And before all: "own network down: the diagnosis is own-workstation".
 */
function table({ console, witness, site, sharers, ownNetwork }: Facts): DiagnosisKind {
  if (ownNetwork) return 'own-workstation'
  if (console === 'fail' && witness === 'fail' && site) return 'local-site'
  if (sharers >= 2) return 'common-dependency'
  const cells: Readonly<Record<string, DiagnosisKind>> = {
    'ok/ok': 'normal', 'ok/none': 'normal', 'ok/fail': 'witness-lost',
    'fail/ok': 'console-fault', 'part/ok': 'console-fault', 'fail/fail': 'network-outage',
  }
  return cells[`${console}/${witness}`] ?? 'unknown'
}

// ── faults ─────────────────────────────────────────────────────────────────────────────────

type Maker = (chance: Seeded) => Omit<Fault, 'name'>

const HARD: readonly Breakage[] = ['hang', 'refused', 'unreachable']
const DEAF: readonly Breakage[] = ['hang', 'refused', 'not-registered', 'local-cell']

/** A room: an RBS with one to three roads, a control radio or none, telephony, GMS, an office network, gateway and power. */
function room(chance: Seeded, with_: { readonly witnesses?: number; readonly consoles?: number; readonly shared?: readonly string[] } = {}): readonly FaultService[] {
  const { witnesses = 1, consoles = 1, shared = [] } = with_
  const needs = (id: string): readonly string[] => (shared.includes(id) ? ['office'] : [])
  const one = (id: string, role: ServiceRole, primaries = 1, secondaries = 0): FaultService => ({
    id, role, dependsOn: needs(id),
    probes: Array.from({ length: primaries + secondaries }, (_, at) => ({ id: `${id}-${at + 1}`, primary: at < primaries })),
  })
  return [
    ...Array.from({ length: consoles }, (_, at) => one(at === 0 ? 'rbs' : `rbs-${at + 1}`, 'console', chance.between(1, 2), chance.between(0, 1))),
    ...Array.from({ length: witnesses }, (_, at) => one(`c2000-${at + 1}`, 'witness')),
    one('112', 'telephony'), one('0900', 'telephony'), one('gms', 'other'), one('office', 'network'), one('gateway', 'gateway'), one('power', 'power'),
  ]
}

function fault(chance: Seeded, services: readonly FaultService[], failing: Readonly<Record<string, readonly Breakage[]>>, facts: Partial<Facts>): Omit<Fault, 'name'> {
  const onsetMs = WARM_UP_MS + chance.between(0, 999)
  const broken = Object.entries(failing).flatMap(([id, ways], turn) => {
    const how = chance.pick(ways)
    // The first breaks at the onset, what follows of it within the stagger.
    const fromMs = onsetMs + (turn === 0 ? 0 : chance.between(0, STAGGER_MS))
    const probes = services.find((one) => one.id === id)?.probes ?? []
    return probes.map((probe): BrokenProbe => ({ probe: probe.id, how, fromMs: how === 'unusable' ? 0 : fromMs, untilMs: FOR_GOOD_MS }))
  })
  const truth = table({ console: 'ok', witness: 'ok', site: false, sharers: 0, ownNetwork: false, ...facts })
  return { services, broken, standstills: [], onsetMs, truth }
}

const all = (ids: readonly string[], ways: readonly Breakage[]): Record<string, readonly Breakage[]> => Object.fromEntries(ids.map((id) => [id, ways]))
const shuffled = (chance: Seeded, failing: Readonly<Record<string, readonly Breakage[]>>): Record<string, readonly Breakage[]> =>
  Object.fromEntries(Object.entries(failing).map((entry) => [chance.fraction(), entry] as const).toSorted((one, other) => one[0] - other[0]).map(([, entry]) => entry))

const MAKERS: Readonly<Record<string, Maker>> = {
  'console fails': (chance) => fault(chance, room(chance), { rbs: HARD }, { console: 'fail' }),
  'console fails, two control radios hear': (chance) => fault(chance, room(chance, { witnesses: 2 }), { rbs: HARD }, { console: 'fail' }),
  'console fails, one of two control radios too': (chance) => fault(chance, room(chance, { witnesses: 2 }), shuffled(chance, { rbs: HARD, 'c2000-2': DEAF }), { console: 'fail' }),
  'one road of the console is refused': (chance) => {
    const services = room(chance).map((one) => (one.id === 'rbs' ? { ...one, probes: [{ id: 'rbs-1', primary: true }, { id: 'rbs-2', primary: chance.hits(0.5) }] } : one))
    const made = fault(chance, services, { rbs: ['refused'] }, { console: 'part' })
    return { ...made, broken: made.broken.filter(({ probe }) => probe === 'rbs-2') }
  },
  'one of two consoles fails': (chance) => fault(chance, room(chance, { consoles: 2 }), { 'rbs-2': HARD }, { console: 'part' }),
  'both consoles fail': (chance) => fault(chance, room(chance, { consoles: 2 }), shuffled(chance, all(['rbs', 'rbs-2'], HARD)), { console: 'fail' }),
  'console loses half its answers': (chance) => fault(chance, room(chance), { rbs: ['loses-half'] }, { console: 'part' }),
  'network fails': (chance) => fault(chance, room(chance), shuffled(chance, { rbs: HARD, 'c2000-1': DEAF }), { console: 'fail', witness: 'fail' }),
  'network fails, both control radios deaf': (chance) => fault(chance, room(chance, { witnesses: 2 }), shuffled(chance, { rbs: HARD, ...all(['c2000-1', 'c2000-2'], DEAF) }), { console: 'fail', witness: 'fail' }),
  'control radio is deaf': (chance) => fault(chance, room(chance), { 'c2000-1': DEAF }, { witness: 'fail' }),
  'cable of the control radio is out': (chance) => fault(chance, room(chance), { 'c2000-1': ['unplugged'] }, { witness: 'fail' }),
  'console fails, cable of the control radio is out': (chance) => fault(chance, room(chance), shuffled(chance, { rbs: HARD, 'c2000-1': ['unplugged'] }), { console: 'fail', witness: 'nothing-known' }),
  'site fails': (chance) => fault(chance, room(chance), shuffled(chance, { rbs: HARD, 'c2000-1': DEAF, [chance.pick(['gateway', 'power'])]: HARD }), { console: 'fail', witness: 'fail', site: true }),
  'console and gateway fail, radio hears': (chance) => fault(chance, room(chance), shuffled(chance, { rbs: HARD, gateway: HARD }), { console: 'fail', site: true }),
  'office network fails, and what needs it': (chance) => {
    const shared = chance.pick([['rbs', '0900', 'gms'], ['rbs', '0900'], ['rbs', 'gms'], ['0900', 'gms']])
    return fault(chance, room(chance, { shared }), shuffled(chance, all(['office', ...shared], HARD)), { console: shared.includes('rbs') ? 'fail' : 'ok', sharers: shared.length })
  },
  'office network fails, only the console needs it': (chance) => fault(chance, room(chance, { shared: ['rbs'] }), shuffled(chance, all(['office', 'rbs'], HARD)), { console: 'fail', sharers: 1 }),
  'telephony fails': (chance) => fault(chance, room(chance), { [chance.pick(['112', '0900', 'gms'])]: HARD }, {}),
  'own network fails': (chance) => {
    const services = room(chance)
    const reached = services.filter((one) => one.role !== 'witness').map((one) => one.id)
    const made = fault(chance, services, all(reached, ['hang']), { ownNetwork: true })
    // A pulled cable takes all roads at once, and is seen at the next look.
    return { ...made, broken: made.broken.map((one) => ({ ...one, fromMs: made.onsetMs })), ownNetworkLostMs: made.onsetMs + chance.between(0, 1_000) }
  },
  'console fails, no control radio': (chance) => fault(chance, room(chance, { witnesses: 0 }), { rbs: HARD }, { console: 'fail', witness: 'none' }),
  'console fails, control radio cannot be opened': (chance) => fault(chance, room(chance), { rbs: HARD, 'c2000-1': ['unusable'] }, { console: 'fail', witness: 'nothing-known' }),
  'a gap of a second': (chance) => {
    const services = room(chance)
    const made = fault(chance, services, all([chance.pick(services).id], ['hang']), {})
    return { ...made, broken: made.broken.map((one) => ({ ...one, untilMs: one.fromMs + 1_000 })) }
  },
  'we stood still': (chance) => {
    const made = fault(chance, room(chance), {}, {})
    return { ...made, standstills: [{ atMs: made.onsetMs, ms: chance.between(300, 6_000) }] }
  },
  'console fails, and we stood still then': (chance) => {
    const made = fault(chance, room(chance), { rbs: HARD }, { console: 'fail' })
    return { ...made, standstills: [{ atMs: made.onsetMs + chance.between(500, 3_000), ms: chance.between(300, 1_500) }] }
  },
  'network fails for a while and comes back': (chance) => {
    const made = fault(chance, room(chance), shuffled(chance, { rbs: HARD, 'c2000-1': DEAF }), { console: 'recovering' })
    const endMs = made.onsetMs + 15_000
    return { ...made, onsetMs: endMs, broken: made.broken.map((one) => ({ ...one, untilMs: endMs + (one.probe.startsWith('rbs') ? 0 : chance.between(0, STAGGER_MS)) })) }
  },
}

/** @returns `count` faults, every kind of them in turn */
export function makeFaults(count: number, chance: Seeded): readonly Fault[] {
  const makers = Object.entries(MAKERS)
  return Array.from({ length: count }, (_, turn) => {
    const [name, make] = makers[turn % makers.length] ?? ['', () => { throw new Error('no makers') }]
    return { name, ...make(chance) }
  })
}
