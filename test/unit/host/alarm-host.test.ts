// Alarms through the whole host: what is announced, what was announced once, what is called false, and what outlives a restart.
import { describe, expect, test } from 'vitest'
import type { AlarmView } from '../../../electron/contract/topics.ts'
import { RELEASE_MS } from '../../../electron/host/alarm/causes.ts'
import type { HostBench } from '../../support/host-bench.ts'
import { ready, SETTLED_MS, SILENT_MS, silenceRbs, start, wakeRbs } from '../../support/host-outage.ts'

const RBS = 'service:rbs'
/** The RBS of this bench is two devices, which are missed with it. */
const WITH_DEVICES = 3
const alarm = (bench: HostBench): AlarmView | undefined => bench.topic('alarms')[RBS]
const past = (bench: HostBench): unknown => Object.values(bench.topic('pastAlarms')).filter(({ id }) => id === RBS).map(({ id, seen, calledFalse }) => `${id}${seen ? '' : ' unseen'}${calledFalse ? ' false' : ''}`)
const load = (bench: HostBench): object => bench.topic('alarmLoad').load ?? {}
const payloads = (bench: HostBench, kind: string): readonly object[] => bench.entries().filter((entry) => entry.kind === kind && entry.payload['alarm'] === RBS).map(({ payload }) => payload)

describe('an outage', () => {
  test('is announced once, in the record too, and counted; what nobody saw of it stays until somebody says so', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    expect(alarm(bench)).toMatchObject({ code: 'service-down', acknowledged: false, soundedUtcMs: expect.any(Number) })
    expect(payloads(bench, 'alarm.sounded')).toEqual([expect.objectContaining({ alarm: RBS, code: 'service-down', severity: 'critical' })])
    expect(load(bench)).toMatchObject({ count: WITH_DEVICES, peak: WITH_DEVICES, bySeverity: { critical: 1, error: 2, warning: 0 } })
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
    expect([alarm(bench), past(bench)]).toEqual([undefined, [`${RBS} unseen`]])

    const [name] = Object.keys(bench.topic('pastAlarms')).filter((one) => one.startsWith(RBS))
    expect(await bench.call('alarm.acknowledge', { alarms: [name] })).toMatchObject({ ok: true })
    expect(past(bench)).toEqual([RBS])
    await bench.run(11 * 60_000)
    expect(past(bench)).toEqual([])
    await bench.stop()
  })

  test('that is called false is recorded with what was measured, says so, can be taken back, and sounds no other', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    const raised = alarm(bench)?.raisedUtcMs ?? alarm(bench)?.sinceUtcMs
    expect(await bench.call('alarm.feedback', { alarm: RBS, raised, false: true })).toMatchObject({ ok: true })
    expect(alarm(bench)).toMatchObject({ calledFalse: true, acknowledged: false })
    expect(payloads(bench, 'alarm.false')).toMatchObject([{ alarm: RBS, code: 'service-down', raised, evidence: { now: 'down', probes: [{ id: 'rbs-a-probe', state: 'silent' }, { id: 'rbs-b-probe', state: 'silent' }] } }])
    expect(load(bench)).toMatchObject({ count: WITH_DEVICES, calledFalse: 1, falsePercent: 33.3 })
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
    expect(past(bench)).toEqual([`${RBS} unseen false`])
    expect(await bench.call('alarm.feedback', { alarm: RBS, raised, false: false })).toMatchObject({ ok: true })
    expect(past(bench)).toEqual([`${RBS} unseen`])
    expect(payloads(bench, 'alarm.sounded')).toHaveLength(1)
    await bench.stop()
  })

  test('before a restart is still counted, and still unseen, after it', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
    await bench.stop()
    const again = await start(bench.world)
    await again.run(1000)
    expect([past(again), load(again)]).toEqual([[`${RBS} unseen`], expect.objectContaining({ count: WITH_DEVICES })])
    await again.stop()
  })

  test('while the record cannot be read is counted once it is back', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    await bench.stop()
    bench.world.recordWorks = false
    const again = await start(bench.world)
    await again.run(1000)
    expect(load(again)).toEqual({})
    bench.world.recordWorks = true
    bench.world.recover()
    await again.run(0)
    expect(load(again)).toMatchObject({ count: WITH_DEVICES })
    await again.stop()
  })
})

test('a control radio that is gone is one alarm, and what is not heard through it stands under it, silent', async () => {
  const bench = await ready()
  bench.device('control-radio').line.lose()
  await bench.run(100)
  expect(bench.topic('services')['c2000']?.now).toBe('down')
  expect(bench.topic('alarms')['service:c2000']).toMatchObject({ code: 'service-down', causedBy: 'device:control-radio' })
  expect(bench.entries().filter(({ kind }) => kind === 'alarm.sounded').map(({ payload }) => payload['alarm'])).toEqual(['device:control-radio'])
  await bench.stop()
})

test('what is still not heard through a control radio that is back is announced after a moment', async () => {
  const bench = await ready()
  bench.device('control-radio').radio.setFault({ fault: 'deregistered', stat: 2 })
  bench.device('control-radio').line.lose()
  await bench.run(100)
  await bench.run(RELEASE_MS)
  expect(bench.topic('alarms')['device:control-radio']).toBeUndefined()
  expect(bench.topic('services')['c2000']?.now).toBe('down')
  expect(bench.topic('alarms')['service:c2000']).toMatchObject({ causedBy: 'device:control-radio' })
  await bench.run(RELEASE_MS)
  expect(bench.topic('alarms')['service:c2000']).not.toHaveProperty('causedBy')
  expect(bench.entries().filter(({ kind }) => kind === 'alarm.sounded').map(({ payload }) => payload['alarm'])).toEqual(['device:control-radio', 'service:c2000'])
  await bench.stop()
})
