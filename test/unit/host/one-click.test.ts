// One click for a whole storing, through the whole host: what its one entry says, what pages see of it, what may be said of it
// after, and what becomes of a click while the record is gone.
import { describe, expect, test } from 'vitest'
import { APP_VERSION } from '../../../electron/contract/version.ts'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import type { HostBench } from '../../support/host-bench.ts'
import { ready, SETTLED_MS, SILENT_MS, silenceRbs, start, wakeRbs } from '../../support/host-outage.ts'

const N = 'S-2024-DEMO-0001'
const one = (bench: HostBench, kind: string): StoredEntry => {
  const entry = bench.entries().findLast((it) => it.kind === kind)
  if (!entry) throw new Error(`no ${kind}`)
  return entry
}

describe('the entry of an opening', () => {
  test('says everything that is known when the RBS fails, and no identity outside what can be deleted', async () => {
    const bench = await ready()
    silenceRbs(bench)
    await bench.run(SILENT_MS)
    const { payload, content, utcMs } = one(bench, 'fault.opened')
    const left = bench.topic('traces')['rbs']?.points.find(([, level]) => level === 'unknown' || level === 'down')
    expect(payload).toMatchObject({
      number: N, service: 'rbs', by: 'automatic', foundUtcMs: utcMs, simulated: true,
      begun: 'at', symptom: 'connection-lost', because: 'down',
      picture: {
        console: { version: APP_VERSION, boot: 'boot1', position: 'DEMO-07', mode: 'act', plan: 1, clock: 'unknown', ownHealth: expect.any(String) },
        diagnosis: { kind: expect.any(String), evidence: expect.any(Array) },
        speech: { channel: 'rbs', confirmed: true, wantedGroup: '4037001', ptt: { phase: 'idle' } },
        services: [{ id: 'rbs', now: 'down', why: { code: 'silent' }, probes: [{ id: 'rbs-a-probe' }, { id: 'rbs-b-probe' }], lastReplyUtcMs: expect.any(Number) }, { id: 'c2000', now: 'ok' }],
        channels: expect.arrayContaining([expect.objectContaining({ id: 'desk-radio', readiness: 'ready' })]),
        devices: expect.arrayContaining([expect.objectContaining({ id: 'desk-radio', driver: 'tetra-pei', link: 'up', model: expect.any(String), firmware: expect.any(String), registration: 'home' })]),
        alarms: expect.arrayContaining([expect.objectContaining({ id: 'service:rbs', severity: 'critical' })]),
      },
    })
    expect(payload['picture']).not.toHaveProperty('leftOut')
    // It stands where the line leaves "in order" for good; points of the line hold until the next.
    const begun = Number(payload['begunUtcMs'])
    expect(begun).toBeGreaterThan(utcMs - SILENT_MS)
    expect(begun).toBeLessThanOrEqual(utcMs)
    expect(begun).toBe(bench.topic('traces')['rbs']?.points.filter(([at]) => at <= utcMs).findLast(([, level], at, all) => level !== 'ok' && all[at - 1]?.[1] === 'ok')?.[0])
    expect(left).toBeDefined()
    expect(Number(payload['notBeforeUtcMs'])).toBeLessThanOrEqual(begun)
    const identities = JSON.parse(content ?? '{}') as Record<string, string>
    expect(Object.keys(identities)).toEqual(expect.arrayContaining(['desk-radio', 'control-radio']))
    for (const ssi of Object.values(identities)) expect(JSON.stringify(payload)).not.toContain(ssi)
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThan(65_536)
    await bench.stop()
  })

  test('is shown to pages without its picture and without identities', async () => {
    const bench = await ready()
    await bench.call('fault.report')
    const { seq } = one(bench, 'fault.opened')
    const shown = bench.topic('timeline')[String(seq)]
    expect(shown).toMatchObject({ kind: 'fault.opened', payload: { number: N, by: 'person' } })
    expect([shown?.content, shown?.payload['picture']]).toEqual([undefined, undefined])
    expect(bench.topic('faults')[N]).toMatchObject({ openedBy: 'person', symptom: { code: 'other', proposed: true } })
    await bench.stop()
  })

  test('proposes what a person tapped, and when it was first tapped as its beginning', async () => {
    const bench = await ready()
    await bench.call('people.tap', { symptom: 'speech-drops' })
    const tappedUtcMs = bench.world.clock.utcMs()
    await bench.run(20_000)
    await bench.call('fault.report')
    expect(one(bench, 'fault.opened').payload).toMatchObject({ symptom: 'speech-drops', because: 'people', begun: 'said', begunUtcMs: tappedUtcMs })
    await bench.stop()
  })
})

test('what a person knows better is shown, refused where it is not so, and is there after a restart', async () => {
  const bench = await ready()
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  const change = (what: object) => bench.call('fault.change', { number: N, change: what })
  expect(await change({ what: 'state', state: 'closed' })).toMatchObject({ error: { code: 'CALL_REFUSED', detail: 'still-in-trouble' } })
  expect(await change({ what: 'effect', effect: 'no-contact' })).toMatchObject({ ok: true })
  expect(await change({ what: 'effect', effect: 'no-contact' })).toMatchObject({ error: { detail: 'nothing-changes' } })
  await bench.call('note.add', { text: 'portofoon gebruikt' })
  expect(one(bench, 'note.added').payload).toMatchObject({ number: N })
  wakeRbs(bench)
  await bench.run(SETTLED_MS)
  expect(await change({ what: 'state', state: 'closed' })).toMatchObject({ ok: true })
  expect(bench.topic('faults')[N]).toMatchObject({ state: 'closed', effect: 'no-contact' })
  await bench.stop()
  const again = await start(bench.world)
  await again.run(SETTLED_MS)
  expect(again.topic('faults')[N]).toMatchObject({ state: 'closed', effect: 'no-contact' })
  silenceRbs(again)
  await again.run(SILENT_MS)
  expect(Object.values(again.topic('faults')).map(({ number, state }) => [number, state])).toEqual([[N, 'open']])
  await again.stop()
})

test('a click at a start without a record is answered as not durable yet, and nothing is shown under a number that may be another\'s', async () => {
  const first = await ready()
  await first.call('fault.report')
  await first.stop()
  first.world.recordWorks = false
  const blind = await start(first.world)
  const answer = blind.host.call('fault.report', {}, 'page')
  await blind.run(1000)
  expect(await answer).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  expect(blind.topic('faults')).toEqual({})
  blind.world.recordWorks = true
  blind.world.recover()
  await blind.run(100)
  expect(Object.keys(blind.topic('faults'))).toEqual([N])
  expect(one(blind, 'fault.placed').payload).toMatchObject({ number: N })
  await blind.stop()
})
