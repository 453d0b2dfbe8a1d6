// An outage during which the console itself restarts: one outage, one alarm, one storing, one sound.
import { describe, expect, test } from 'vitest'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/index.ts'
import { ready, SETTLED_MS, SILENT_MS, silenceRbs, start, wakeRbs, type Bench } from '../../support/host-outage.ts'

const ALARM = 'service:rbs'
/** Long enough for a silent RBS to be called down after a start. */
const FOUND_MS = 12_000

const alarm = (bench: Bench): unknown => bench.topic('alarms')[ALARM]
const kinds = (bench: Bench, kind: string): number => bench.entries().filter((entry) => entry.kind === kind && (entry.payload['alarm'] === ALARM || entry.payload['alarm'] === undefined)).length

/** The RBS is down and somebody has seen it. */
async function outage(): Promise<Bench> {
  const bench = await ready()
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  await bench.call('alarm.acknowledge', { alarms: [ALARM] })
  await bench.run(2_000)
  return bench
}

describe('a host that restarts while the RBS is down', () => {
  test.each(['stopped', 'killed'])('and was %s: the alarm stands as it was, seen and silent, since the moment it began', async (how) => {
    const bench = await outage()
    const before = alarm(bench)
    const { sinceUtcMs } = bench.topic('services')['rbs'] ?? {}
    expect(before).toMatchObject({ code: 'service-down', acknowledged: true, acknowledgedUtcMs: expect.any(Number) })
    if (how === 'stopped') await bench.stop()
    const sounded = kinds(bench, 'alarm.sounded')
    bench.world.clock.advance(3_000)

    const again = await start(bench.world)
    await again.run(1_000)
    expect(alarm(again)).toEqual(before)
    expect(again.topic('services')['rbs']).toMatchObject({ now: 'unknown', why: { code: 'was-down' }, wasDownSinceUtcMs: sinceUtcMs })
    await again.run(FOUND_MS)
    expect(again.topic('services')['rbs']).toMatchObject({ now: 'down', sinceUtcMs })
    expect(alarm(again)).toEqual(before)
    expect([kinds(again, 'alarm.sounded'), kinds(again, 'alarm.cleared'), kinds(again, 'fault.opened')]).toEqual([sounded, 0, 1])
    await again.stop()
  })

  test('finds it well: it earns its ok, and the alarm ends with it and not before', async () => {
    const bench = await outage()
    await bench.stop()
    wakeRbs(bench)
    const again = await start(bench.world)
    await again.run(10_000)
    expect(again.topic('services')['rbs']).toMatchObject({ now: 'degraded', why: { code: 'recovering' } })
    expect(alarm(again)).toMatchObject({ code: 'service-degraded', acknowledged: true })
    await again.run(SETTLED_MS)
    expect(again.topic('services')['rbs']).toMatchObject({ now: 'ok' })
    expect(alarm(again)).toBeUndefined()
    await again.stop()
  })

  test('after hours: what is down then is an outage of its own, with an alarm that nobody has seen', async () => {
    const bench = await outage()
    await bench.stop()
    const sounded = kinds(bench, 'alarm.sounded')
    bench.world.clock.advance(DEFAULT_WATCH_SETTINGS.outageMemoryMs + 5 * 3_600_000)
    const startUtcMs = bench.world.clock.utcMs()
    const again = await start(bench.world)
    await again.run(FOUND_MS)
    const { sinceUtcMs } = again.topic('services')['rbs'] ?? {}
    expect(sinceUtcMs).toBeGreaterThanOrEqual(startUtcMs)
    expect(alarm(again)).toMatchObject({ code: 'service-down', acknowledged: false })
    expect(kinds(again, 'alarm.sounded')).toBe(sounded + 1)
    await again.stop()
  })
})

test('an acknowledged unstable label is that of the run before, however long nobody watched', async () => {
  const bench = await ready()
  for (let times = 0; times < 3; times++) {
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
  }
  await bench.call('alarm.acknowledge', { alarms: [ALARM] })
  await bench.run(2_000)
  const before = alarm(bench)
  expect(before).toMatchObject({ code: 'service-unstable', acknowledged: true, params: { count: 3 } })
  await bench.stop()
  bench.world.clock.advance(3 * 3_600_000)
  const again = await start(bench.world)
  await again.run(5_000)
  expect(alarm(again)).toEqual(before)
  await again.stop()
})
