// A radio in direct mode in the whole host: ready only while it stands there, proposed when the network is gone, worked by only
// after a person's press, keyed there like any other, and told when somebody turns it back.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

const DMO_GROUP = '4037004'
const TMO = 0
const DMO = 1

/** The group of direct mode is none of the plan. */
const withDmo = (site: Site): Site => ({
  ...site,
  devices: [...site.devices, { ...site.devices.find(({ driver }) => driver === 'tetra-pei'), id: 'spare-radio', label: 'DMO-portofoon', transport: { kind: 'tcp', host: '127.0.0.1', port: 45_013 } }],
  plan: {
    ...site.plan,
    groups: site.plan.groups.slice(0, 3),
    channels: [...site.plan.channels, {
      id: 'dmo', label: 'DMO', kind: 'dmo', device: 'spare-radio', group: DMO_GROUP, groupLabel: 'BRW 1', verifyEveryS: 30, dependsOn: [], loses: ['ptt-id'],
      audio: { microphone: 'handset DMO', loudspeaker: 'DMO', recorded: false },
    }],
  },
}) as unknown as Site

/** RBS silent; control radio and desk radio without a network. */
function takeAll(bench: HostBench): void {
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
  for (const id of ['control-radio', 'desk-radio']) bench.device(id).radio.setFault({ fault: 'deregistered', stat: 2 })
}
const turn = (bench: HostBench, aiMode: number): void => bench.device('spare-radio').radio.setFault({ fault: 'mode-knob', aiMode })
const selected = (bench: HostBench): string[] => bench.kinds().filter((kind) => kind === 'switch.confirming')

describe('a radio in direct mode', () => {
  let bench: HostBench
  beforeAll(async () => {
    bench = await startHost(createWorld(), withDmo)
    await bench.run(20_000)
  })

  test('that stands in TMO is not ready and said to stand wrong; the other radios are not', () => {
    expect(bench.topic('channels')['dmo']).toMatchObject({ kind: 'dmo', readiness: 'failed', cause: 'not-in-dmo', fixedGroup: DMO_GROUP, fixedGroupLabel: 'BRW 1' })
    expect(bench.topic('alarms')['radio:spare-radio:mode']).toMatchObject({ code: 'radio-not-dmo', params: { device: 'DMO-portofoon' } })
    expect(bench.topic('alarms')['radio:desk-radio:mode']).toBeUndefined()
  })

  test('is ready without a registration once somebody turns it, and makes up for no missing group', async () => {
    turn(bench, DMO)
    await bench.run(10_000)
    expect(bench.topic('channels')['dmo']).toMatchObject({ readiness: 'ready' })
    expect(bench.topic('channels')['dmo']?.registration).toBeUndefined()
    expect(bench.topic('alarms')['radio:spare-radio:mode']).toBeUndefined()
    expect(bench.topic('coverage').coverage?.devices.map(({ id }) => id)).not.toContain('spare-radio')
    expect(bench.topic('switch').switch?.next).toBe('desk-radio')
  })

  test('is proposed when nothing else is left, and never gone to by itself or by a press without a name', async () => {
    takeAll(bench)
    await bench.run(60_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs', next: 'dmo', advised: true })
    expect(bench.topic('coverage').coverage).toMatchObject({ sufficiency: 'insufficient', reasons: [{ code: 'nothing-ready' }, ...bench.topic('coverage').coverage!.reasons.slice(1)] })
    expect(await bench.call('switch.to')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'nothing-ready' } })
    expect(bench.topic('switch').switch?.next).toBeUndefined()
    await bench.run(9_900)
    expect(bench.topic('switch').switch?.next).toBeUndefined()
    await bench.run(200)
    // No other news came: the face changed by itself.
    expect(bench.topic('switch').switch?.next).toBe('dmo')
    expect(selected(bench)).toEqual([])
  })

  test('is worked by after its own key, keyed in its own group, and hears no group of the plan', async () => {
    expect(await bench.call('switch.to', { to: 'dmo' })).toMatchObject({ ok: true })
    await bench.run(4_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'dmo', group: DMO_GROUP, confirmed: true, wantedGroup: '4037001' })
    expect(bench.topic('coverage').coverage?.unheard).toEqual(['4037001', '4037002', '4037003'])
    await bench.call('ptt.press', { source: 'space' })
    for (let beat = 0; beat < 8; beat++) {
      await bench.run(100)
      await bench.call('ptt.keep-alive', { source: 'space' })
    }
    expect(bench.device('spare-radio').radio.transmitting).toMatchObject({ by: 'console', gssi: Number(DMO_GROUP) })
    expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'talking', channel: 'dmo', group: DMO_GROUP })
    await bench.call('ptt.release', { source: 'space' })
    await bench.run(1_000)
    expect(bench.device('spare-radio').radio.transmitting).toBeUndefined()
  })

  test('that somebody turns to the network is not keyed any more, and said so', async () => {
    turn(bench, TMO)
    await bench.run(5_000)
    expect(bench.topic('switch').switch).toMatchObject({ channel: 'dmo', confirmed: false })
    expect(bench.topic('alarms')['radio:spare-radio:mode']).toBeDefined()
    await bench.call('ptt.press', { source: 'space' })
    await bench.run(200)
    expect(bench.device('spare-radio').radio.transmitting).toBeUndefined()
    await bench.call('ptt.release', { source: 'space' })
    await bench.stop()
  })
})

test('a position that only watches asks a radio in direct mode nothing but questions', async () => {
  const world = createWorld()
  const bench = await startHost(world, (site) => ({ ...withDmo(site), mode: 'observe' }))
  turn(bench, DMO)
  await bench.run(20_000)
  expect(await bench.call('switch.to', { to: 'dmo' })).toMatchObject({ ok: false, error: { detail: 'observe-mode' } })
  await bench.run(2_000)
  expect(bench.topic('switch').switch).toMatchObject({ channel: 'rbs' })
  expect(selected(bench)).toEqual([])
  await bench.stop()
})
