// The settings of a site file by themselves, as the header of a trace carries them: the same names, ranges and rules.
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { checkSettings } from './cross-checks.ts'
import { outlineOf } from './outline.ts'
import { describeComplaint } from './problem-text.ts'
import { pathText } from './problems.ts'
import { schemaFindings } from './schema-findings.ts'
import { settingsSchema, type Settings } from './settings.ts'

/** @returns every setting, those that are not named with their default; SITE_INVALID with a sentence for a technician */
export function readSettings(value: unknown): Result<Settings> {
  const parsed = settingsSchema.safeParse(value)
  const data = { settings: value }
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => ({ ...issue, path: ['settings', ...issue.path] }))
  const [first] = [...schemaFindings(issues, data), ...checkSettings(outlineOf(data))]
  if (first) {
    const { message, expected } = describeComplaint(first.complaint, 'en')
    return fail(failure('SITE_INVALID', `${pathText(first.path)}: ${message}.${expected && ` Right: ${expected}.`}`))
  }
  if (parsed.success) return ok(parsed.data)
  throw new Error('BUG_UNEXPECTED: the schema refused settings and said nothing')
}
