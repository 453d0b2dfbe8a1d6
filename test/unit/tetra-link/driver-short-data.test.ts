// Texts, statuses and positions through the driver, both ways: what goes on the line and when, and what is told of it.
import { describe, expect, test } from 'vitest'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { fromHex } from '../../../native/kit/bytes.ts'
import { decodeSds } from '../../../native/tetra-pei/sds.ts'
import { createRadioBench, type RadioBench } from '../../support/radio-bench.ts'

const UNIT = { ssi: '6101629' }
const GROUP = { gssi: '4037001' }
const OWN = 1_600_001

const up = async (bench = createRadioBench()): Promise<RadioBench> => {
  bench.driver.start()
  await bench.run(4000)
  expect(bench.driver.link).toEqual({ link: 'up' })
  bench.events.length = 0
  bench.commands()
  return bench
}
const deliveries = (bench: RadioBench, message: number): string[] =>
  bench.events.flatMap((event) => (event.event === 'delivery' && event.message === message ? [event.state] : []))
const texts = (bench: RadioBench): Extract<RadioEvent, { event: 'text' }>[] => bench.events.filter((event) => event.event === 'text')
const pdus = (bench: RadioBench): unknown[] => bench.radio.sentSds.map(({ called, data }) => ({ called, ...decodeSds(12, fromHex(data.toLowerCase()) ?? new Uint8Array()) }))
const send = (bench: RadioBench, ...how: Parameters<RadioBench['driver']['shortData']['sendText']>): number => {
  const sent = bench.driver.shortData.sendText(...how)
  if (!sent.ok) throw new Error(sent.error.code)
  return sent.value
}

describe('a text to a unit', () => {
  test('is sent, arrives and is read, each told once', async () => {
    const bench = await up()
    const message = send(bench, UNIT, 'Gebruik groep 4037', { report: 'both' })
    await bench.run(10_000)
    expect(bench.commands().slice(0, 2)).toEqual(['AT+CTSDS=12,0,0,0,0', expect.stringMatching(/^AT\+CMGS=6101629,176\r\n820C..01[0-9A-F]+\u001a$/)])
    expect(deliveries(bench, message)).toEqual(['sent', 'delivered', 'read'])
    expect(pdus(bench)).toMatchObject([{ called: '6101629', text: 'Gebruik groep 4037', report: 'both' }])
  })

  test('that went over the air to a radio that is off is sent, and nothing more', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-report' })
    const message = send(bench, UNIT, 'A', { report: 'received' })
    await bench.run(30_000)
    expect(deliveries(bench, message)).toEqual(['sent'])
  })

  test('that the radio could not send failed; one of which it says nothing is not confirmed', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'sds-lost', how: 'not-sent' })
    const failed = send(bench, UNIT, 'A')
    await bench.run(5000)
    bench.radio.setFault({ fault: 'sds-lost', how: 'no-word' })
    const silent = send(bench, UNIT, 'A')
    await bench.run(8000)
    expect(deliveries(bench, failed)).toEqual(['failed'])
    expect(deliveries(bench, silent)).toEqual(['unconfirmed'])
  })

  test.each([[0, 'could not send'], [31, 'acknowledgement'], [3, 'not in this state'], [41, 'inhibit']])('refused with %i failed, with the radio’s word', async (code, word) => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CMGS=', with: code })
    const message = send(bench, UNIT, 'A')
    await bench.run(500)
    expect(bench.events).toContainEqual({ event: 'delivery', message, state: 'failed', detail: expect.stringContaining(word) as string })
  })

  test('error 35 behind it is no failure, and not taken for the answer to the next command', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'stray-syntax-error' })
    const message = send(bench, UNIT, 'A')
    await bench.run(4000)
    expect(deliveries(bench, message)).toEqual(['sent'])
    bench.radio.clearFault()
    const second = send(bench, UNIT, 'B')
    await bench.run(110)
    const poll = bench.driver.poll()
    bench.line.say('\r\n+CME ERROR: 35\r\n')
    await bench.run(200)
    expect(await poll).toMatchObject({ ok: true })
    await bench.run(4000)
    expect(deliveries(bench, second)).toEqual(['sent'])
  })

  test('over 140 characters goes in parts, one after the other, and is delivered when all are', async () => {
    const bench = await up()
    const long = 'Meldkamer '.repeat(30)
    const message = send(bench, UNIT, long, { report: 'received' })
    await bench.run(3000)
    expect(bench.radio.sentSds.length).toBe(2) // the second after the word on the first
    await bench.run(20_000)
    expect(pdus(bench)).toMatchObject([1, 2, 3].map((seq) => ({ part: { total: 3, seq }, report: 'received' })))
    expect((pdus(bench) as { text: string }[]).map(({ text }) => text).join('')).toBe(long)
    for (const { data } of bench.radio.sentSds) expect(data.length * 4).toBeLessThanOrEqual(1152)
    expect(deliveries(bench, message)).toEqual(['sent', 'delivered'])
  })

  test('in characters that 8859-1 has not goes in UTF-16, no character torn apart', async () => {
    const bench = await up()
    send(bench, UNIT, `${'x'.repeat(66)}🚒 Łódź`)
    await bench.run(10_000)
    const parts = pdus(bench) as { text: string; encoding: string }[]
    expect(parts.map(({ encoding }) => encoding)).toEqual(['UTF-16BE', 'UTF-16BE'])
    expect(parts.map(({ text }) => text)).toEqual(['x'.repeat(66), '🚒 Łódź'])
  })
})

describe('a text to a group', () => {
  test.each([['said to be one', GROUP], ['said to be a unit', { ssi: '4037001' }], ['in the radio’s list', { ssi: '4037002' }]])('%s never wants a report: hundreds of radios would answer', async (_how, to) => {
    const bench = await up()
    await bench.run(2000)
    send(bench, to, 'Ontruimen', { report: 'both' })
    await bench.run(4000)
    const [pdu] = pdus(bench)
    expect(pdu).toMatchObject({ group: true, text: 'Ontruimen' })
    expect(pdu).not.toHaveProperty('report')
  })
})

describe('what cannot be sent', () => {
  test.each([[{ ssi: '' }, 'A'], [{ ssi: '123456789' }, 'A'], [{ ssi: '16777216' }, 'A'], [{ ssi: '1;ATD1' }, 'A'], [UNIT, ''], [UNIT, 'x'.repeat(1200)]])('%j: %.5s is refused before it reaches the line', async (to, text) => {
    const bench = await up()
    expect(bench.driver.shortData.sendText(to, text)).toMatchObject({ ok: false, error: { code: 'CALL_INVALID' } })
    await bench.run(1000)
    expect(bench.commands()).toEqual([])
  })

  test('more than can wait is refused, and what waits goes on', async () => {
    const bench = await up()
    const answers = Array.from({ length: 80 }, () => bench.driver.shortData.sendStatus(UNIT, 0x8004))
    expect(answers.filter((one) => one.ok).length).toBeGreaterThanOrEqual(64)
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'DEVICE_BUSY' } })
  })

  test('to a radio that may only be read nothing is sent, not even a report', async () => {
    const bench = createRadioBench({ access: 'read' })
    await up(bench)
    expect(bench.driver.shortData.sendText(UNIT, 'A')).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    bench.line.say(`\r\n+CTSDSR: 12,6101629,0,${OWN},0,40\r\n8204070141\r\n`)
    await bench.run(5000)
    expect(texts(bench)).toMatchObject([{ text: 'A' }])
    expect(bench.commands().filter((text) => text.startsWith('AT+C') && text.includes('='))).toEqual([])
  })
})

test('a status goes as a status, and a text after it as a text', async () => {
  const bench = await up()
  const status = bench.driver.shortData.sendStatus(UNIT, 0x8004)
  send(bench, UNIT, 'A')
  await bench.run(6000)
  expect(status).toMatchObject({ ok: true })
  expect(bench.commands().filter((text) => text.startsWith('AT+CTSDS') || text.startsWith('AT+CMGS'))).toEqual([
    'AT+CTSDS=13,0', 'AT+CMGS=6101629,16\r\n8004\u001a', 'AT+CTSDS=12,0,0,0,0', expect.stringMatching(/^AT\+CMGS=6101629,40/),
  ])
})

describe('while somebody speaks', () => {
  test('nothing goes; it goes when they are done', async () => {
    const bench = await up()
    bench.radio.hear({ ssi: 6_101_629 })
    await bench.run(100)
    const message = send(bench, UNIT, 'A')
    await bench.run(20_000)
    expect(bench.radio.sentSds).toEqual([])
    bench.radio.silence()
    await bench.run(4000)
    expect(deliveries(bench, message)).toEqual(['sent'])
  })

  test('a message the radio was too busy for waits again when somebody begins to speak meanwhile', async () => {
    const bench = await up()
    bench.radio.setFault({ fault: 'refuse', command: 'AT+CMGS=', with: 42, times: 1 })
    const message = send(bench, UNIT, 'A')
    await bench.run(200)
    bench.radio.hear({ ssi: 6_101_629 })
    bench.commands()
    await bench.run(5000)
    expect(bench.commands().filter((text) => text.startsWith('AT+CMGS'))).toEqual([])
    bench.radio.silence()
    await bench.run(4000)
    expect(deliveries(bench, message)).toEqual(['sent'])
  })

  test('what could not go for two minutes is said to have failed', async () => {
    const bench = await up()
    bench.radio.hear({ ssi: 6_101_629 })
    await bench.run(100)
    const message = send(bench, UNIT, 'A')
    for (let round = 0; round < 7; round++) {
      bench.radio.hear({ ssi: 6_101_629, priority: 1 })
      await bench.run(20_000)
    }
    expect(deliveries(bench, message)).toEqual(['failed'])
    expect(bench.radio.sentSds).toEqual([])
  })

  test('a press goes before the texts that wait, and within 200 ms of one that is on the line unanswered', async () => {
    const bench = await up()
    for (let count = 0; count < 20; count++) send(bench, UNIT, 'A')
    await bench.run(2500)
    bench.line.takeWritten()
    bench.driver.requestFloor()
    let waitedMs = 0
    while (!bench.line.takeWritten().includes('ATD') && waitedMs < 500) {
      await bench.run(1)
      waitedMs += 1
    }
    expect(waitedMs).toBeLessThanOrEqual(51)

    const silent = await up()
    silent.radio.setFault({ fault: 'refuse', command: 'AT+CMGS=', with: 'silence' })
    const message = send(silent, UNIT, 'A')
    await silent.run(60)
    silent.driver.requestFloor()
    await silent.run(201)
    expect(silent.line.takeWritten()).toContain('ATD4037001')
    await silent.run(1000)
    expect(deliveries(silent, message)).toEqual(['unconfirmed'])
  })
})

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

test('a status that crosses the same one of ours is heard, and is no restart of the radio', async () => {
  const bench = await up()
  bench.driver.shortData.sendStatus(UNIT, 0x8004)
  await bench.run(60)
  expect(bench.line.takeWritten()).toContain('AT+CMGS=')
  bench.line.say(`\r\n+CTSDSR: 13,6101630,0,${OWN},0,16\r\n8004\r\n`)
  await bench.run(100)
  expect(bench.events).toContainEqual({ event: 'status', value: 0x8004, from: '6101630', to: String(OWN) })
  expect(bench.driver.link).toEqual({ link: 'up' })
})

test('a radio that echoes, because it refused to stop, has its own messages not taken for others', async () => {
  const bench = createRadioBench()
  bench.radio.setFault({ fault: 'refuse', command: 'ATE0', with: 4 })
  await up(bench)
  const message = send(bench, UNIT, 'A', { report: 'received' })
  await bench.run(8000)
  expect(deliveries(bench, message)).toEqual(['sent', 'delivered'])
  expect(texts(bench)).toEqual([])
  expect(bench.driver.link).toEqual({ link: 'up' })
})

test('what waits when the driver stops is said to have failed', async () => {
  const bench = await up()
  bench.radio.hear({ ssi: 6_101_629 })
  await bench.run(100)
  const message = send(bench, UNIT, 'A')
  const stopped = bench.driver.stop()
  await bench.run(3000)
  await stopped
  expect(deliveries(bench, message)).toEqual(['failed'])
})
