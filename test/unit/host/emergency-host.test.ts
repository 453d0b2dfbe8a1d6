// Calls for help through the whole host: shown until somebody else has them, over restarts and another record, whoever heard them.
import { describe, expect, test } from 'vitest'
import type { EmergencyView } from '../../../electron/contract/switching.ts'
import { manual, ready, silenceRbs, SILENT_MS, SETTLED_MS, start, wakeRbs, type Bench } from '../../support/host-outage.ts'

const UNIT = 6_101_629
const call = (bench: Bench, device = 'control-radio', ssi = UNIT, gssi = 4_037_001): void => bench.device(device).radio.hear({ ssi, gssi, priority: 15 })
const shown = (bench: Bench): readonly EmergencyView[] => Object.values(bench.topic('emergencies'))
const ringing = (bench: Bench): readonly string[] => Object.values(bench.topic('alarms')).flatMap(({ id, kind }) => (kind === 'emergency' ? [id] : []))
const reminders = (bench: Bench): readonly string[] => Object.values(bench.topic('alarms')).flatMap(({ id, code }) => (code === 'emergency-not-handed-on' ? [id] : []))

async function taken(bench: Bench): Promise<string> {
  const [id = ''] = ringing(bench)
  expect(await bench.call('emergency.take', { alarm: id })).toMatchObject({ ok: true })
  return id
}

/** As the five minutes of a site, sooner. */
const soon: typeof manual = (site) => ({ ...manual(site), settings: { ...site.settings, handOnMs: 20_000 } })

/** On the desk radio with a dead RBS, one call heard and taken. */
async function takenOnDesk(): Promise<{ readonly bench: Bench; readonly id: string }> {
  const bench = await ready(undefined, soon)
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  await bench.call('switch.to')
  await bench.run(5000)
  call(bench)
  await bench.run(500)
  bench.device('control-radio').radio.silence()
  return { bench, id: await taken(bench) }
}

describe('a call for help', () => {
  test('stands in its topic from raised until handed on, and the record says each step without an identity', async () => {
    const bench = await ready()
    call(bench)
    await bench.run(500)
    expect(shown(bench)).toMatchObject([{ kind: 'call', unit: '21-4131', gssi: '4037001', device: 'Controleradio', rbsSaw: 'unknown', unconfirmed: false }])
    const [id = ''] = ringing(bench)
    expect(await bench.call('emergency.hand-on', { alarm: id, to: 'rbs' })).toMatchObject({ ok: false, error: { detail: 'not-taken' } })
    await taken(bench)
    expect(ringing(bench)).toEqual([])
    expect(shown(bench)).toMatchObject([{ takenUtcMs: expect.any(Number) }])
    expect(await bench.call('emergency.hand-on', { alarm: id, to: 'supervisor', words: 'van Dijk belt terug' })).toMatchObject({ ok: true })
    expect(shown(bench)).toMatchObject([{ handedOn: { to: 'supervisor' } }])
    expect(await bench.call('emergency.hand-on', { alarm: id, to: 'rbs' })).toMatchObject({ ok: false, error: { detail: 'no-such-emergency' } })
    const said = bench.entries().filter(({ kind }) => kind.startsWith('emergency.'))
    expect(said.map(({ kind }) => kind)).toEqual(['emergency.raised', 'emergency.taken', 'emergency.handed-on'])
    expect(said[2]).toMatchObject({ actor: { role: 'dispatcher' }, content: 'van Dijk belt terug', payload: { alarm: id, to: 'supervisor' } })
    expect(JSON.stringify(said.map(({ payload }) => payload))).not.toMatch(/6101629|21-4131|van Dijk/)
    await bench.stop()
  })

  test('that the desk radio and the control radio both hear rings once and names both', async () => {
    const bench = await ready()
    call(bench)
    await bench.run(300)
    call(bench, 'desk-radio')
    await bench.run(500)
    expect(ringing(bench)).toHaveLength(1)
    expect(shown(bench)).toMatchObject([{ device: 'Controleradio, Mobilofoon' }])
    expect(bench.topic('alarms')[ringing(bench)[0] ?? '']).toMatchObject({ params: { device: 'Controleradio, Mobilofoon' } })
    const again = await start(bench.world)
    expect(shown(again)).toMatchObject([{ device: 'Controleradio, Mobilofoon' }])
    await again.stop()
  })

  test('of status 0 that is sent again and again is one', async () => {
    const bench = await ready()
    for (let times = 0; times < 5; times++) {
      bench.device('control-radio').radio.setFault({ fault: 'emergency', ssi: UNIT, as: 'status' })
      await bench.run(2000)
      bench.device('control-radio').radio.clearFault('emergency')
    }
    expect(shown(bench)).toMatchObject([{ kind: 'status' }])
    await bench.stop()
  })

  test('of a priority that only pre-empts is none', async () => {
    const bench = await ready()
    for (const priority of [1, 11, 12, 13, 14]) {
      bench.device('control-radio').radio.hear({ ssi: UNIT, gssi: 4_037_001, priority })
      await bench.run(500)
      bench.device('control-radio').radio.silence()
      await bench.run(500)
    }
    expect(ringing(bench)).toEqual([])
    await bench.stop()
  })

  test('is heard also by a radio that somebody turned to direct mode', async () => {
    const bench = await ready()
    bench.device('desk-radio').radio.setFault({ fault: 'mode-knob', aiMode: 1 })
    await bench.run(2000)
    bench.device('desk-radio').line.say(`\r\n+CTICN: 3,0,0,0,${UNIT},1,1,0,1,1,0,4037001,15\r\n`)
    await bench.run(500)
    expect(shown(bench)).toMatchObject([{ device: 'Mobilofoon', unit: '21-4131' }])
    await bench.stop()
  })

  test('is raised where the position only observes, whatever the radio tells unasked', async () => {
    const bench = await start(undefined, (site) => ({ ...site, mode: 'observe' }))
    await bench.run(SETTLED_MS)
    bench.device('control-radio').line.say(`\r\n+CTICN: 3,0,0,0,${UNIT},1,1,0,1,1,0,4037001,15\r\n`)
    await bench.run(500)
    expect(ringing(bench)).toHaveLength(1)
    await bench.stop()
  })

  test('while the RBS is down is known as not seen there', async () => {
    const { bench } = await takenOnDesk()
    expect(shown(bench)).toMatchObject([{ rbsSaw: 'no', unconfirmed: true }])
    await bench.stop()
  })
})

describe('one that was taken', () => {
  test('is known after a restart, as taken: it does not ring, and can be handed on', async () => {
    const { bench, id } = await takenOnDesk()
    const again = await start(bench.world)
    expect(ringing(again)).toEqual([])
    expect(shown(again)).toMatchObject([{ id, takenUtcMs: expect.any(Number), unit: '21-4131', rbsSaw: 'no' }])
    expect(await again.call('emergency.hand-on', { alarm: id, to: 'room' })).toMatchObject({ ok: true })
    const third = await start(again.world)
    expect(shown(third)).toEqual([])
    await third.stop()
  })

  test('is known after a kill though the record was set aside', async () => {
    const { bench, id } = await takenOnDesk()
    const [before] = shown(bench)
    bench.world.beginAnew()
    await bench.run(10)
    const again = await start(bench.world)
    expect(shown(again)).toMatchObject([{ id, takenUtcMs: before?.takenUtcMs, raisedUtcMs: Math.round(before?.raisedUtcMs ?? 0), rbsSaw: 'no' }])
    expect(ringing(again)).toEqual([])
    await again.stop()
  })

  test('is known again when the record of a host that started without it can be read', async () => {
    const { bench, id } = await takenOnDesk()
    bench.world.recordWorks = false
    const again = await start(bench.world)
    expect(shown(again)).toEqual([])
    bench.world.recordWorks = true
    bench.world.recover()
    await again.run(10)
    expect(shown(again)).toMatchObject([{ id, takenUtcMs: expect.any(Number) }])
    await again.stop()
  })

  test('is spoken of once, softly, so long after the return to the RBS as the site wants, until it is handed on', async () => {
    const { bench, id } = await takenOnDesk()
    wakeRbs(bench)
    await bench.run(SETTLED_MS)
    await bench.call('return.accept')
    await bench.run(5000)
    expect(bench.topic('switch').switch?.channel).toBe('rbs')
    await bench.run(14_000)
    expect(reminders(bench)).toEqual([])
    await bench.run(2000)
    expect(reminders(bench)).toEqual([`hand-on:${id}`])
    expect(bench.topic('alarms')[`hand-on:${id}`]).toMatchObject({ severity: 'warning', kind: 'radio' })
    expect(ringing(bench)).toEqual([])
    const sounded = (): number => bench.entries().filter(({ kind, payload }) => kind === 'alarm.sounded' && payload['alarm'] === `hand-on:${id}`).length
    await bench.run(30_000)
    expect(sounded()).toBe(1)
    const again = await start(bench.world, soon)
    await again.run(30_000)
    expect(reminders(again)).toEqual([`hand-on:${id}`])
    expect(sounded()).toBe(1)
    await again.call('emergency.hand-on', { alarm: id, to: 'rbs' })
    expect(reminders(again)).toEqual([])
    await again.stop()
  })
})

test('several at once: each stands, the oldest first, and each is taken by itself', async () => {
  const bench = await ready()
  const { line } = bench.device('control-radio')
  for (let at = 1; at <= 5; at++) line.say(`\r\n+CTICN: ${at},0,0,0,${UNIT + at},1,1,0,1,1,0,4037001,15\r\n`)
  await bench.run(500)
  expect(ringing(bench)).toHaveLength(5)
  await taken(bench)
  expect(await bench.call('emergency.take', { alarm: ringing(bench)[0] ?? '' })).toMatchObject({ ok: false, error: { detail: 'emergency-just-taken' } })
  await bench.run(1000)
  await taken(bench)
  expect([ringing(bench).length, shown(bench).length]).toEqual([3, 5])
  await bench.stop()
})

test('calls that never end hold the automatic switch for a minute and no longer, and the record says so', async () => {
  const bench = await ready(undefined, (site) => site)
  const { line } = bench.device('desk-radio')
  silenceRbs(bench)
  const switched: number[] = []
  for (let second = 0; second < 180 && switched.length === 0; second++) {
    if (second % 5 === 0) line.say(`\r\n+CTICN: 3,0,0,0,${UNIT},1,1,0,1,1,0,4037001,15\r\n`)
    await bench.run(1000)
    if (bench.topic('switch').switch?.channel !== 'rbs') switched.push(second)
  }
  expect(switched[0]).toBeGreaterThan(20)
  expect(switched[0]).toBeLessThan(75)
  expect(bench.kinds()).toContain('emergency.holds-no-longer')
  await bench.stop()
})

describe('a call for help that nobody has taken', () => {
  test('stands after a kill whose record is found damaged and set aside at the start, and is in the new one', async () => {
    const bench = await ready()
    call(bench)
    await bench.run(500)
    bench.device('control-radio').radio.silence()
    const [id = ''] = ringing(bench)
    bench.world.entries.splice(0)
    const again = await start(bench.world)
    await again.run(100)
    expect(ringing(again)).toEqual([id])
    expect(shown(again)).toMatchObject([{ unit: '21-4131', gssi: '4037001' }])
    const raised = again.entries().filter(({ kind }) => kind === 'emergency.raised')
    expect(raised).toMatchObject([{ payload: { alarm: id, gssi: '4037001' }, content: String(UNIT) }])
    expect(JSON.stringify(raised.map(({ payload }) => payload))).not.toContain(String(UNIT))
    await taken(again)
    expect(again.world.openCalls).toEqual({ open: [] })
    const third = await start(bench.world)
    await third.run(100)
    expect(ringing(third)).toEqual([])
    await third.stop()
  })

  test('stands after a kill that came before its entry was on the disk', async () => {
    const bench = await ready()
    bench.world.recordWorks = false
    call(bench)
    await bench.run(500)
    bench.device('control-radio').radio.silence()
    bench.world.recordWorks = true
    const again = await start(bench.world)
    await again.run(100)
    expect(ringing(again)).toHaveLength(1)
    expect(again.entries().filter(({ kind }) => kind === 'emergency.raised')).toHaveLength(1)
    await again.stop()
  })

  test('stands at once on a host that cannot read its record, and once when that is back', async () => {
    const bench = await ready()
    call(bench)
    await bench.run(500)
    bench.device('control-radio').radio.silence()
    const [id = ''] = ringing(bench)
    bench.world.recordWorks = false
    const again = await start(bench.world)
    await again.run(100)
    expect(ringing(again)).toEqual([id])
    bench.world.recordWorks = true
    bench.world.recover()
    await again.run(100)
    expect(ringing(again)).toEqual([id])
    expect(again.entries().filter(({ kind, payload }) => kind === 'emergency.raised' && payload['alarm'] === id)).toHaveLength(1)
    await again.stop()
  })
})
