// What a run found, kept as a fixture that is replayed for ever: test/fixtures/fuzz/<parser>/<kind>-<hash>.json.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import { BrokenLaw } from './target.ts'

export type FindingKind = 'crash' | 'law' | 'stall' | 'buffer'

export interface Finding {
  readonly parser: string
  readonly kind: FindingKind
  readonly reason: string
  /** Undefined where no single case is to blame. */
  readonly bytes: Uint8Array | undefined
}

export interface KeptCase {
  readonly parser: string
  readonly file: string
  readonly reason: string
  readonly bytes: Uint8Array
}

export const FINDINGS_FOLDER = fileURLToPath(new URL('../../fixtures/fuzz/', import.meta.url))

/** An exception as a finding; its first line tells one defect from another, without what the case put into it. */
export function findingOf(parser: string, thrown: unknown, bytes: Uint8Array): Finding {
  if (thrown instanceof BrokenLaw) return { parser, kind: 'law', reason: thrown.message, bytes }
  const words = thrown instanceof Error ? `${thrown.name}: ${thrown.message.split('\n', 1)[0]?.slice(0, REASON_MAX)}` : String(thrown)
  return { parser, kind: 'crash', reason: words, bytes }
}

const REASON_MAX = 120

/** The same defect, as far as its words tell. */
export const defectOf = ({ kind, reason }: Pick<Finding, 'kind' | 'reason'>): string => `${kind} ${reason.replaceAll(/\d+|"[^"]*"|'[^']*'/g, '…')}`

/** @returns the path written; undefined when there is no case to write */
export function keepFinding(folder: string, { parser, kind, reason, bytes }: Finding): string | undefined {
  if (!bytes) return undefined
  const hex = toHex(bytes)
  const path = join(folder, parser, `${kind}-${createHash('sha256').update(hex).digest('hex').slice(0, 8)}.json`)
  mkdirSync(join(folder, parser), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ reason: `${kind}: ${reason}`, hex })}\n`)
  return path
}

export function keptCases(folder: string): readonly KeptCase[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json')).toSorted()
  return files.map((file) => {
    const { reason, hex } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly reason: string; readonly hex: string }
    const bytes = fromHex(hex)
    if (!bytes) throw new Error(`${file}: not hex`)
    return { parser: file.split(/[\\/]/)[0] ?? '', file, reason, bytes }
  })
}
