// Reads one field of a payload, or nothing: an entry may be of another version, and a copied record of anybody.
import type { Json, JsonObject } from '../../contract/words.ts'

export const text = (payload: JsonObject, name: string): string | undefined => {
  const value = payload[name]
  return typeof value === 'string' ? value : undefined
}

export const whole = (payload: JsonObject, name: string): number | undefined => {
  const value = payload[name]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

export const object = (payload: JsonObject, name: string): JsonObject | undefined => {
  const value = own(payload, name)
  return isObject(value) ? value : undefined
}

export const list = (payload: JsonObject, name: string): readonly Json[] => {
  const value: unknown = payload[name]
  return Array.isArray(value) ? (value as Json[]) : []
}

/** One of these words, or nothing. */
export const word = <Word extends string>(payload: JsonObject, name: string, words: readonly Word[]): Word | undefined => words.find((one) => one === payload[name])

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Not what every object inherits: a service may be called anything. */
export const own = <Value>(from: Readonly<Record<string, Value>>, key: string): Value | undefined => (Object.hasOwn(from, key) ? from[key] : undefined)

/** Without these keys. */
export const without = <Value>(from: Readonly<Record<string, Value>>, ...keys: readonly string[]): Record<string, Value> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)))
