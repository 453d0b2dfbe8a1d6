// The test that keys a radio: only when everything was answered, never longer than its bound, and given back on every way out.
import { describe, expect, test } from 'vitest'
import { HOLD_MAX_MS, keyTest, type KeyTestDeps } from '../../../electron/cli/doctor/key-test.ts'
import type { Finding } from '../../../electron/cli/doctor/finding.ts'
import type { Person } from '../../../electron/cli/doctor/person.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { createRadioBench, type RadioBench } from '../../support/radio-bench.ts'

const TEST_GROUP = '4037002'

interface Scene {
  readonly bench: RadioBench
  readonly told: string[]
  readonly deps: KeyTestDeps
  /** Enter. */
  stop(): void
}

function scene(answers: readonly (string | undefined)[], change: Partial<KeyTestDeps> & { readonly talkLimitMs?: number } = {}): Scene {
  const { talkLimitMs = 150_000, ...deps } = change
  const bench = createRadioBench({ talkLimitMs })
  const told: string[] = []
  const left = [...answers]
  const stops = new Set<() => void>()
  const person: Person = {
    tell: (line) => void told.push(line),
    ask: async (question) => {
      told.push(question)
      return left.shift()
    },
    onStop: (stop) => {
      stops.add(stop)
      return () => stops.delete(stop)
    },
    leave: () => {},
  }
  return {
    bench,
    told,
    stop: () => stops.forEach((stop) => stop()),
    deps: {
      clock: bench.clock,
      text: (key, values) => (key === 'doctor.keytest.phrase' ? `ZEND ${values?.['gssi']}` : key),
      person,
      mode: 'act',
      outOfService: 'yes',
      context: { id: 'desk-radio', label: 'Mobilofoon', groups: new Map([['4037001', 'INC-1']]), isChannel: true, hardTimeoutMs: 120_000 },
      openRadio: () => bench.driver,
      ...deps,
    },
  }
}

/** A test under way: `said` once it has ended. */
function begin({ deps }: Scene): { said?: Finding } {
  const going: { said?: Finding } = {}
  void keyTest(deps).then((found) => (going.said = found))
  return going
}

async function run(here: Scene, ms: number, going = begin(here)): Promise<Finding | undefined> {
  for (let passed = 0; passed < ms && !going.said; passed += 1_000) await here.bench.run(1_000)
  return going.said
}

const keyed = ({ bench }: Scene): boolean => bench.radio.commands.some((command) => /^AT(?:D|\+CTXD)/.test(command.text))

type Refusal = readonly [what: string, answers: readonly (string | undefined)[], change: Parameters<typeof scene>[1], why: string]

describe('nothing is keyed', () => {
  test.each([
    ['at a site that only looks', [TEST_GROUP, `ZEND ${TEST_GROUP}`], { mode: 'observe' }, 'doctor.keytest.observing'],
    ['while a console has the position', [TEST_GROUP, `ZEND ${TEST_GROUP}`], { outOfService: 'no' }, 'doctor.keytest.in-service'],
    ['while a console could take the position', [TEST_GROUP, `ZEND ${TEST_GROUP}`], { outOfService: 'unsure' }, 'doctor.keytest.unlocked'],
    ['without a terminal', [], { person: undefined }, 'doctor.keytest.no-terminal'],
    ['when no group is named', ['', ''], {}, 'doctor.keytest.not-confirmed'],
    ['when what is named is no group', ['INC-1', 'ZEND INC-1'], {}, 'doctor.keytest.not-confirmed'],
    ['when the person leaves at the question', [undefined], {}, 'doctor.keytest.not-confirmed'],
    ['when the word is another', [TEST_GROUP, 'ja'], {}, 'doctor.keytest.not-confirmed'],
    ['when the word names another group', [TEST_GROUP, 'ZEND 4037001'], {}, 'doctor.keytest.not-confirmed'],
    ['when the radio does not have the group', ['99', 'ZEND 99'], {}, 'doctor.keytest.no-group'],
  ] as const satisfies readonly Refusal[])('%s', async (...[, answers, change, why]: Refusal) => {
    const here = scene(answers, change)
    const finding = await run(here, 60_000)
    expect(finding).toMatchObject({ id: 'device.desk-radio.timeout', state: 'unknown', detail: { key: why } })
    expect(keyed(here)).toBe(false)
  })

  test('when the radio is off', async () => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`])
    here.bench.radio.switchOff()
    expect(await run(here, 60_000)).toMatchObject({ detail: { key: 'doctor.keytest.no-radio' } })
    expect(keyed(here)).toBe(false)
  })
})

describe('a radio that was confirmed', () => {
  test('is keyed on that group until it stops by itself, and stands where it stood again', async () => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`])
    const finding = await run(here, 300_000)
    expect(finding).toMatchObject({ state: 'ok', detail: { key: 'doctor.timeout.is', values: { seconds: 150, limit: 120 } } })
    expect(here.bench.radio.transmitting).toBeUndefined()
    expect(here.bench.radio.selectedGroup).toBe(4_037_001)
    expect(here.bench.line.isOpen).toBe(false)
  })

  test('is said to be without a guard when it does not stop, and is let go at the bound', async () => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`], { talkLimitMs: 10 * 60_000 })
    const finding = await run(here, HOLD_MAX_MS + 60_000)
    expect(finding).toMatchObject({ state: 'failed', detail: { key: 'doctor.timeout.longer', values: { seconds: HOLD_MAX_MS / 1000 } } })
    expect(here.bench.radio.transmitting).toBeUndefined()
    expect(here.bench.memory.read().owed).toBe(false)
  })

  test('is let go at once when the person says so, and nothing is claimed', async () => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`])
    const going = begin(here)
    await here.bench.run(10_000)
    expect(here.bench.radio.transmitting).toMatchObject({ gssi: 4_037_002, by: 'console' })
    here.stop()
    await here.bench.run(1_000)
    expect(here.bench.radio.transmitting).toBeUndefined()
    await here.bench.run(5_000)
    expect(going.said).toMatchObject({ state: 'unknown', detail: { key: 'doctor.keytest.stopped' } })
  })

  test('that gets no floor is no measurement', async () => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`])
    here.bench.radio.setFault({ fault: 'deregistered', stat: 2 })
    expect(await run(here, 60_000)).toMatchObject({ detail: { key: 'doctor.keytest.no-floor' } })
  })

  test.each([
    ['stays out may go on: that is said as what it is, and the next console owes it a hang-up', 'out', 'failed', 'doctor.keytest.line-lost'],
    ['is put back is hung up before anything else', 'back', 'warning', 'doctor.keytest.line-back'],
  ] as const)('whose cable is pulled and %s', async (_what, ...[cable, state, why]) => {
    const here = scene([TEST_GROUP, `ZEND ${TEST_GROUP}`])
    const going = begin(here)
    await here.bench.run(10_000)
    if (cable === 'out') here.bench.line.openResult = fail(failure('LINK_MISSING', 'x'))
    here.bench.line.lose()
    expect(await run(here, 30_000, going)).toMatchObject({ state, detail: { key: why } })
    expect(here.bench.memory.read().owed).toBe(cable === 'out')
    expect(here.bench.radio.transmitting === undefined).toBe(cable === 'back')
  })

  test('on a group of the plan is said to be heard by others before the word is asked', async () => {
    const here = scene(['4037001', undefined])
    await run(here, 5_000)
    expect(here.told).toContain('doctor.keytest.of-plan')
    expect(here.told.indexOf('doctor.keytest.of-plan')).toBeLessThan(here.told.indexOf('doctor.keytest.confirm'))
    expect(keyed(here)).toBe(false)
  })
})
