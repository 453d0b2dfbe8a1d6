// A radio is brought up whatever single command of the set-up it refuses, or does not answer; and what it refused is remembered.
import { describe, expect, test } from 'vitest'
import { createRadioBench, type RadioBench } from '../../support/radio-bench.ts'

const COMMANDS = [
  'ATE0', 'ATV1', 'AT+CMEE=1',
  'AT+CTSP=2,0,0', 'AT+CTSP=2,1,11', 'AT+CTSP=2,2,20', 'AT+CTSP=2,3,2', 'AT+CTSP=2,3,9', 'AT+CTSP=2,3,130', 'AT+CTSP=2,3,137', 'AT+CTSP=2,3,138', 'AT+CTSP=2,3,10',
  'AT+CREG=1', 'AT+CTSDC=',
  'AT+GMI?', 'AT+GMM?', 'AT+GMR?', 'AT+CNUMF?', 'AT+CTOM?', 'AT+CREG?', 'AT+CTBCT?', 'AT+CTGS?',
] as const
const REFUSALS = [0, 3, 4, 33, 34, 35, 38, 42, 'ERROR', 'silence'] as const
const UP_WITHIN_MS = 12_000 // one silence: its own 2 s and a sign of life; a busy one: 2.1 s of pauses

async function started(refuse?: { readonly command: string; readonly with: (typeof REFUSALS)[number] }): Promise<RadioBench> {
  const bench = createRadioBench()
  if (refuse) bench.radio.setFault({ fault: 'refuse', ...refuse })
  bench.driver.start()
  await bench.run(UP_WITHIN_MS)
  return bench
}

test('the table below holds every command of the set-up, and the set-up nothing else', async () => {
  const bench = await started()
  const said = bench.radio.commands.map(({ text }) => text).filter((text) => text !== 'AT')
  const setUp = said.slice(0, said.indexOf('AT+CTGS?') + 1)
  expect(setUp.map((text) => (text.startsWith('AT+CTSDC=') ? 'AT+CTSDC=' : text))).toEqual([...COMMANDS])
  expect(bench.driver.refusedFeatures).toEqual([])
})

describe.each(COMMANDS)('%s', (command) => {
  test.each(REFUSALS)('refused with %s: the radio comes up, and the refusal is told unless it is none', async (how) => {
    const bench = await started({ command, with: how })
    expect(bench.driver.link).toEqual({ link: 'up' })
    const hasOther = command.startsWith('AT+CTSP=2,1,') || command.startsWith('AT+CTSP=2,3,')
    const refused = bench.driver.refusedFeatures
    // 38: it is so already. A service has a second form, which this radio takes.
    expect(refused.length).toBe(how === 38 || hasOther ? 0 : 1)
    if (refused.length > 0) {
      expect(bench.events).toContainEqual({ event: 'refused', features: refused })
      const word = how === 'silence' ? 'no answer' : how === 'ERROR' ? 'ERROR' : `${how} `
      expect(refused[0]?.answer.startsWith(word)).toBe(true)
    }
    bench.commands()
    bench.driver.requestFloor()
    const isMute = command === 'AT+CTGS?' || command === 'AT+CTSP=2,0,0'
    await bench.run(600)
    // Without its group, or the events of its calls, it is up and says why a press is not heard.
    if (!isMute) expect(bench.names()).toContain('floor-granted')
  })
})

test('what was refused is not asked again, by the keep-alive or when the services are renewed', async () => {
  const bench = createRadioBench()
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CTBCT?', with: 4 })
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CTSP=2,2,20', with: 34 })
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CTSP=2,3,', with: 34 })
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CBC?', with: 4 })
  bench.driver.start()
  await bench.run(90_000)
  expect(bench.driver.refusedFeatures.map(({ feature }) => feature)).toEqual(['status', 'AT+CTBCT?', 'AT+CBC?'])
  bench.commands()
  await bench.run(650_000)
  const said = new Set(bench.commands())
  for (const text of ['AT+CTBCT?', 'AT+CBC?', 'AT+CTSP=2,2,20', 'AT+CTSP=2,3,130']) expect(said).not.toContain(text)
  expect(said).toContain('AT+CTSP=1,3,130')
  expect(bench.driver.link.link).toBe('up')
})

test('a radio that is busy with every setting once is set up in full all the same', async () => {
  const bench = createRadioBench()
  for (const command of COMMANDS) bench.radio.setFault({ fault: 'refuse', command, with: 42, times: 1 })
  bench.driver.start()
  await bench.run(15_000)
  expect(bench.driver.link).toEqual({ link: 'up' })
  expect(bench.driver.refusedFeatures).toEqual([])
})

test('a radio that falls silent in the middle is probed again, and set up when it is back', async () => {
  const bench = createRadioBench()
  bench.driver.start()
  await bench.run(400)
  bench.radio.setFault({ fault: 'silent' })
  await bench.run(12_000)
  expect(bench.driver.link.link).not.toBe('up')
  bench.radio.clearFault('silent')
  await bench.run(8000)
  expect(bench.driver.link).toEqual({ link: 'up' })
  expect(bench.radio.services.length).toBe(9)
})

test('services that went without a word are registered for again within 10 min', async () => {
  const bench = await started()
  bench.radio.setFault({ fault: 'services-lost' })
  await bench.run(605_000)
  expect(bench.radio.services.length).toBe(9)
  bench.radio.hear({ ssi: 6_101_629 })
  await bench.run(100)
  expect(bench.events).toContainEqual({ event: 'heard', speaking: true, ssi: '6101629' })
})

test('says what radio it is', async () => {
  const bench = await started()
  expect(bench.driver.about).toEqual({ manufacturer: 'MOTOROLA', model: 'M83PFT6TZ6AG', firmware: 'R27.220.9063', ssi: '1600001' })
})

test('a radio without a network at the start is asked for its cell when it has one', async () => {
  const bench = createRadioBench()
  bench.radio.setFault({ fault: 'deregistered', stat: 2 })
  bench.driver.start()
  await bench.run(10_000)
  expect(bench.driver.refusedFeatures).toEqual([{ feature: 'AT+CTBCT?', answer: '30 out of service' }])
  bench.radio.clearFault()
  bench.radio.setFault({ fault: 'local-site' })
  await bench.run(12_000)
  expect(bench.events).toContainEqual({ event: 'registration', registration: 'home', cell: 'local' })
  expect(bench.driver.refusedFeatures).toEqual([])
})

test('a service refused for a reason that passes is registered for within a minute', async () => {
  const bench = createRadioBench()
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CTSP=2,2,20', with: 3 })
  bench.driver.start()
  await bench.run(20_000)
  expect(bench.driver.refusedFeatures).toEqual([{ feature: 'status', answer: '3 not in this state' }])
  bench.radio.clearFault()
  await bench.run(65_000)
  expect(bench.radio.services).toContain('2,20')
  expect(bench.driver.refusedFeatures).toEqual([])
  expect(bench.events.findLast((event) => event.event === 'refused')).toEqual({ event: 'refused', features: [] })
})

test('a question that stays unanswered is asked twice, then left for 10 min, and the link stands', async () => {
  const bench = await started()
  bench.radio.setFault({ fault: 'refuse', command: 'AT+CSQ?', with: 'silence' })
  bench.commands()
  await bench.run(300_000)
  expect(bench.commands().filter((text) => text === 'AT+CSQ?').length).toBe(2)
  expect(bench.driver.refusedFeatures).toEqual([{ feature: 'AT+CSQ?', answer: 'no answer' }])
  expect(bench.names()).not.toContain('link-down')
  bench.radio.clearFault()
  await bench.run(330_000)
  expect(bench.commands()).toContain('AT+CSQ?')
  expect(bench.driver.refusedFeatures).toEqual([])
})
