// Turns what zod found into findings: a key that is missing, a key nobody knows, a value that does not fit.
import type { z } from 'zod'
import type { Finding, SitePath } from './problems.ts'
import { suggest } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** Findings in the order of the issues; several issues of one field are one finding. */
export function schemaFindings(issues: readonly Issue[], data: unknown): Finding[] {
  const findings = issues.flatMap((issue) => findingsOf(issue, data))
  const seen = new Set<string>()
  return withoutMisspelt(findings).filter(({ path, complaint }) => {
    const mark = JSON.stringify([path, complaint.code, 'key' in complaint ? complaint.key : ''])
    return !seen.has(mark) && seen.add(mark)
  })
}

function findingsOf(issue: Issue, data: unknown): Finding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, keysOf(issue.message)))
  const { key, value, exists } = lookUp(data, path)
  if (issue.code === 'invalid_union') return [badVariant(path, String(key), value, optionsOf(issue))]
  const kind = issue.message
  if (!exists) return [{ path: path.slice(0, -1), at: 'value', complaint: { code: 'missing', key: String(key), kind } }]
  const suggestion = typeof value === 'string' && kind.startsWith('words:') ? suggest(value, wordsOf(kind)) : undefined
  return [{ path, at: 'value', complaint: { code: 'wrong-value', found: show(value), kind, ...(suggestion && { suggestion }) } }]
}

function unknownKey(path: SitePath, key: string, keys: readonly string[]): Finding {
  const suggestion = suggest(key, keys)
  return { path: [...path, key], at: 'key', complaint: { code: 'unknown-key', key, keys, ...(suggestion && { suggestion }) } }
}

/** `kind`, `driver`: the word that decides what else a block holds. */
function badVariant(path: SitePath, key: string, value: unknown, options: readonly string[]): Finding {
  if (value === undefined) return { path: path.slice(0, -1), at: 'value', complaint: { code: 'missing', key, kind: `words:${options.join(',')}` } }
  const found = show(value)
  const suggestion = typeof value === 'string' ? suggest(value, options) : undefined
  return { path, at: 'value', complaint: { code: 'wrong-value', found, kind: `words:${options.join(',')}`, ...(suggestion && { suggestion }) } }
}

const optionsOf = (issue: Issue): string[] => ('options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [])
const keysOf = (message: string): string[] => wordsOf(message)
const wordsOf = (kind: string): string[] => kind.slice(kind.indexOf(':') + 1).split(',')

/** A misspelt key is one mistake, not one key too many and one missing. */
function withoutMisspelt(findings: readonly Finding[]): Finding[] {
  const meant = new Set<string>()
  for (const { path, complaint } of findings) {
    if (complaint.code === 'unknown-key' && complaint.suggestion) meant.add(JSON.stringify([...path.slice(0, -1), complaint.suggestion]))
  }
  return findings.filter(({ path, complaint }) => complaint.code !== 'missing' || !meant.has(JSON.stringify([...path, complaint.key])))
}

interface Found {
  readonly key: string | number | undefined
  readonly value: unknown
  readonly exists: boolean
}

function lookUp(data: unknown, path: SitePath): Found {
  let value: unknown = data
  let exists = true
  for (const step of path) {
    exists = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    value = exists ? (value as Record<string | number, unknown>)[step] : undefined
  }
  return { key: path.at(-1), value, exists }
}

const SHOWN_MAX = 40

/** A value as it may be shown in one line. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return '[…]'
  if (typeof value === 'object') return '{…}'
  const text = String(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
