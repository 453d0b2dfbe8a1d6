// Texts and statuses that go out through the driver: what goes on the line and when, and what is told of it.
import { describe, expect, test } from 'vitest'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { fromHex } from '../../../native/kit/bytes.ts'
import { decodeSds } from '../../../native/tetra-pei/sds.ts'
import { createRadioBench, type RadioBench, up } from '../../support/radio-bench.ts'

const UNIT = { ssi: '6101629' }
const GROUP = { gssi: '4037001' }
const OWN = 1_600_001

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
