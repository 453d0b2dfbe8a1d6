// The lights of a panel in the whole host: what was written to it is read back as lights.
import { describe, expect, test } from 'vitest'
import { BEAT_DARK_MS, BEAT_LIT_MS } from '../../../electron/host/panels.ts'
import { failure } from '../../../native/kit/errors.ts'
import { WRITE_GAP_MS } from '../../../native/kit/light-writer.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createWorld, startHost, type HostBench, type HostWorld } from '../../support/host-bench.ts'
import { hold, litBy, litKeys, withLitPanel } from '../../support/lit-panel.ts'

const SETTLED_MS = 75_000 // until every service is in order and its proofs are in

async function bench(world: HostWorld = createWorld()): Promise<HostBench> {
  const on = await startHost(world, withLitPanel)
  await on.run(SETTLED_MS)
  hold(on)
  return on
}
const QUIET = { 'key-1-blue': 'on', 'key-6-blue': 'on', 'key-7-blue': 'on' }

describe('the lights of a panel', () => {
  test('show the plan at rest, and where a press on the panel leads', async () => {
    const on = await bench()
    expect(litKeys(on.hid('panel'))).toEqual(QUIET)
    hold(on, 8)
    hold(on)
    await on.run(200)
    expect(litKeys(on.hid('panel'))).toEqual({ 'key-1-blue': 'on', 'key-6-blue': 'on', 'key-8-blue': 'on' })
    hold(on, 6)
    hold(on)
    await on.run(5000)
    expect(litKeys(on.hid('panel'))).toEqual({ 'key-2-blue': 'on', 'key-3-blue': 'on', 'key-8-blue': 'on' })
    await on.stop()
  })

  test('flash for an emergency within half a second, in its group too, until it is taken on the panel', async () => {
    const on = await bench()
    on.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await on.run(500)
    expect(litKeys(on.hid('panel'))).toEqual({ ...QUIET, 'key-7-red': 'flash', 'key-13-red': 'flash', red: 'flash' })
    on.device('control-radio').radio.silence()
    hold(on, 13)
    await on.run(500)
    expect(litKeys(on.hid('panel'))).toEqual(QUIET)
    await on.stop()
  })

  test('say that the position transmits, by the key itself', async () => {
    const on = await bench()
    hold(on, 6)
    hold(on)
    await on.run(5000)
    hold(on, 19)
    await on.run(1000)
    expect(litKeys(on.hid('panel'))).toMatchObject({ 'key-19-red': 'on' })
    hold(on)
    await on.run(1000)
    expect(litKeys(on.hid('panel'))).not.toHaveProperty('key-19-red')
    await on.stop()
  })

  test('are written whole again after unplugging, with what happened meanwhile', async () => {
    const on = await bench()
    const panel = on.hid('panel')
    panel.lose()
    const before = panel.written.length
    on.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await on.run(2000)
    expect(litBy(panel.written.slice(before))).toMatchObject({ ...QUIET, 'key-13-red': 'flash', 'key-7-red': 'flash', red: 'flash' })
    await on.stop()
  })

  test('beat on the green light while the console lives, and all go dark when it stops', async () => {
    const on = await bench()
    const greens: (string | undefined)[] = []
    for (let at = 0; at < 40; at++) {
      await on.run(100)
      greens.push(litBy(on.hid('panel').written)['green'])
    }
    const darkShare = greens.filter((green) => green === undefined).length / greens.length
    expect(darkShare).toBeCloseTo(BEAT_DARK_MS / (BEAT_DARK_MS + BEAT_LIT_MS), 1)
    expect(new Set(greens)).toEqual(new Set(['on', undefined]))
    await on.stop()
    expect(litBy(on.hid('panel').written)).toEqual({})
  })

  test('do not beat while the record is lost, and flash trouble', async () => {
    const world = createWorld()
    const on = await bench(world)
    world.fail()
    await on.run(3000)
    expect(litBy(on.hid('panel').written)).toEqual({ ...QUIET, 'key-14-red': 'flash', red: 'flash' })
    const before = on.hid('panel').written.length
    await on.run(10_000)
    expect(on.hid('panel').written.length).toBe(before)
    await on.stop()
  })

  test('leave a pedal alone that only transmits', async () => {
    const on = await bench()
    expect(litBy(on.hid('pedal').written)).toEqual({})
    expect(on.hid('pedal').written.every((report) => report[1] === 0xb1)).toBe(true)
    await on.stop()
  })
})

describe('a panel that is driven hard', () => {
  test('gets no more than a report each 10 ms while a thousand things a second change, and shows the last of them', async () => {
    const on = await bench()
    const panel = on.hid('panel')
    const before = panel.written.length
    for (let change = 0; change < 1000; change++) {
      void on.host.call('group.select', { group: `403700${1 + (change % 3)}` }, 'page')
      if (change % 100 === 0) on.device('control-radio').radio.hear({ ssi: 6_101_629 + change, gssi: 4_037_001, priority: 15 })
      await on.run(1)
    }
    expect(panel.written.length - before).toBeLessThanOrEqual(1000 / WRITE_GAP_MS + 1)
    expect(panel.written.length - before).toBeGreaterThan(30)
    await on.run(1000)
    expect(litKeys(panel)).toMatchObject({ 'key-7-blue': 'on', 'key-13-red': 'flash' })
    await on.stop()
  })

  test('that takes no lights is an alarm once, its keys work, and the alarm goes when it takes them again', async () => {
    const on = await bench()
    const panel = on.hid('panel')
    panel.writeResult = fail(failure('DEVICE_DENIED', 'scripted'))
    await on.run(3000)
    expect(on.topic('alarms')['device:panel:lights']).toMatchObject({ severity: 'warning', code: 'panel-lights', params: { device: 'Toetsenpaneel' } })
    const before = panel.written.length
    await on.run(60_000)
    expect(panel.written.length - before).toBeLessThanOrEqual(13)
    hold(on, 6)
    await on.run(3000)
    expect(on.topic('switch').switch?.channel).toBe('desk-radio')
    panel.writeResult = ok()
    await on.run(6000)
    expect(on.topic('alarms')['device:panel:lights']).toBeUndefined()
    expect(litKeys(panel)).toMatchObject({ 'key-2-blue': 'on' })
    await on.stop()
  })

  test('never holds up a press: the floor is asked for in the turn of the report, with every light on its way', async () => {
    const on = await bench()
    hold(on, 6)
    hold(on)
    await on.run(5000)
    on.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
    await on.run(15)
    on.device('desk-radio').line.takeWritten()
    hold(on, 19)
    expect(on.topic('ptt').ptt?.phase).toBe('waiting')
    expect(on.device('desk-radio').line.takeWritten()).not.toBe('')
    hold(on)
    await on.run(1000)
    await on.stop()
  })
})
