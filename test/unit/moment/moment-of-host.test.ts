// The whole host through an outage: at each moment the state folded from the record is what the page showed.
import { expect, test } from 'vitest'
import type { StoredEntry } from '../../../electron/host/ledger/port.ts'
import { NOTHING_KNOWN } from '../../../electron/host/moment/moment-state.ts'
import { reduceMoment } from '../../../electron/host/moment/reduce-moment.ts'
import { viewMoment } from '../../../electron/host/moment/view-moment.ts'
import { comparable, shownNow } from '../../support/moment-of-host.ts'
import { fall, ready, SETTLED_MS, SILENT_MS, silenceRbs, start, wakeRbs, type Bench } from '../../support/host-outage.ts'

const recorded = (entries: readonly StoredEntry[]) => comparable(viewMoment(entries.reduce(reduceMoment, NOTHING_KNOWN), { utcMs: 0, seq: entries.length }))

const agrees = (bench: Bench, when: string): void => expect({ when, ...recorded(bench.entries()) }).toEqual({ when, ...shownNow(bench.topic) })

test('what the record says of each moment of an outage is what the page showed at it', async () => {
  const bench = await start()
  agrees(bench, 'at the start')
  await bench.run(SETTLED_MS)
  agrees(bench, 'in order')
  silenceRbs(bench)
  for (let second = 1; second * 1000 <= SILENT_MS; second++) {
    await bench.run(1000)
    agrees(bench, `silent ${second} s`)
  }
  await bench.call('alarm.acknowledge', { alarms: Object.keys(bench.topic('alarms')) })
  agrees(bench, 'seen')
  await bench.call('switch.to')
  await bench.run(3000)
  agrees(bench, 'switched')
  await bench.call('fault.report')
  await bench.call('people.tap', { symptom: 'speech-drops' })
  agrees(bench, 'reported')
  wakeRbs(bench)
  for (let second = 1; second <= 64; second++) {
    await bench.run(1000)
    if (second % 8 === 0) agrees(bench, `back ${second} s`)
  }
  await bench.run(70_000)
  await bench.call('return.accept')
  await bench.run(3000)
  agrees(bench, 'returned')
  await bench.stop()
})

test('a service that falls again and again bears its label in the record as on the page, over a restart, and until it is lifted', async () => {
  const bench = await ready()
  for (let times = 1; times <= 3; times++) {
    await fall(bench)
    agrees(bench, `fallen ${times}`)
  }
  expect(shownNow(bench.topic).services['rbs']?.[2]).toBeTypeOf('number')
  await bench.call('maintenance.begin', { service: 'rbs', minutes: 2 })
  agrees(bench, 'in planned work')
  await bench.stop()
  const again = await start(bench.world)
  agrees(again, 'started again')
  await again.run(SETTLED_MS)
  agrees(again, 'in order again')
  await again.call('unstable.lift', { service: 'rbs' })
  agrees(again, 'lifted')
  await again.run(3 * 60_000)
  agrees(again, 'planned work over')
  await again.stop()
})

test('an emergency, a cable, a key that transmits and an alarm seen outlive a killed host in the record as on the page', async () => {
  const bench = await ready()
  await bench.call('switch.to', { to: 'desk' })
  await bench.run(12_000)
  agrees(bench, 'on the desk radio')
  await bench.call('ptt.press', { source: 'key' })
  await bench.run(200)
  agrees(bench, 'pressed')
  await bench.call('ptt.release', { source: 'key' })
  await bench.run(1000)
  agrees(bench, 'released')
  bench.device('control-radio').radio.hear({ ssi: 6_101_629, gssi: 4_037_001, priority: 15 })
  await bench.run(500)
  expect(shownNow(bench.topic).emergencies).toHaveLength(1)
  agrees(bench, 'emergency')
  bench.device('control-radio').line.lose()
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  await bench.call('alarm.acknowledge', { alarms: Object.keys(bench.topic('alarms')) })
  agrees(bench, 'without the control radio')
  // Killed: the next one begins without an end.
  const again = await start(bench.world)
  agrees(again, 'started again')
  await again.run(SILENT_MS)
  agrees(again, 'still silent')
  await again.stop()
})
