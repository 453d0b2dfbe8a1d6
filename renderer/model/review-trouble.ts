// Why the record could not be read, in a sentence. A reading that fails has done nothing and lost nothing.
import type { Words } from './words.ts'

export const refusedReading = ({ code, detail }: { readonly code: string; readonly detail: string }, words: Words): string =>
  words.text('review.unreadable', { cause: code.startsWith('STORE_') ? words.coded('record.cause', code) : words.coded('error', code, { detail }) })

const PASSING: ReadonlySet<string> = new Set(['STORE_BUSY', 'CALL_TIMEOUT'])

/** Worth asking again before long, without a person. */
export const passesByItself = ({ code }: { readonly code: string }): boolean => PASSING.has(code)

/** Why nothing was written, or given: with what the disk or the record says of it. */
export const refusedExport = ({ code, detail }: { readonly code: string; readonly detail: string }, words: Words): string =>
  words.text('review.export.failed', { cause: code === 'STORE_BUSY' ? words.text('review.export.too-much') : code.startsWith('STORE_') ? words.coded('record.cause', code) : words.coded('error', code, { detail }) })
