// One spelling for one value, so that a hash means something. Source: RFC 8785 (JCS), less floats: those print differently
// in other languages, and a verifier written by a stranger must find the same bytes.
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'

/** Deeper than any payload of ours; keeps a cyclic object from filling the stack. */
const MAX_DEPTH = 32

/**
 * Canonical JSON: keys sorted by UTF-16 code unit, no white space, strings as ECMAScript's JSON.stringify writes them.
 *
 * @returns CALL_INVALID with the path of the first value that cannot be written: a number that is not whole or beyond
 *   2^53 − 1 either side of zero, a lone surrogate, undefined, anything that is not plain data, or over 32 levels
 */
export function canonicalJson(value: unknown): Result<string> {
  const written = write(value, '$', 0)
  return typeof written === 'string' ? ok(written) : fail(written)
}

function write(value: unknown, path: string, depth: number): string | Failure {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      // RFC 8785 3.2.2.3 writes −0 as 0, which String() does as well.
      return Number.isSafeInteger(value) ? String(value) : invalid(path, `${value} is not a whole number up to 2^53 - 1`)
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : invalid(path, 'text holds half a surrogate pair')
    case 'object':
      if (depth >= MAX_DEPTH) return invalid(path, `more than ${MAX_DEPTH} levels`)
      return Array.isArray(value) ? writeArray(value, path, depth) : writeObject(value, path, depth)
    default:
      return invalid(path, `${typeof value} is not JSON`)
  }
}

function writeArray(items: readonly unknown[], path: string, depth: number): string | Failure {
  const parts: string[] = []
  // By index: `forEach` and `map` would skip a hole, and a hole is not a value.
  for (let at = 0; at < items.length; at++) {
    const part = write(items[at], `${path}[${at}]`, depth + 1)
    if (typeof part !== 'string') return part
    parts.push(part)
  }
  return `[${parts.join(',')}]`
}

function writeObject(value: object, path: string, depth: number): string | Failure {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return invalid(path, 'not a plain object')
  const parts: string[] = []
  // The default sort compares UTF-16 code units, which is what RFC 8785 3.2.3 asks for.
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  for (const [name, item] of entries) {
    if (!name.isWellFormed()) return invalid(path, 'name holds half a surrogate pair')
    const part = write(item, `${path}.${name}`, depth + 1)
    if (typeof part !== 'string') return part
    parts.push(`${JSON.stringify(name)}:${part}`)
  }
  return `{${parts.join(',')}}`
}

const invalid = (path: string, why: string): Failure => failure('CALL_INVALID', `${path}: ${why}`)
