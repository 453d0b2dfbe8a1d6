// What is asked of whoever writes something out of the record, and what it came to. Plain data: it crosses between threads.
import type { Result } from '../../../native/kit/result.ts'
import type { Language } from '../../contract/words.ts'

export const EXPORT_KINDS = ['entries-csv', 'entries-json', 'samples', 'record'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]

export interface ExportChoice {
  readonly what: ExportKind
  /** Entries that name this storing, melding or actie, wherever they stand, besides those of the window. */
  readonly number?: string | undefined
  readonly fromUtcMs?: number | undefined
  readonly toUtcMs?: number | undefined
  readonly masked: boolean
}

export interface ExportAsked extends ExportChoice {
  /** Folder of the record. */
  readonly record: string
  /** Written here under another name; whoever asked gives it its own, when the record holds that it exists. */
  readonly to: string
  readonly room: string
  readonly position: string
  readonly language: Language
  readonly utcMs: number
}

export interface Exported {
  readonly entries: number
  readonly bytes: number
  /** Of the file, lower-case hex; of a whole record its database. */
  readonly sha256: string
}

export type WriteExport = (asked: ExportAsked) => Promise<Result<Exported>>
