// The spoken test in the whole host: it proves a channel, keys nobody by accident, gives everything back, and is remembered.
import { describe, expect, test } from 'vitest'
import type { Site } from '../../../electron/host/site/types.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'

const FIRST_SSI = 1_600_001
const READY_MS = 15_000
const HOUR_MS = 3_600_000

/** X-keys XK-3: the whole state in each report; byte 2 bit 2 is the middle pedal. */
const pedal = (bench: HostBench, down: boolean): void => bench.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))

const withPlan = (plan: Partial<Site['plan']>, rest: Partial<Site> = {}) => (site: Site): Site => ({ ...site, ...rest, plan: { ...site.plan, automatic: false, ...plan } })

async function ready(world: HostWorld, change = withPlan({})) {
  const bench = await startHost(world, change)
  await bench.run(READY_MS)
  pedal(bench, false)
  const ssi = FIRST_SSI + [...world.devices.keys()].indexOf('desk-radio')
  const { radio } = bench.device('desk-radio')
  return {
    bench,
    radio,
    test: () => bench.topic('spokenTest').test,
    /** What the desk radio says in a group, the control radio hears in it. */
    async speak(ms: number) {
      pedal(bench, true)
      await bench.run(600)
      const said = radio.transmitting
      if (said) bench.device('control-radio').radio.hear({ ssi, gssi: said.gssi })
      await bench.run(ms)
      pedal(bench, false)
      bench.device('control-radio').radio.silence()
      await bench.run(600)
      return said
    },
  }
}

/** The control radio stands in the group of the test; the desk radio somewhere else. */
async function standing(change = withPlan({ testGroup: '4037002' })) {
  const world = createWorld()
  const all = await ready(world, change)
  await all.bench.run(0)
  return { ...all, world }
}

const reasons = (bench: HostBench): unknown => bench.topic('coverage').coverage?.reasons.map(({ code }) => code)

describe('a spoken test', () => {
  test('turns the radio, takes the pedal, passes when the control radio hears it, and puts radio and pedal back', async () => {
    const { bench, radio, test: shown, speak } = await standing()
    const before = radio.selectedGroup
    const heardIn = bench.device('control-radio').radio.selectedGroup
    expect([reasons(bench), bench.topic('ptt').ptt?.target]).toEqual([expect.arrayContaining(['no-spoken-test']), 'rbs'])
    expect(await bench.call('spoken.begin', { channel: 'desk-radio' })).toMatchObject({ ok: true, value: { seq: expect.any(Number) } })
    await bench.run(900)
    expect(shown()).toMatchObject({ channel: 'desk-radio', group: '4037002', step: 'speak' })
    expect([bench.topic('ptt').ptt, bench.topic('switch').switch?.channel, radio.selectedGroup]).toMatchObject([{ target: 'channel', channel: 'desk-radio', group: '4037002' }, 'rbs', 4_037_002])
    expect(await bench.call('spoken.heard')).toMatchObject({ ok: false, error: { detail: 'spoken-too-early' } })
    expect(await speak(1_000)).toMatchObject({ gssi: 4_037_002 })
    const passed = heardIn === 4_037_002
    expect(shown()).toMatchObject(passed ? { step: 'passed', heardBy: 'control-radio' } : { step: 'listen' })
    if (!passed) expect(await bench.call('spoken.heard')).toMatchObject({ ok: true })
    await bench.run(1_500)
    expect([shown()?.step, bench.topic('ptt').ptt?.target, radio.selectedGroup]).toEqual(['passed', 'rbs', before])
    expect(bench.topic('channels')['desk-radio']?.spokenTest).toMatchObject({ group: '4037002', old: false })
    expect(reasons(bench)).not.toContain('no-spoken-test')
    expect(bench.kinds()).toEqual(expect.arrayContaining(['spoken-test.begun', 'spoken-test.passed']))
    // Whose voice it was stands in no entry.
    expect(JSON.stringify(bench.entries().filter(({ kind }) => kind.startsWith('spoken-test.')).map(({ payload }) => payload))).not.toContain('16000')
    await bench.stop()
  })
})
