// What the whole host tells its pages besides the switch itself: who hears what, who is heard, how long a press does not count.
import { describe, expect, test } from 'vitest'
import type { CoverageView } from '../../../electron/contract/topics.ts'
import { createWorld, type HostBench } from '../../support/host-bench.ts'
import { ready, start } from '../../support/host-outage.ts'

const onDesk = async (bench: HostBench): Promise<void> => {
  await bench.call('switch.to')
  await bench.run(5000)
  expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
}
const coverage = (bench: HostBench): CoverageView | undefined => bench.topic('coverage').coverage
const heardBy = (bench: HostBench, gssi: string): readonly string[] | undefined => coverage(bench)?.groups.find((one) => one.gssi === gssi)?.heardBy

test('the site tells what the screen draws its bounds by, and no drill', async () => {
  const bench = await ready(createWorld(), (site) => ({ ...site, position: { ...site.position, callTaking: true, manned: false } }))
  expect(bench.topic('site').site).toMatchObject({ callTaking: true, manned: false, planVersion: 1, bounds: { softTimeoutMs: 45_000, hardTimeoutMs: 120_000, settleMs: 3000 } })
  expect(bench.topic('site').site?.drill).toBeUndefined()
  await bench.stop()
})

describe('coverage', () => {
  test('names the radios of channel and witness, and what a switch would leave unheard', async () => {
    const bench = await ready()
    expect(coverage(bench)?.devices).toEqual([{ id: 'desk-radio', label: 'Mobilofoon' }, { id: 'control-radio', label: 'Controleradio' }])
    expect(heardBy(bench, '4037001')).toEqual(['desk-radio', 'control-radio'])
    expect(coverage(bench)).toMatchObject({ unheard: ['4037002', '4037003', '4037004'], sufficiency: 'thin', reasons: [{ code: 'groups-missing', count: 3 }, { code: 'no-spoken-test' }] })
    await bench.stop()
  })

  test('follows the knob, the group key, the network and the cable', async () => {
    const bench = await ready()
    await onDesk(bench)
    bench.device('control-radio').radio.setFault({ fault: 'knob', gssi: 4_037_003 })
    await bench.run(500)
    expect(heardBy(bench, '4037003')).toEqual(['control-radio'])
    expect(coverage(bench)?.unheard).toEqual(['4037002', '4037004'])
    await bench.call('group.select', { group: '4037002' })
    await bench.run(2000)
    expect(heardBy(bench, '4037002')).toEqual(['desk-radio'])
    expect(coverage(bench)?.unheard).toEqual(['4037001', '4037004'])
    bench.device('control-radio').radio.setFault({ fault: 'deregistered', stat: 2 })
    await bench.run(20_000)
    expect(heardBy(bench, '4037003')).toEqual([])
    bench.device('control-radio').radio.clearFault('deregistered')
    await bench.run(20_000)
    expect(heardBy(bench, '4037003')).toEqual(['control-radio'])
    bench.device('control-radio').line.lose()
    await bench.run(100)
    expect(heardBy(bench, '4037003')).toEqual([])
    await bench.stop()
  })

  test('does not count a radio in local site trunking, and says that nothing works any more', async () => {
    const bench = await ready()
    await onDesk(bench)
    expect(coverage(bench)).toMatchObject({ sufficiency: 'thin', reasons: [{ code: 'groups-missing', count: 3 }, { code: 'no-spoken-test' }, { code: 'one-left' }] })
    bench.device('desk-radio').radio.setFault({ fault: 'local-site' })
    await bench.run(60_000)
    expect(heardBy(bench, '4037001')).toEqual(['control-radio'])
    expect(coverage(bench)).toMatchObject({ sufficiency: 'insufficient', reasons: [{ code: 'nothing-ready' }, { code: 'no-emergency' }, { code: 'groups-missing' }] })
    await bench.stop()
  })

  test('is not told again when nothing of it changed', async () => {
    const bench = await ready()
    const told = (): number => bench.packets.filter((packet) => packet.topic === 'coverage').length
    const before = told()
    await bench.run(60_000)
    expect(told()).toBe(before)
    await bench.stop()
  })
})

describe('the switch', () => {
  test('says how long presses do not count, and no longer than that', async () => {
    const bench = await ready()
    await bench.call('switch.to')
    await bench.run(1000)
    const quiet = bench.topic('switch').switch?.quietUntilUtcMs ?? 0
    expect(quiet).toBeGreaterThan(bench.world.clock.utcMs())
    expect(quiet).toBeLessThanOrEqual(bench.world.clock.utcMs() + 3000)
    await bench.run(5000)
    expect(bench.topic('switch').switch?.quietUntilUtcMs).toBeUndefined()
    await bench.stop()
  })

  test('says the whole wait before return beside its end', async () => {
    const bench = await ready()
    await onDesk(bench)
    const hold = bench.topic('switch').switch?.hold
    expect(hold).toMatchObject({ over: false, holdMs: 60_000 })
    await bench.run(61_000)
    expect(bench.topic('switch').switch?.hold).toEqual({ over: true })
    await bench.stop()
  })
})

describe('who is heard', () => {
  test('is named by call sign, and so is who was heard before; the record holds no identity', async () => {
    const bench = await ready()
    await onDesk(bench)
    const { radio } = bench.device('desk-radio')
    radio.hear({ ssi: 6_101_629, gssi: 4_037_001 })
    await bench.run(500)
    expect(bench.topic('ptt').ptt).toMatchObject({ heard: '6101629', heardUnit: '21-4131' })
    expect(bench.topic('ptt').ptt?.lastHeard).toBeUndefined()
    radio.silence()
    await bench.run(500)
    const until = bench.topic('ptt').ptt?.lastHeard?.untilUtcMs ?? 0
    expect(bench.topic('ptt').ptt).toMatchObject({ lastHeard: { unit: '21-4131' } })
    expect(bench.topic('ptt').ptt?.heard).toBeUndefined()
    expect(bench.world.clock.utcMs() - until).toBeLessThanOrEqual(500)
    radio.hear({ ssi: 4_444_444, gssi: 4_037_001 })
    await bench.run(500)
    radio.silence()
    await bench.run(500)
    expect(bench.topic('ptt').ptt?.lastHeard).toEqual({ untilUtcMs: expect.any(Number) })
    expect(JSON.stringify(bench.world.entries.map((entry) => entry.payload))).not.toMatch(/6101629|21-4131/)
    await bench.stop()
  })

  test('in an emergency is named, with the device that heard it, also after a restart', async () => {
    const bench = await ready()
    bench.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await bench.run(500)
    const named = { params: { from: '6101629', unit: '21-4131', device: 'Controleradio', gssi: '4037001' } }
    const emergency = (of: HostBench): unknown => Object.values(of.topic('alarms')).find((alarm) => alarm.kind === 'emergency')
    expect(emergency(bench)).toMatchObject(named)
    const raisedUtcMs = bench.world.entries.find((entry) => entry.kind === 'emergency.raised')?.utcMs
    bench.device('control-radio').radio.silence()
    await bench.run(600_000)
    await bench.stop()
    const again = await start(bench.world)
    expect(emergency(again)).toMatchObject(named)
    expect(emergency(again)).toMatchObject({ sinceUtcMs: raisedUtcMs })
    expect(JSON.stringify(bench.world.entries.map((entry) => entry.payload))).not.toMatch(/6101629|21-4131/)
    await again.stop()
  })
})
