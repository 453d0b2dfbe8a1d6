// The shift, its profile and its site file in the whole host: what is refused, what waits, what a restart is asked for, and what
// a position out of service does not do.
import { describe, expect, test } from 'vitest'
import type { KeptShift } from '../../../electron/host/shift/kept-shift.ts'
import { plainShift, type RestartReason, type ShiftStart } from '../../../electron/host/shift/shift.ts'
import type { Site, SiteLook } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostWorld } from '../../support/host-bench.ts'
import { manual, ready, SETTLED_MS, SILENT_MS, silenceRbs, start, type Bench } from '../../support/host-outage.ts'

interface Desk {
  readonly world: HostWorld
  readonly restarts: RestartReason[]
  /** What lies in the place of the site file now. */
  file: SiteLook
  kept: KeptShift
}

const withAmbulance = (site: Site): Site => {
  const plan = { ...site.plan, version: 7, label: 'Ambulance', cards: [] }
  return { ...manual(site), profiles: [{ id: 'ambulance', label: 'Ambulance', discipline: 'ambulance', callTaking: false, plan }] } as Site
}

/** A world whose newest host has this shift, and a site file that a test can put another one in place of. */
function desk(given: Partial<ShiftStart> = {}): Desk {
  const world = createWorld()
  const at: Desk = { world, restarts: [], file: { look: 'gone', mark: 'gone', detail: '' }, kept: { profile: 'standard', saidUtcMs: 0, ...given.kept } }
  Object.assign(at, { file: { look: 'good', mark: 'A', site: {} as Site } })
  renew(at, given)
  return at
}

/** What a start would read: for the next host of this desk. */
function renew(at: Desk, given: Partial<ShiftStart> = {}): void {
  at.world.shift = {
    ...plainShift([]),
    profiles: [{ id: 'standard', label: 'Standaard', discipline: 'brandweer', callTaking: false, planVersion: 1 }, { id: 'ambulance', label: 'Ambulance', discipline: 'ambulance', callTaking: false, planVersion: 7 }],
    mark: 'A',
    keep: (kept) => void (at.kept = kept),
    look: async () => at.file,
    restart: (why) => void at.restarts.push(why),
    ...given,
    kept: at.kept,
  }
}

const siteWith = (bench: Bench, change: (plan: Site['plan']) => Site['plan']): Site => {
  const channels = Object.values(bench.topic('channels'))
  return { plan: change({ version: 2, channels: channels.map(({ id, kind }) => ({ id, kind, ...(kind === 'rbs' ? {} : { device: id }) })) } as unknown as Site['plan']), profiles: [] } as unknown as Site
}
const put = (at: Desk, mark: string, site: Site): void => void (at.file = { look: 'good', mark, site })
const pending = (bench: Bench) => bench.topic('site').site?.pendingSite
const refusal = async (bench: Bench, name: string, input: object = {}): Promise<string | undefined> => {
  const reply = await bench.call(name, input)
  return reply.ok ? undefined : reply.error.detail
}
const LOOKED_TWICE_MS = 7_100
const SAFE_MS = 10_100

describe('the start of a shift', () => {
  test('says who sits here by which profile, is recorded, kept, and shown; the same again at once is a slip', async () => {
    const at = desk()
    const bench = await ready(at.world, withAmbulance)
    expect(await refusal(bench, 'shift.begin', { profile: 'standard', manned: true })).toBeUndefined()
    expect(bench.entries().findLast(({ kind }) => kind === 'shift.began')).toMatchObject({ actor: { role: 'dispatcher' }, payload: { profile: 'standard', label: 'Standaard', manned: true } })
    expect(at.kept).toMatchObject({ profile: 'standard', manned: true })
    expect(bench.topic('site').site).toMatchObject({ profile: 'standard', manned: true, shiftSinceUtcMs: at.kept.sinceUtcMs })
    expect(await refusal(bench, 'shift.begin', { profile: 'standard', manned: true })).toBe('nothing-changes')
    await bench.run(61_000)
    expect(await refusal(bench, 'shift.begin', { profile: 'standard', manned: true })).toBeUndefined()
    expect(at.restarts).toEqual([])
    await bench.stop()
  })

  test('with another profile begins the console anew, after the answer, and keeps which', async () => {
    const at = desk()
    const bench = await ready(at.world, withAmbulance)
    expect(await refusal(bench, 'shift.begin', { profile: 'ambulance', manned: true })).toBeUndefined()
    expect(at.restarts).toEqual([])
    await bench.run(100)
    expect(at.restarts).toEqual(['profile'])
    expect(at.kept.profile).toBe('ambulance')
    await bench.stop()
  })

  test('is refused with a profile that is not there, and with another one while it works by an alternative', async () => {
    const at = desk()
    const bench = await ready(at.world, withAmbulance)
    expect(await refusal(bench, 'shift.begin', { profile: 'politie' })).toBe('no-such-profile')
    await bench.call('switch.to')
    await bench.run(5000)
    expect(await refusal(bench, 'shift.begin', { profile: 'ambulance' })).toBe('on-alternative')
    await bench.call('ptt.press', { source: 'space' })
    expect(await refusal(bench, 'shift.begin', { profile: 'ambulance' })).toBe('transmitting')
    await bench.run(1000)
    expect(at.restarts).toEqual([])
    expect(at.kept.profile).toBe('standard')
    await bench.stop()
  })

  test('finds the profile it was chosen for gone: the standard plan is in use, and that is said until a shift begins', async () => {
    const at = desk({ goneProfile: 'politie' })
    const bench = await ready(at.world, withAmbulance)
    expect(bench.topic('alarms')['profile-gone']).toMatchObject({ kind: 'site', severity: 'warning', params: { profile: 'politie' } })
    expect(bench.kinds()).toContain('shift.profile-gone')
    await bench.call('shift.begin', { profile: 'standard', manned: true })
    expect(bench.topic('alarms')['profile-gone']).toBeUndefined()
    await bench.stop()
  })
})

describe('an unmanned position', () => {
  const automatic = (site: Site): Site => ({ ...site, plan: { ...site.plan, automatic: true } })

  test('does not switch by itself, and does again when somebody sits down; a restart remembers', async () => {
    const at = desk()
    const bench = await ready(at.world, automatic)
    expect(await refusal(bench, 'shift.manned', { manned: false })).toBeUndefined()
    expect(await refusal(bench, 'shift.manned', { manned: false })).toBe('nothing-changes')
    silenceRbs(bench)
    await bench.run(60_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs', advised: true })
    expect(bench.kinds()).not.toContain('switch.countdown-started')
    await bench.stop()
    renew(at)
    const again = await start(at.world, automatic)
    await again.run(60_000)
    expect(again.topic('site').site?.manned).toBe(false)
    expect(again.kinds()).not.toContain('switch.countdown-started')
    await again.call('shift.manned', { manned: true })
    await again.run(SILENT_MS)
    expect(again.kinds()).toContain('switch.switched')
    await again.stop()
  })

  test('stops a countdown that runs when the last one leaves', async () => {
    const bench = await ready(desk().world, automatic)
    silenceRbs(bench)
    for (let waited = 0; bench.topic('switch').switch?.countdown === undefined && waited < 60_000; waited += 500) await bench.run(500)
    expect(bench.topic('switch').switch?.countdown).toBeDefined()
    await bench.call('shift.manned', { manned: false })
    await bench.run(20_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs' })
    expect(bench.kinds()).not.toContain('switch.switched')
    await bench.stop()
  })
})

describe('a site file that is put beside the running console', () => {
  test('waits while the position works by an alternative, says why, and is taken over ten safe seconds after the return', async () => {
    const at = desk()
    const bench = await ready(at.world)
    await bench.call('switch.to')
    await bench.run(5000)
    put(at, 'B', siteWith(bench, (plan) => plan))
    await bench.run(LOOKED_TWICE_MS)
    expect(pending(bench)).toMatchObject({ state: 'waits', planVersion: 2, because: ['on-alternative'] })
    expect(bench.entries().findLast(({ kind }) => kind === 'site.waits')?.payload).toMatchObject({ from: 1, to: 2 })
    await bench.run(60_000)
    expect(at.restarts).toEqual([])
    await bench.call('return.accept')
    await bench.run(5000)
    expect(pending(bench)).toMatchObject({ because: [] })
    expect(at.restarts).toEqual([])
    await bench.run(SAFE_MS)
    expect(at.restarts).toEqual(['site'])
    expect(at.kept.takingOver).toEqual({ mark: 'B', from: 1, by: 'itself' })
    await bench.stop()
  })

  test('is said by the host that then begins with it, once', async () => {
    const at = desk({ kept: { profile: 'standard', saidUtcMs: 0, takingOver: { mark: 'B', from: 1, by: 'itself' } }, mark: 'B' })
    const bench = await start(at.world)
    expect(bench.entries().find(({ kind }) => kind === 'site.taken-over')?.payload).toMatchObject({ from: 1, to: 1, by: 'itself' })
    expect(at.kept.takingOver).toBeUndefined()
    await bench.stop()
    const other = desk({ kept: { profile: 'standard', saidUtcMs: 0, takingOver: { mark: 'B', from: 1, by: 'itself' } }, mark: 'A' })
    const stayed = await start(other.world)
    expect(stayed.kinds()).not.toContain('site.taken-over')
    await stayed.stop()
  })

  test('is not taken over when RBS trouble begins within the ten seconds, nor while an emergency call is open', async () => {
    const at = desk()
    const bench = await ready(at.world)
    put(at, 'B', siteWith(bench, (plan) => plan))
    await bench.run(LOOKED_TWICE_MS + 1000)
    bench.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await bench.run(30_000)
    expect(pending(bench)).toMatchObject({ because: ['emergency'] })
    const [alarm] = Object.values(bench.topic('alarms')).filter(({ kind }) => kind === 'emergency')
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    await bench.call('emergency.take', { alarm: alarm?.id ?? '' })
    await bench.run(60_000)
    expect(pending(bench)).toMatchObject({ because: ['console-in-trouble'] })
    expect(at.restarts).toEqual([])
    await bench.stop()
  })

  test('is taken over at once on a supervisor’s word, also on an alternative that the new plan has on the same radio', async () => {
    const at = desk()
    const bench = await ready(at.world)
    expect(await refusal(bench, 'site.adopt')).toBe('nothing-waits')
    await bench.call('switch.to')
    await bench.run(5000)
    put(at, 'B', siteWith(bench, (plan) => ({ ...plan, channels: plan.channels.slice(0, 1) })))
    await bench.run(LOOKED_TWICE_MS)
    expect(await refusal(bench, 'site.adopt')).toBe('on-alternative')
    put(at, 'C', siteWith(bench, (plan) => plan))
    await bench.run(LOOKED_TWICE_MS)
    await bench.call('ptt.press', { source: 'space' })
    expect(await refusal(bench, 'site.adopt')).toBe('transmitting')
    await bench.call('ptt.release', { source: 'space' })
    await bench.run(1000)
    expect(await refusal(bench, 'site.adopt')).toBeUndefined()
    await bench.run(100)
    expect(at.restarts).toEqual(['site'])
    expect(at.kept.takingOver).toEqual({ mark: 'C', from: 1, by: 'supervisor' })
    expect(bench.entries().findLast(({ kind }) => kind === 'site.adopted')?.actor.role).toBe('supervisor')
    await bench.stop()
  })

  test('is left alone when another one lies there in the moment of taking over', async () => {
    const at = desk()
    const bench = await ready(at.world)
    put(at, 'B', siteWith(bench, (plan) => plan))
    await bench.run(LOOKED_TWICE_MS)
    put(at, 'C', siteWith(bench, (plan) => plan))
    await bench.call('site.adopt')
    await bench.run(1000)
    expect(at.restarts).toEqual([])
    await bench.stop()
  })

  test('waits for a record that is not being written: what waits in memory would be lost with this host', async () => {
    const at = desk()
    const bench = await ready(at.world, withAmbulance)
    at.world.fail()
    put(at, 'B', siteWith(bench, (plan) => plan))
    await bench.run(LOOKED_TWICE_MS + SAFE_MS)
    expect(pending(bench)).toMatchObject({ state: 'waits', because: ['record-failing'] })
    expect(at.restarts).toEqual([])
    at.world.recordWorks = true
    at.world.recover()
    await bench.run(5_000 + SAFE_MS)
    expect(at.restarts).toEqual(['site'])
    await bench.stop()
  })

  test('is left alone when the position went, while the file was looked at once more, to a channel that its plan has not', async () => {
    const late: { held?: Promise<void>; go: () => void } = { go: () => undefined }
    const at: Desk = desk({ look: async () => {
      await late.held
      return at.file
    } })
    const bench = await ready(at.world)
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    put(at, 'B', siteWith(bench, (plan) => ({ ...plan, channels: plan.channels.slice(0, 1) })))
    await bench.run(LOOKED_TWICE_MS)
    late.held = new Promise((resolve) => (late.go = resolve))
    expect(await refusal(bench, 'site.adopt')).toBeUndefined()
    await bench.call('switch.to')
    await bench.run(5000)
    expect(bench.topic('switch').switch?.channel).toBe('desk-radio')
    late.go()
    await bench.run(1000)
    expect(at.restarts).toEqual([])
    await bench.stop()
  })

  test('changes nothing while it is wrong: that is said with its lines, and over when what is in use is put back', async () => {
    const at = desk()
    const bench = await ready(at.world)
    at.file = { look: 'wrong', mark: 'X', problems: ['site.yaml:12:5 plan.groups: key is missing'] }
    await bench.run(LOOKED_TWICE_MS)
    expect(pending(bench)).toMatchObject({ state: 'wrong', problems: ['site.yaml:12:5 plan.groups: key is missing'] })
    expect(bench.topic('alarms')['site']).toMatchObject({ severity: 'warning', code: 'SITE_INVALID', params: { problems: 1 } })
    const said = bench.entries().findLast(({ kind }) => kind === 'site.wrong')
    expect(said).toMatchObject({ payload: { problems: 1 }, content: 'site.yaml:12:5 plan.groups: key is missing' })
    await bench.run(120_000)
    expect(bench.kinds().filter((kind) => kind === 'site.wrong')).toHaveLength(1)
    expect(at.restarts).toEqual([])
    put(at, 'A', {} as Site)
    await bench.run(5100)
    expect(pending(bench)).toBeUndefined()
    expect(bench.topic('alarms')['site']).toBeUndefined()
    await bench.stop()
  })

  test('that is gone, or on a share that is away, leaves the one in use, and that is said', async () => {
    const at = desk()
    const bench = await ready(at.world)
    at.file = { look: 'gone', mark: 'gone', detail: '/share/site.yaml' }
    await bench.run(LOOKED_TWICE_MS)
    expect(pending(bench)).toMatchObject({ state: 'wrong', problems: ['/share/site.yaml: SITE_MISSING'] })
    expect(bench.topic('alarms')['site']).toMatchObject({ code: 'SITE_MISSING' })
    expect(bench.kinds()).toContain('site.gone')
    expect(at.restarts).toEqual([])
    await bench.stop()
  })
})

describe('a position out of service', () => {
  const press = (bench: Bench, down: boolean): void => bench.pedal.report(0, 1, down ? 0x0e : 0, ...Array.from({ length: 29 }, () => 0))

  test('keys nothing by page or pedal, says since when, and remembers it over a restart', async () => {
    const at = desk()
    const bench = await ready(at.world)
    expect(await refusal(bench, 'position.out-of-service', { out: true, reason: 'proef' })).toBeUndefined()
    expect(bench.entries().findLast(({ kind }) => kind === 'position.out-of-service')).toMatchObject({ actor: { role: 'supervisor' }, content: 'proef' })
    expect(bench.topic('ptt').ptt?.target).toBe('none')
    await bench.call('switch.to')
    await bench.run(5000)
    expect(bench.topic('switch').switch?.channel).toBe('desk-radio')
    for (const down of [false, true]) press(bench, down)
    await bench.call('ptt.press', { source: 'space' })
    await bench.run(200)
    expect(bench.topic('ptt').ptt?.phase).not.toBe('talking')
    expect(bench.kinds()).not.toContain('ptt.waiting')
    await bench.stop()
    renew(at)
    const again = await start(at.world)
    await again.run(SETTLED_MS)
    expect(again.topic('site').site?.outOfServiceUtcMs).toBe(at.kept.outOfServiceUtcMs)
    expect(again.topic('ptt').ptt?.target).toBe('none')
    expect(await refusal(again, 'position.out-of-service', { out: false })).toBeUndefined()
    expect(again.topic('site').site?.outOfServiceUtcMs).toBeUndefined()
    expect(again.topic('ptt').ptt).toMatchObject({ target: 'channel', channel: 'desk-radio' })
    await again.stop()
  })

  test('is refused while it works by an alternative or transmits, and to one that is out already', async () => {
    const bench = await ready(desk().world)
    await bench.call('switch.to')
    await bench.run(5000)
    expect(await refusal(bench, 'position.out-of-service', { out: true })).toBe('on-alternative')
    await bench.call('ptt.press', { source: 'space' })
    expect(await refusal(bench, 'position.out-of-service', { out: true })).toBe('transmitting')
    expect(await refusal(bench, 'position.out-of-service', { out: false })).toBe('nothing-changes')
    expect(bench.topic('site').site?.outOfServiceUtcMs).toBeUndefined()
    await bench.stop()
  })

  test('does not switch by itself', async () => {
    const bench = await ready(desk().world, (site) => ({ ...site, plan: { ...site.plan, automatic: true } }))
    await bench.call('position.out-of-service', { out: true })
    silenceRbs(bench)
    await bench.run(60_000)
    expect(bench.kinds()).not.toContain('switch.countdown-started')
    expect(bench.topic('site').site?.manned).toBe(true)
    await bench.stop()
  })
})

describe('a plan that must be checked again', () => {
  const overdue = (site: Site): Site => ({ ...site, simulated: false, plan: { ...site.plan, checkedOn: '2024-06-01', checkEveryDays: 90 } })

  test('is one warning a day, however often the console is started', async () => {
    const at = desk()
    const bench = await start(at.world, overdue)
    expect(bench.topic('site').site?.plan).toMatchObject({ version: 1, approvedBy: 'supervisor', checkedOn: '2024-06-01', checkIsDue: true })
    expect(bench.topic('alarms')['plan-check']).toMatchObject({ kind: 'site', severity: 'warning', params: { version: 1, date: '2024-06-01' } })
    await bench.stop()
    renew(at)
    const again = await start(at.world, overdue)
    expect(again.topic('alarms')['plan-check']).toBeUndefined()
    expect(again.topic('site').site?.plan.checkIsDue).toBe(true)
    at.world.clock.stepUtc(3 * 3_600_000)
    await again.run(5100)
    expect(again.topic('alarms')['plan-check']).toBeDefined()
    await again.stop()
  })

  test('is none of a site of simulators', async () => {
    const bench = await startHost(createWorld(), (site) => ({ ...overdue(site), simulated: true }))
    expect(bench.topic('alarms')['plan-check']).toBeUndefined()
    expect(bench.topic('site').site).toMatchObject({ plan: { checkIsDue: false }, profiles: [{ id: 'standard' }, { id: 'event' }] })
    await bench.stop()
  })
})
