// The record is set aside while the console works: pages show the new one, and what stands outlives a kill right after.
import { expect, test } from 'vitest'
import { ready, start } from '../../support/host-outage.ts'

test('an emergency nobody took, an open storing and a melding are known after a kill, though their record was set aside', async () => {
  const bench = await ready()
  const { radio } = bench.device('control-radio')
  radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
  await bench.run(500)
  radio.silence()
  const since = Object.values(bench.topic('alarms')).find(({ kind }) => kind === 'emergency')?.sinceUtcMs
  await bench.call('fault.report')
  await bench.call('report.file', { from: 'unit', symptom: 'other' })
  await bench.run(5000)
  bench.world.beginAnew()
  await bench.run(10)
  const again = await start(bench.world)
  await again.run(100)
  const standing = Object.values(again.topic('alarms')).filter(({ kind }) => kind === 'emergency')
  expect(standing).toMatchObject([{ code: 'emergency-call', sinceUtcMs: since }])
  expect(Object.keys(again.topic('faults'))).toEqual(['S-2024-DEMO-0001'])
  expect(Object.keys(again.topic('reports'))).toEqual(['M-2024-DEMO-0001'])
  expect(JSON.stringify(bench.world.entries.map(({ payload }) => payload))).not.toContain('6101629')
  await again.stop()
})

test('the timeline shows the entries of the new record alone, the newest among them', async () => {
  const bench = await ready()
  for (let at = 0; at < 210; at++) await bench.call('note.add', { text: `oud ${at}` })
  bench.world.beginAnew()
  await bench.call('note.add', { text: 'nieuw' })
  const texts = Object.values(bench.topic('timeline')).flatMap(({ kind, content }) => (kind === 'note.added' ? [content] : []))
  expect(texts).toEqual(['nieuw'])
  await bench.stop()
})
