// Failures are values: a function that can fail returns a Result, an exception is a bug.
import type { Failure } from './errors.ts'

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure }

export function ok(): Result<void>
export function ok<T>(value: T): Result<T>
export function ok<T>(value?: T): Result<T | void> {
  return { ok: true, value }
}

export function fail(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error }
}
