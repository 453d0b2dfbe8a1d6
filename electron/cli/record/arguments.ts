// What somebody asks of a record, out of the words typed; checked by the contract's own schemas.
import { parseArgs } from 'node:util'
import { momentInput, searchInput, type MomentInput, type SearchInput } from '../../contract/record.ts'
import { readUtc, recordIn } from '../record-place.ts'

export type Asked = { readonly folder: string; readonly json: boolean } & ({ readonly what: 'at'; readonly moment: MomentInput } | { readonly what: 'search'; readonly input: SearchInput })

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  text: { type: 'string' },
  kind: { type: 'string', multiple: true },
  role: { type: 'string', multiple: true },
  number: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
} as const

const SEQ = /^\d{1,15}$/

/** @returns what is wrong with them, or the question */
export function readArguments(argv: readonly string[], defaultFolder: string): Asked | string {
  const parsed = parse(argv)
  if (typeof parsed === 'string') return parsed
  const { values, positionals } = parsed
  const at = positionals.findIndex((word) => word === 'at' || word === 'search')
  const what = positionals[at]
  const folders = [...positionals.slice(0, Math.max(0, at)), ...(values.data === undefined ? [] : [values.data])]
  if (what === undefined || folders.length > 1) return 'say one folder, then `at` or `search`'
  const place = { folder: recordIn(folders[0] ?? defaultFolder), json: values.json ?? false }
  const rest = positionals.slice(at + 1)
  return what === 'at' ? readMoment(rest, place) : rest.length > 0 ? `not known: ${rest.join(' ')}` : readSearch(values, place)
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

type Values = Exclude<ReturnType<typeof parse>, string>['values']

function readMoment([moment, ...more]: readonly string[], place: Pick<Asked, 'folder' | 'json'>): Asked | string {
  const parsed = momentInput.safeParse(moment !== undefined && SEQ.test(moment) ? { seq: Number(moment) } : { utcMs: readUtc(moment) })
  return parsed.success && more.length === 0 ? { ...place, what: 'at', moment: parsed.data } : 'at UTC or SEQ: 2020-09-15T21:40:00Z, or the number of an entry'
}

function readSearch({ text, kind, role, number, from, to, limit }: Values, place: Pick<Asked, 'folder' | 'json'>): Asked | string {
  const given = { text, kinds: kind, roles: role, number, fromUtcMs: readUtc(from), toUtcMs: readUtc(to), limit: limit === undefined ? undefined : Number(limit) }
  const parsed = searchInput.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  if (parsed.success) return { ...place, what: 'search', input: parsed.data }
  const issue = parsed.error.issues[0]
  return Number.isNaN(given.fromUtcMs) || Number.isNaN(given.toUtcMs) ? 'a time is UTC, as 2020-09-15T21:40:00Z' : `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
}
