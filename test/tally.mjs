// What a run of vitest amounts to. A crash, an empty run and a file that does not load are failures, whatever the numbers say.

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped  titles
 * @property {readonly string[]} problems  failures that no test stands for, in words
 */

/** @type {Tally} */
export const NOTHING = { passed: 0, failed: 0, skipped: [], problems: [] }

/**
 * Reads vitest's JSON report together with its exit code.
 *
 * @param {unknown} report  parsed JSON; undefined when there was none
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyVitest(report, exitCode) {
  const files = filesOf(report)
  if (!files) return { ...NOTHING, failed: 1, problems: [`vitest ended with ${exitCode} and left no report`] }
  let passed = 0
  let failed = 0
  const skipped = []
  const problems = []
  for (const file of files) {
    const before = failed
    for (const one of file.assertionResults ?? []) {
      if (one.status === 'passed') passed++
      else if (one.status === 'failed') failed++
      else skipped.push(one.fullName)
    }
    if (file.status === 'failed' && failed === before) problems.push(`${file.name}: ${file.message || 'failed as a whole'}`)
  }
  if (passed + failed + skipped.length === 0) problems.push('no test was found')
  // An error outside any test, such as a rejected promise nobody waited for, shows only in the exit code.
  if (exitCode !== 0 && failed + problems.length === 0) problems.push(`vitest ended with ${exitCode} although no test failed`)
  return { passed, failed: failed + problems.length, skipped, problems }
}

/**
 * @param {Tally} one
 * @param {Tally} other
 * @returns {Tally}
 */
export function add(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
    problems: [...one.problems, ...other.problems],
  }
}

/**
 * In CI nothing is skipped: what cannot run there has failed.
 *
 * @param {Tally} tally
 * @returns {Tally}
 */
export function strict(tally) {
  const problems = tally.skipped.map((title) => `skipped in CI: ${title}`)
  return { passed: tally.passed, failed: tally.failed + problems.length, skipped: [], problems: [...tally.problems, ...problems] }
}

/**
 * The last line of `npm test`.
 *
 * @param {Tally} tally
 */
export function lastLine(tally) {
  const skipped = tally.skipped.length > 0 ? `, ${tally.skipped.length} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}

/**
 * @typedef {{ name: string, status: string, message?: string, assertionResults?: { status: string, fullName: string }[] }} FileReport
 */

/**
 * @param {unknown} report
 * @returns {FileReport[] | undefined}
 */
function filesOf(report) {
  if (typeof report !== 'object' || report === null || !('testResults' in report)) return undefined
  return Array.isArray(report.testResults) ? report.testResults : undefined
}
