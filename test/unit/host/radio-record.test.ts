// What radios tell besides speech: what of it is recorded, what stands beside the chain, and what the dispatcher is told.
import { expect, test } from 'vitest'
import { recordRadio } from '../../../electron/host/radio-record.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { createWorld, type HostBench } from '../../support/host-bench.ts'
import { ready } from '../../support/host-outage.ts'

const FROM = 6_101_629
const alarms = (bench: HostBench): string[] => Object.values(bench.topic('alarms')).map(({ code }) => code)

test('texts, statuses and positions are recorded, their bodies and identities beside the chain only', async () => {
  const world = createWorld()
  const bench = await ready(world)
  const { radio } = bench.device('desk-radio')
  radio.deliverSds(FROM, { pdu: 'text', protocol: 0x82, ref: 7, coding: 1, text: 'Gewonde aan de Kade' })
  radio.deliverSds(FROM, { pdu: 'status', status: 0x8004 })
  radio.deliverSds(FROM, { pdu: 'lip', age: 0, lat: 51.33158, lon: 12.36396, headingDeg: 90, reason: 129 })
  await bench.run(200)
  const entries = world.entries.filter(({ kind }) => ['sds.text', 'sds.status', 'radio.position'].includes(kind))
  expect(entries.map(({ kind }) => kind)).toEqual(['sds.text', 'sds.status', 'radio.position'])
  expect(entries[0]?.payload).toMatchObject({ device: 'desk-radio', immediate: false, doubtful: false })
  for (const { payload, content } of entries) {
    expect(JSON.stringify(payload)).not.toMatch(/6101629|Kade|51\.3/)
    expect(content).toContain(String(FROM))
  }
  expect(entries[0]?.content).toContain('Gewonde aan de Kade')
  await bench.stop()
})

test.each<[RadioEvent, string, object, string | undefined]>([
  [{ event: 'delivery', message: 3, state: 'delivered' }, 'sds.delivery', { device: 'desk', message: 3, state: 'delivered' }, undefined],
  [{ event: 'mode', mode: 'dmo' }, 'radio.mode', { device: 'desk', mode: 'dmo' }, undefined],
  [{ event: 'own-emergency', as: 'set-up' }, 'radio.own-emergency', { device: 'desk', as: 'set-up' }, undefined],
  [{ event: 'refused', features: [{ feature: 'status', answer: '34 parameter out of range' }] }, 'radio.refused', { device: 'desk', features: [{ feature: 'status', answer: '34 parameter out of range' }] }, undefined],
  [{ event: 'signal', dbm: -69 }, 'radio.signal', { device: 'desk', dbm: -69 }, undefined],
  [{ event: 'battery', percent: 40 }, 'radio.battery', { device: 'desk', percent: 40 }, undefined],
  [{ event: 'individual-call', cc: 3, call: 'ringing', duplex: true, from: '6101629' }, 'radio.individual-call', { device: 'desk', call: 'ringing', duplex: true }, '{"from":"6101629"}'],
])('%j is recorded as it was told', (event, kind, payload, content) => {
  const recorded: unknown[][] = []
  const keep = (...entry: unknown[]): void => void recorded.push(entry)
  recordRadio({ note: keep, sample: keep }, 'desk', event)
  expect(recorded).toEqual([content === undefined ? [kind, payload] : [kind, payload, content]])
})

test.each<RadioEvent>([{ event: 'heard', speaking: true, ssi: '6101629' }, { event: 'floor-granted' }, { event: 'wire', direction: 'in', line: '+CTXG: 1,0,0,0' }])('%j is not recorded here', (event) => {
  const refuse = (): never => expect.unreachable()
  recordRadio({ note: refuse, sample: refuse }, 'desk', event)
})

test('a radio turned to DMO by hand is an alarm until it is back, and no channel to switch to meanwhile', async () => {
  const bench = await ready()
  const { radio } = bench.device('desk-radio')
  radio.setFault({ fault: 'mode-knob', aiMode: 1 })
  await bench.run(500)
  expect(alarms(bench)).toContain('radio-mode')
  expect(bench.topic('channels')['desk-radio']).toMatchObject({ readiness: 'failed', cause: 'not-registered' })
  radio.setFault({ fault: 'mode-knob', aiMode: 0 })
  await bench.run(20_000)
  expect(alarms(bench)).not.toContain('radio-mode')
  expect(bench.topic('channels')['desk-radio']).toMatchObject({ readiness: 'ready' })
  await bench.stop()
})

test('a transmitter that is switched off is said at the press, and stands until a press was granted', async () => {
  const bench = await ready()
  await bench.call('switch.to')
  await bench.run(5000)
  const { radio } = bench.device('desk-radio')
  radio.setFault({ fault: 'inhibited' })
  await bench.call('ptt.press', { source: 'space' })
  await bench.run(200)
  expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'transmit-inhibited' })
  expect(alarms(bench)).toContain('transmit-inhibited')
  await bench.call('ptt.release', { source: 'space' })
  await bench.run(500)
  radio.clearFault('inhibited')
  await bench.call('ptt.press', { source: 'space' })
  await bench.run(250)
  await bench.call('ptt.keep-alive', { source: 'space' })
  await bench.run(250)
  expect(bench.topic('ptt').ptt).toMatchObject({ phase: 'talking' })
  expect(alarms(bench)).not.toContain('transmit-inhibited')
  await bench.stop()
})
