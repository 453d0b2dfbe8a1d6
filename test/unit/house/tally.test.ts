import { describe, expect, it } from 'vitest'
import { tallyModule } from './plain-modules.ts'

const { add, lastLine, NOTHING, strict, tallyVitest } = tallyModule

const test = (status: string, fullName = 'a test'): object => ({ status, fullName })
const file = (status: string, ...assertionResults: readonly object[]): object => ({ name: 'a.test.ts', status, message: 'boom', assertionResults })
const report = (...testResults: readonly object[]): object => ({ testResults })

describe('a run of vitest', () => {
  it('counts tests that passed, failed and were skipped or not yet written', () => {
    const files = report(file('passed', test('passed'), test('skipped', 'one'), test('todo', 'two')), file('failed', test('failed'), test('passed')))
    expect(tallyVitest(files, 1)).toEqual({ passed: 2, failed: 1, skipped: ['one', 'two'], problems: [] })
  })

  it('has failed when it left no report, whatever its exit code', () => {
    for (const code of [0, 1, 137]) expect(tallyVitest(undefined, code).failed).toBe(1)
    expect(tallyVitest({ unexpected: true }, 0).failed).toBe(1)
  })

  it('has failed when it found no test', () => {
    expect(tallyVitest(report(), 0).failed).toBe(1)
    expect(tallyVitest(report(file('passed')), 0).failed).toBe(1)
  })

  it('counts a file that does not load, although none of its tests ran', () => {
    const tally = tallyVitest(report(file('passed', test('passed')), file('failed')), 1)
    expect(tally).toMatchObject({ passed: 1, failed: 1, problems: ['a.test.ts: boom'] })
  })

  it('counts a file whose set-up failed after its tests had passed', () => {
    expect(tallyVitest(report(file('failed', test('passed'))), 1)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('has failed when only the exit code says so', () => {
    expect(tallyVitest(report(file('passed', test('passed'))), 1)).toMatchObject({ passed: 1, failed: 1 })
  })

  it('is clean when all passed and it ended with 0', () => {
    expect(tallyVitest(report(file('passed', test('passed'), test('passed'))), 0)).toEqual({ ...NOTHING, passed: 2 })
  })
})

describe('the whole run', () => {
  const some = { passed: 3, failed: 0, skipped: ['needs socat'], problems: [] }

  it('adds up its steps', () => {
    expect(add(some, { passed: 1, failed: 2, skipped: ['x'], problems: ['lint'] })).toEqual({ passed: 4, failed: 2, skipped: ['needs socat', 'x'], problems: ['lint'] })
  })

  it('counts what was skipped in CI as failed and names it', () => {
    expect(strict(some)).toEqual({ passed: 3, failed: 1, skipped: [], problems: ['skipped in CI: needs socat'] })
    expect(strict({ ...some, skipped: [] }).failed).toBe(0)
  })

  it('ends with a line that others can read', () => {
    expect(lastLine({ ...some, skipped: [] })).toBe('3 passed, 0 failed')
    expect(lastLine(some)).toBe('3 passed, 0 failed, 1 skipped')
    expect(lastLine(strict(some))).toBe('3 passed, 1 failed')
  })
})
