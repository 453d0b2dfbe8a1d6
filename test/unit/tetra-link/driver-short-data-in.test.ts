// Texts, reports, statuses and positions that come in: what is told of them, and what is answered to whom.
import { describe, expect, test } from 'vitest'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { type RadioBench, up } from '../../support/radio-bench.ts'

const UNIT = { ssi: '6101629' }
const OWN = 1_600_001

const deliveries = (bench: RadioBench, message: number): string[] =>
  bench.events.flatMap((event) => (event.event === 'delivery' && event.message === message ? [event.state] : []))
const texts = (bench: RadioBench): Extract<RadioEvent, { event: 'text' }>[] => bench.events.filter((event) => event.event === 'text')
const send = (bench: RadioBench, ...how: Parameters<RadioBench['driver']['shortData']['sendText']>): number => {
  const sent = bench.driver.shortData.sendText(...how)
  if (!sent.ok) throw new Error(sent.error.code)
  return sent.value
}

describe('a text that comes in', () => {
  const text = { pdu: 'text', protocol: 0x82, ref: 7, coding: 1, text: 'Ter plaatse' } as const

  test('is told, and its sender is told that it came', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { ...text, report: 'received' })
    await bench.run(1000)
    expect(texts(bench)).toEqual([{ event: 'text', message: 1, text: 'Ter plaatse', from: '6101629', to: String(OWN), immediate: false, doubtful: false }])
    expect(bench.radio.sentSds).toEqual([{ called: '6101629', data: '82100007' }])
    bench.driver.shortData.consumed(1)
    await bench.run(5000)
    expect(bench.radio.sentSds.length).toBe(1)
  })

  test('is said to be read only when somebody opened it, and once', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { ...text, report: 'both' })
    await bench.run(5000)
    expect(bench.radio.sentSds.map(({ data }) => data)).toEqual(['82100007'])
    bench.driver.shortData.consumed(1)
    bench.driver.shortData.consumed(1)
    await bench.run(5000)
    expect(bench.radio.sentSds.map(({ data }) => data)).toEqual(['82100007', '82100207'])
  })

  test('of a sender named in full is answered to his short identity, of an outside number not at all', async () => {
    const bench = await up()
    bench.line.say(`\r\n+CTSDSR: 12,02040100006101629,1,${OWN},0,40\r\n8204070141\r\n`)
    bench.line.say(`\r\n+CTSDSR: 12,0031201234567,4,${OWN},0,40\r\n8204080141\r\n`)
    await bench.run(8000)
    expect(texts(bench).map(({ from }) => from)).toEqual(['6101629', '0031201234567'])
    expect(bench.radio.sentSds).toEqual([{ called: '6101629', data: '82100007' }])
  })

  test('to a group, or to somebody else, is answered to nobody', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { ...text, report: 'both', group: true })
    bench.line.say('\r\n+CTSDSR: 12,6101629,0,4037001,0,40\r\n8204070141\r\n')
    await bench.run(5000)
    expect(texts(bench).length).toBe(2)
    expect(bench.radio.sentSds).toEqual([])
  })

  test('four times within 10 s is told once and answered once; after that it is another', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'repeat-sds', times: 4 })
    bench.radio.deliverSds(6_101_629, { ...text, report: 'received' })
    await bench.run(3000)
    bench.radio.deliverSds(6_101_629, { ...text, report: 'received' })
    await bench.run(7100)
    expect(texts(bench).length).toBe(1)
    expect(bench.radio.sentSds.length).toBe(1)
    bench.radio.deliverSds(6_101_629, { ...text, report: 'received' })
    bench.radio.deliverSds(6_101_630, { ...text, report: 'received' })
    await bench.run(3000)
    expect(texts(bench).length).toBe(3)
  })

  test('in parts is told as one when all are there, in whatever order they come', async () => {
    const bench = await up()
    for (const seq of [2, 1]) bench.radio.deliverSds(6_101_629, { ...text, protocol: 0x8a, ref: seq, text: `deel ${seq} `, part: { ref: 5, total: 2, seq } })
    await bench.run(100)
    expect(texts(bench)).toMatchObject([{ text: 'deel 1 deel 2 ', doubtful: false }])
  })

  test('of which a part never comes is told after a minute, with its gap', async () => {
    const bench = await up()
    for (const seq of [1, 3]) bench.radio.deliverSds(6_101_629, { ...text, protocol: 0x8a, ref: seq, text: `deel ${seq}`, part: { ref: 5, total: 3, seq } })
    await bench.run(59_000)
    expect(texts(bench)).toEqual([])
    await bench.run(2000)
    expect(texts(bench)).toMatchObject([{ text: 'deel 1…deel 3', doubtful: true }])
  })
})

describe('a report that comes in', () => {
  test('of another unit, or with another reference, is none of ours', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-report' })
    const message = send(bench, UNIT, 'A', { report: 'received' })
    await bench.run(3000)
    const ref = Number.parseInt(bench.radio.sentSds[0]?.data.slice(4, 6) ?? '', 16)
    bench.radio.deliverSds(6_101_630, { pdu: 'report', protocol: 0x82, status: 0, ref })
    bench.radio.deliverSds(6_101_629, { pdu: 'report', protocol: 0x82, status: 0, ref: (ref + 1) % 256 })
    await bench.run(100)
    expect(deliveries(bench, message)).toEqual(['sent'])
    bench.radio.deliverSds(6_101_629, { pdu: 'report', protocol: 0x82, status: 0x20, ref })
    bench.radio.deliverSds(6_101_629, { pdu: 'report', protocol: 0x82, status: 0x40, ref })
    await bench.run(100)
    expect(deliveries(bench, message)).toEqual(['sent', 'failed'])
    bench.radio.deliverSds(6_101_629, { pdu: 'short-report', reportType: 2, ref })
    await bench.run(100)
    expect(deliveries(bench, message)).toEqual(['sent', 'failed', 'delivered'])
  })

  test('that comes late does not take back what is known of a part', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-report' })
    const message = send(bench, UNIT, 'x'.repeat(200), { report: 'both' })
    await bench.run(8000)
    const [first, second] = bench.radio.sentSds.map(({ data }) => Number.parseInt(data.slice(4, 6), 16))
    const report = (ref: number | undefined, status: number): void => bench.radio.deliverSds(6_101_629, { pdu: 'report', protocol: 0x8a, status, ref: ref ?? -1 })
    report(first, 2)
    report(first, 0)
    expect(deliveries(bench, message)).toEqual(['sent'])
    report(second, 2)
    expect(deliveries(bench, message)).toEqual(['sent', 'read'])
  })

  test('whose sender wants to know that it came is acknowledged', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { pdu: 'report', protocol: 0x82, status: 2, ref: 9, ackWanted: true })
    await bench.run(1000)
    expect(bench.radio.sentSds.map(({ data }) => data)).toEqual(['82200309'])
  })
})

describe('status and position', () => {
  test('a status is told; status 0 is an emergency, each time it comes', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { pdu: 'status', status: 0x8004 })
    bench.radio.deliverSds(6_101_629, { pdu: 'status', status: 0 })
    bench.radio.deliverSds(6_101_629, { pdu: 'status', status: 0 })
    await bench.run(100)
    expect(bench.events).toEqual([
      { event: 'status', value: 0x8004, from: '6101629', to: String(OWN) },
      { event: 'emergency', kind: 'status', from: '6101629' },
      { event: 'emergency', kind: 'status', from: '6101629' },
    ])
  })

  test('a position is told as a place; without a fix it is none; sent in an emergency it is one', async () => {
    const bench = await up()
    bench.radio.deliverSds(6_101_629, { pdu: 'lip', age: 0, lat: 51.33158, lon: 12.36396, headingDeg: 90, speedKmh: 12, reason: 129 })
    bench.radio.deliverSds(6_101_629, { pdu: 'lip', age: 3, headingDeg: 0, reason: 129 })
    bench.radio.deliverSds(6_101_629, { pdu: 'lip', age: 0, lat: 51.33158, lon: 12.36396, headingDeg: 90, reason: 2 })
    await bench.run(100)
    expect(bench.events.map((event) => event.event)).toEqual(['position', 'emergency', 'position'])
    expect(bench.events[0]).toMatchObject({ from: '6101629', lat: expect.closeTo(51.3316, 3) as number, lon: expect.closeTo(12.364, 3) as number, speedKmh: 12 })
  })

  test('protocol 224 is told to nobody and runs nothing, whatever it says', async () => {
    const bench = await up()
    const command = Array.from('AT+CTGS=1,4037002\r', (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('').toUpperCase()
    bench.line.say(`\r\n+CTSDSR: 12,6101629,0,${OWN},0,${(command.length + 2) * 4}\r\nE0${command}\r\n`)
    await bench.run(1000)
    expect(bench.events).toEqual([])
    expect(bench.commands().filter((text) => text.includes('CTGS='))).toEqual([])
    expect(bench.radio.selectedGroup).toBe(4_037_001)
  })

  test('digits whose header was lost are acted on by nobody', async () => {
    const bench = await up()
    bench.line.say('\r\n82040701414141\r\n')
    await bench.run(1000)
    expect(bench.events).toEqual([])
    expect(bench.radio.sentSds).toEqual([])
  })
})
