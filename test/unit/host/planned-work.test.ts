// A supervisor's word through the whole host: planned work on the RBS, and the end of a label.
import { expect, test } from 'vitest'
import { fall, ready, SILENT_MS, silenceRbs, start, type Bench } from '../../support/host-outage.ts'

const MINUTE_MS = 60_000
const alarm = (bench: Bench): unknown => bench.topic('alarms')['service:rbs']
/** Of the RBS, where an entry names an alarm. */
const kinds = (bench: Bench, kind: string): number => bench.entries().filter((entry) => entry.kind === kind && (entry.payload['alarm'] ?? 'service:rbs') === 'service:rbs').length

test('an RBS that is down in planned work is recorded and alarms nobody, also over a restart, until the work is over', async () => {
  const bench = await ready()
  const endUtcMs = bench.world.clock.utcMs() + 10 * MINUTE_MS
  expect(await bench.call('maintenance.begin', { service: 'rbs', minutes: 10, reason: 'nieuwe versie' })).toMatchObject({ ok: true, value: { seq: expect.any(Number) } })
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  expect(bench.topic('services')['rbs']).toMatchObject({ now: 'down', maintenance: true, maintenanceUntilUtcMs: endUtcMs })
  expect(bench.topic('diagnosis').diagnosis).toMatchObject({ planned: ['rbs'] })
  expect([alarm(bench), kinds(bench, 'alarm.sounded'), kinds(bench, 'fault.opened'), kinds(bench, 'service.changed') > 0]).toEqual([undefined, 0, 0, true])
  await bench.stop()

  const again = await start(bench.world)
  await again.run(SILENT_MS)
  expect(again.topic('services')['rbs']).toMatchObject({ now: 'down', maintenance: true, maintenanceUntilUtcMs: endUtcMs })
  expect([alarm(again), kinds(again, 'fault.opened')]).toEqual([undefined, 0])
  await again.run(10 * MINUTE_MS)
  expect(again.topic('services')['rbs']).toMatchObject({ now: 'down', maintenance: false })
  expect(again.topic('services')['rbs']).not.toHaveProperty('maintenanceUntilUtcMs')
  expect(alarm(again)).toMatchObject({ code: 'service-down', acknowledged: false })
  expect([kinds(again, 'alarm.sounded'), kinds(again, 'fault.opened')]).toEqual([1, 1])
  const began = again.entries().find(({ kind }) => kind === 'maintenance.began')
  expect(began).toMatchObject({ actor: { role: 'supervisor' }, payload: { service: 'rbs', until: endUtcMs }, content: 'nieuwe versie' })
  await again.stop()
})

test('planned work ends at a supervisor’s word, and is refused where there is none', async () => {
  const bench = await ready()
  expect(await bench.call('maintenance.end', { service: 'rbs' })).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'no-maintenance' } })
  expect(await bench.call('maintenance.begin', { service: 'rbs', minutes: 721 })).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
  await bench.call('maintenance.begin', { service: 'rbs', minutes: 60 })
  await bench.call('maintenance.end', { service: 'rbs' })
  expect(bench.topic('services')['rbs']).toMatchObject({ maintenance: false })
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  expect(alarm(bench)).toMatchObject({ code: 'service-down' })
  await bench.stop()
})

test('a label is taken away by a supervisor, once, and the record says so', async () => {
  const bench = await ready()
  for (let times = 0; times < 3; times++) await fall(bench)
  expect(bench.topic('services')['rbs']?.unstable).toMatchObject({ count: 3 })
  expect(await bench.call('unstable.lift', { service: 'rbs' })).toMatchObject({ ok: true })
  expect(bench.topic('services')['rbs']).not.toHaveProperty('unstable')
  expect(alarm(bench)).toBeUndefined()
  expect(await bench.call('unstable.lift', { service: 'rbs' })).toMatchObject({ ok: false, error: { detail: 'not-unstable' } })
  expect(bench.entries().find(({ kind }) => kind === 'unstable.lifted')).toMatchObject({ actor: { role: 'supervisor' }, payload: { service: 'rbs', count: 3 } })
  await bench.stop()
})
