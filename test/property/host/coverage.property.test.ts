// Who hears which group is always right: after any row of what a radio tells, and in the whole host after anything that happens to
// its radios. What is not known is not monitored.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ears } from '../../../electron/host/ears.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { seeded, type Seeded } from '../../support/seeded.ts'
import { manual, start, type Bench } from '../../support/host-outage.ts'

const told: fc.Arbitrary<RadioEvent> = fc.oneof(
  fc.constantFrom<RadioEvent>(
    { event: 'link', link: { link: 'up' } }, { event: 'link', link: { link: 'down', cause: 'LINK_LOST', detail: '' } }, { event: 'link', link: { link: 'opening' } },
    { event: 'may-transmit' }, { event: 'hung-up' }, { event: 'mode', mode: 'dmo' }, { event: 'heard', speaking: true }, { event: 'local-key', keyed: true },
  ),
  fc.record({ event: fc.constant('registration' as const), registration: fc.constantFrom('home' as const, 'visited' as const, 'searching' as const, 'none' as const, 'rejected' as const, 'unknown' as const), cell: fc.constantFrom('wide' as const, 'local' as const, 'unknown' as const) }),
  fc.record({ event: fc.constant('group' as const), gssi: fc.constantFrom('', '1', '2') }),
  fc.record({ event: fc.constant('individual-call' as const), cc: fc.integer({ min: 1, max: 2 }), call: fc.constantFrom('ringing' as const, 'connected' as const, 'ended' as const), duplex: fc.constant(false) }),
)

/** Read from the whole row anew: what was said last of each thing since the line came up, and what outlives a line. */
function oracle(events: readonly RadioEvent[], byEar: boolean): string | undefined {
  const lastLink = events.findLast((one) => one.event === 'link')
  if (lastLink?.event !== 'link' || lastLink.link.link !== 'up') return undefined
  const since = events.slice(events.findLastIndex((one) => one.event === 'link' && one.link.link !== 'up') + 1)
  const air = events.findLast((one) => one.event === 'may-transmit' || one.event === 'hung-up')
  if (air?.event === 'may-transmit') return undefined
  const lastConnected = since.findLastIndex((one) => one.event === 'individual-call' && one.call === 'connected')
  const connected = since[lastConnected]
  const isOver = since.slice(lastConnected + 1).some((one) => one.event === 'individual-call' && one.call === 'ended' && connected?.event === 'individual-call' && one.cc === connected.cc)
  if (connected && !isOver) return undefined
  const group = since.findLast((one) => one.event === 'group')
  const gssi = group?.event === 'group' && group.gssi !== '' ? group.gssi : undefined
  const registered = since.findLast((one) => one.event === 'registration')
  const isOnNet = registered?.event === 'registration' && (registered.registration === 'home' || registered.registration === 'visited') && registered.cell !== 'local'
  return byEar || isOnNet ? gssi : undefined
}

test('a device hears exactly the group that its own last words prove', () => {
  fc.assert(fc.property(fc.array(told, { maxLength: 30 }), fc.boolean(), (events, byEar) => {
    const ears = new Ears(new Set(byEar ? ['device'] : []))
    events.forEach((event, at) => {
      ears.stand('device', event)
      expect(ears.hears('device')).toBe(oracle(events.slice(0, at + 1), byEar))
    })
  }), { numRuns: 1500 })
})

/** How a radio really stands, kept by who turns it, and asked by nobody. */
interface Truth {
  gssi: string
  plugged: boolean
  readonly ills: Set<Ill>
}
const ILLS = ['silent', 'local-site', 'deregistered', 'dmo'] as const
type Ill = (typeof ILLS)[number]
const GROUPS = ['4037001', '4037002', '4037003', '4037004']
const RADIOS = ['desk-radio', 'control-radio'] as const
type RadioId = (typeof RADIOS)[number]
type Truths = Readonly<Record<RadioId, Truth>>
const world = (): Truths => ({ 'desk-radio': { gssi: '4037001', plugged: true, ills: new Set() }, 'control-radio': { gssi: '4037001', plugged: true, ills: new Set() } })

const hearsNow = ({ gssi, plugged, ills }: Truth): string | undefined => (plugged && ills.size === 0 ? gssi : undefined)

/** Silence and a lost site are measured, in so long at most; what a radio tells by itself is known at once. */
const KNOWN_WITHIN_S = 12

/** Everything that may happen, each once, in an order of chance: every ill comes to every radio, alone or on top of another. */
type Happening =
  | { readonly what: 'knob'; readonly id: RadioId }
  | { readonly what: 'well'; readonly id: RadioId }
  | { readonly what: 'cable'; readonly id: RadioId }
  | { readonly what: 'ill'; readonly id: RadioId; readonly ill: Ill }
  | { readonly what: 'switch' }
  | { readonly what: 'group' }
  | { readonly what: 'return' }
  | { readonly what: 'kill' }
const DECK: readonly Happening[] = [
  ...RADIOS.flatMap((id): Happening[] => [{ what: 'knob', id }, { what: 'well', id }, { what: 'cable', id }, ...ILLS.map((ill) => ({ what: 'ill', id, ill }) as const)]),
  { what: 'switch' }, { what: 'group' }, { what: 'return' }, { what: 'kill' }, { what: 'kill' },
]

function heal({ radio }: ReturnType<Bench['device']>, truth: Truth): void {
  truth.ills.clear()
  for (const one of ['silent', 'local-site', 'deregistered'] as const) radio.clearFault(one)
  radio.setFault({ fault: 'mode-knob', aiMode: 0 })
}

interface Stage {
  readonly truths: Truths
  readonly chance: Seeded
  /** It is really heard now, if only for a moment. */
  readonly mark: (id: RadioId) => void
}

async function happen(bench: Bench, one: Happening, { truths, chance, mark }: Stage): Promise<void> {
  if (one.what === 'switch') return void (await bench.call('switch.to'))
  if (one.what === 'group') return void (await bench.call('group.select', { group: chance.pick(GROUPS) }))
  if (one.what === 'return') return void (await bench.call('return.accept'))
  if (one.what === 'kill') return undefined
  const device = bench.device(one.id)
  const truth = truths[one.id]
  // Its line is opened again by itself.
  if (one.what === 'cable') return device.line.lose()
  if (one.what === 'knob') return device.radio.setFault({ fault: 'knob', gssi: Number(chance.pick(GROUPS)) })
  if (one.what === 'well' || chance.hits(0.7)) {
    heal(device, truth)
    mark(one.id)
  }
  if (one.what === 'well') return undefined
  truth.ills.add(one.ill)
  return device.radio.setFault(one.ill === 'deregistered' ? { fault: one.ill, stat: 2 } : one.ill === 'dmo' ? { fault: 'mode-knob', aiMode: 1 } : { fault: one.ill })
}

test('in the whole host nothing is called monitored that was not for some seconds, and what is heard is said', { timeout: 60_000 }, async () => {
  const chance = seeded(Number(process.env['COVERAGE_SEED'] ?? 7))
  const truths = world()
  let bench = await start(undefined, manual)
  /** By radio and group, the last second in which it was really heard. */
  const heardAt = new Map<string, number>()
  let second = 0
  const mark = (id: RadioId): void => {
    const heard = hearsNow(truths[id])
    if (heard !== undefined) heardAt.set(`${id} ${heard}`, second)
  }
  const pass = async (): Promise<void> => {
    await bench.run(1000)
    second += 1
    for (const id of RADIOS) {
      // A group that the console itself chose is told by the radio; the simulated radio is where it was asked to be.
      truths[id].gssi = String(bench.device(id).radio.selected ?? '')
      mark(id)
    }
    for (const { gssi, heardBy } of bench.topic('coverage').coverage?.groups ?? []) {
      for (const id of heardBy) expect(second - (heardAt.get(`${id} ${gssi}`) ?? Number.NEGATIVE_INFINITY), `second ${second}: ${id} is said to hear ${gssi}`).toBeLessThanOrEqual(KNOWN_WITHIN_S)
    }
  }
  for (let at = 0; at < 20; at++) await pass()
  const deck = DECK.map((one) => ({ one, at: chance.fraction() })).toSorted((one, other) => one.at - other.at).map(({ one }) => one)
  for (const one of deck) {
    if (one.what === 'kill') bench = await start(bench.world, manual)
    await happen(bench, one, { truths, chance, mark })
    const isLong = one.what === 'ill' || chance.hits(0.5)
    for (let at = 0; at < (isLong ? KNOWN_WITHIN_S + 1 : chance.pick([1, 4])); at++) await pass()
    if (isLong) {
      const said = Object.fromEntries((bench.topic('coverage').coverage?.groups ?? []).map(({ gssi, heardBy }) => [gssi, heardBy]))
      const real = Object.fromEntries(GROUPS.map((gssi) => [gssi, RADIOS.filter((id) => hearsNow(truths[id]) === gssi)]))
      expect(said, `after ${JSON.stringify(one)}`).toEqual(real)
    }
  }
  expect(bench.kinds()).toContain('coverage.changed')
  await bench.stop()
})
