// The control radio asks the network by itself, once, and only when the console looks ill and the site allows it.
import { describe, expect, it } from 'vitest'
import { ActiveExchange, exchangingRadios, EXCHANGE_EVERY_MS } from '../../../electron/host/active-exchange.ts'
import { createOwnPresses } from '../../../electron/host/devices/own-presses.ts'
import { EXCHANGE_MS, sendStatusToSelf } from '../../../electron/host/devices/self-status.ts'
import type { Site } from '../../../electron/host/site/types.ts'
import type { ExchangeOutcome, ServiceView, WatchChange } from '../../../electron/host/watch/index.ts'
import type { Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createRadioBench, RBS_ISSI, up, type RadioBench } from '../../support/radio-bench.ts'
import { manual, ready, silenceRbs, wakeRbs, type Bench } from '../../support/host-outage.ts'
import { createWorld } from '../../support/host-bench.ts'

const STATUS = 65_535

describe('a status to itself', () => {
  async function exchange(bench: RadioBench, waitMs = EXCHANGE_MS): Promise<Result<number> | undefined> {
    let done: Result<number> | undefined
    void sendStatusToSelf(bench.driver, STATUS, bench.clock).then((result) => { done = result })
    await bench.run(waitMs)
    return done
  }

  it('comes back through the network, and says how long that took', async () => {
    const bench = await up()
    const done = await exchange(bench)
    expect(done?.ok && done.value).toBeGreaterThan(50)
    expect(done?.ok && done.value).toBeLessThan(EXCHANGE_MS)
    expect(bench.commands().some((line) => line.startsWith('AT+CMGS=1600001,16'))).toBe(true)
  })

  it.each(['not-sent', 'no-word'] as const)('that the network does not carry (%s) is given up after 4 s', async (how) => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how })
    expect(await exchange(bench, EXCHANGE_MS - 1)).toBeUndefined()
    await bench.run(1)
    expect(await exchange(bench)).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  })

  it('is not taken for somebody else\'s status of the same value', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-word' })
    const waiting = exchange(bench)
    bench.line.say(`\r\n+CTSDSR: 13,6101629,0,1600001,0,16\r\nFFFF\r\n`)
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
  })

  it('is never sent by a radio that only observes, nor while somebody speaks through it', async () => {
    const observing = await up(createRadioBench({ access: 'read' }))
    expect(await exchange(observing, 0)).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    const speaking = await up()
    speaking.driver.requestFloor()
    await speaking.run(1_000)
    speaking.commands()
    expect(await exchange(speaking, 0)).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
    expect(speaking.commands().filter((line) => line.startsWith('AT+CMGS'))).toEqual([])
  })
})

describe('when it is sent', () => {
  const service = (id: string, role: ServiceView['role'], now: ServiceView['now']): ServiceView => ({ id, role, now }) as ServiceView
  const leaves = (id: string, more: object = {}): WatchChange => ({ effect: 'announce-change', service: id, from: 'ok', to: 'unknown', maintenance: false, ...more }) as unknown as WatchChange
  const WELL = [service('rbs', 'console', 'unknown'), service('c2000', 'witness', 'ok'), service('gms', 'other', 'ok')]

  async function setup() {
    const bench = await up()
    const outcomes: ExchangeOutcome[] = []
    const exchange = new ActiveExchange({ clock: bench.clock, log: { info: () => undefined }, radios: [{ device: 'control-radio', service: 'c2000', status: STATUS, driver: bench.driver }] })
    exchange.onOutcome('control-radio', (outcome) => outcomes.push(outcome))
    const sent = () => bench.commands().filter((line) => line.startsWith('AT+CMGS')).length
    return { bench, exchange, outcomes, sent }
  }

  it('is at once when the console leaves ok while the control radio is well', async () => {
    const { bench, exchange, outcomes, sent } = await setup()
    const sentMs = bench.clock.monotonicMs()
    exchange.watchChanged(leaves('rbs'), WELL)
    await bench.run(EXCHANGE_MS)
    expect(sent()).toBe(1)
    expect(outcomes).toEqual([{ sentMs, tookMs: expect.any(Number) }])
  })

  it('is once a minute at most, however often the console comes and goes', async () => {
    const { bench, exchange, sent } = await setup()
    for (let at = 0; at < 10; at++) {
      exchange.watchChanged(leaves('rbs'), WELL)
      await bench.run(EXCHANGE_EVERY_MS / 10)
    }
    expect(sent()).toBe(1)
    exchange.watchChanged(leaves('rbs'), WELL)
    await bench.run(EXCHANGE_MS)
    expect(sent()).toBe(1)
  })

  it.each<[string, WatchChange, readonly ServiceView[]]>([
    ['another service fails', leaves('gms'), WELL],
    ['the console was ill already', leaves('rbs', { from: 'degraded', to: 'down' }), WELL],
    ['the console is maintained', leaves('rbs', { maintenance: true }), WELL],
    ['the control radio is not well itself', leaves('rbs'), WELL.map((one) => (one.id === 'c2000' ? service('c2000', 'witness', 'degraded') : one))],
  ])('is not when %s', async (_what, change, services) => {
    const { bench, exchange, sent } = await setup()
    exchange.watchChanged(change, services)
    await bench.run(EXCHANGE_MS)
    expect(sent()).toBe(0)
  })

  it('in vain is told as a miss; what could not be sent says nothing', async () => {
    const { bench, exchange, outcomes } = await setup()
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-word' })
    exchange.watchChanged(leaves('rbs'), WELL)
    await bench.run(EXCHANGE_MS)
    expect(outcomes).toEqual([{ sentMs: expect.any(Number) }])
    bench.driver.requestFloor()
    await bench.run(EXCHANGE_EVERY_MS)
    exchange.watchChanged(leaves('rbs'), WELL)
    await bench.run(EXCHANGE_MS)
    expect(outcomes).toHaveLength(1)
  })

  it('is never while the site observes, nor where it is not allowed', () => {
    const probe = { id: 'w', kind: 'witness', weight: 'primary', device: 'control-radio', activeExchange: true, exchangeStatus: STATUS }
    const site = (mode: string, more: object = {}) => ({ mode, services: [{ id: 'c2000', probes: [{ ...probe, ...more }] }] }) as unknown as Site
    const radios = (of: Site): number => exchangingRadios(of, () => ({}) as never).length
    expect([radios(site('act')), radios(site('advise')), radios(site('observe')), radios(site('act', { activeExchange: false }))]).toEqual([1, 1, 0, 0])
  })
})

describe('the whole console', () => {
  const allowed: typeof manual = (site) => manual({
    ...site,
    services: site.services.map((one) => (one.role === 'witness' ? { ...one, probes: one.probes.map((probe) => ({ ...probe, activeExchange: true, exchangeStatus: STATUS })) } : one)),
  } as Site)
  const statusesSent = (bench: Bench): number => bench.device('control-radio').radio.commands.filter(({ text }) => text.startsWith('AT+CMGS=')).length

  it('asks the network when the RBS falls silent, and shows that it carries data end to end', async () => {
    const bench = await ready(createWorld(), allowed)
    const c2000 = () => bench.topic('services')['c2000']
    expect(c2000()).toMatchObject({ now: 'ok', proof: 'reachable' })
    silenceRbs(bench)
    await bench.run(5_000)
    expect(statusesSent(bench)).toBe(1)
    expect(c2000()).toMatchObject({ now: 'ok', proof: 'proven', probes: [{ exchange: { tookMs: expect.any(Number), utcMs: expect.any(Number) } }] })
    wakeRbs(bench)
    await bench.run(90_000)
    expect(c2000()?.proof).toBe('reachable')
    await bench.stop()
  })

  it('sends nothing where the site does not allow it', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(5_000)
    expect(statusesSent(bench)).toBe(0)
    await bench.stop()
  })

  it('counts how often it heard this position speak, and how long after the press that was seen', async () => {
    const bench = await ready(createWorld(), manual)
    const rbs = () => bench.topic('services')['rbs']
    const speak = async (): Promise<void> => {
      bench.device('control-radio').radio.setFault({ fault: 'own-identity', ssi: RBS_ISSI, gssi: 4_037_001, forMs: 2_000 })
      await bench.run(3_000)
    }
    expect(rbs()?.heardOwnCount).toBeUndefined()
    await speak()
    expect(rbs()).toMatchObject({ heardOwnCount: 1, proof: 'proven' })
    expect(rbs()?.heardAfterPressMs).toBeUndefined()
    const pedal = (down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
    pedal(false)
    pedal(true)
    await bench.run(400)
    await speak()
    expect(rbs()).toMatchObject({ heardOwnCount: 2 })
    expect(rbs()?.heardAfterPressMs).toBeGreaterThanOrEqual(400)
    expect(rbs()?.heardAfterPressMs).toBeLessThan(600)
    pedal(false)
    await speak()
    // Another time without a press that was seen: the last delay that was stays what it was.
    expect(rbs()).toMatchObject({ heardOwnCount: 3, heardAfterPressMs: rbs()?.heardAfterPressMs })
    await bench.stop()
  })
})

describe('presses of this position', () => {
  it('are each the beginning of one thing heard, within 5 s', () => {
    const clock = createManualClock()
    const presses = createOwnPresses(clock)
    expect(presses.take()).toBeUndefined()
    presses.pressed()
    clock.advance(412)
    expect([presses.take(), presses.take()]).toEqual([412, undefined])
    presses.pressed()
    clock.advance(5_001)
    expect(presses.take()).toBeUndefined()
  })
})
