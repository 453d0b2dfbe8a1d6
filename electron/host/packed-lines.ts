// Lines as they stand in the record: deflated, as base64. Sixty probes a second are 370 MB a day bare and 59 so; seven are 43
// and 15. Each second by itself, so that a crash costs no more than its last one. Source: RFC 1951, RFC 4648 section 4.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'

/** A second of sixty probes that all ask fast is under 64 KiB. */
const TEXT_MAX_BYTES = 4 * 1024 * 1024

export const packLines = (lines: readonly string[]): string => deflateRawSync(lines.join('\n')).toString('base64')

/** @returns STORE_DAMAGED for what `packLines` did not write */
export function unpackLines(packed: string): Result<readonly string[]> {
  try {
    const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: TEXT_MAX_BYTES }).toString('utf8')
    return ok(text === '' ? [] : text.split('\n'))
  } catch (cause) {
    return fail(failure('STORE_DAMAGED', cause instanceof Error ? cause.message : String(cause)))
  }
}
