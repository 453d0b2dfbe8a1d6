// What may not stand in a log: who spoke with whom, and what people wrote. Masked at the sink, so that no caller can forget it.

/** Fields that hold radio identities or telephone numbers, alone or as the end of a longer name (`callingSsi`). */
const IDENTITY_FIELD = /^(calling|called|talker|number|identity|ownidentity)$|(^|[a-z_])(i|g)?(s|ts)si$|(^|[a-z_])identity$|(^|_)(tsi|itsi|gtsi)$|^(group|wantedgroup)$/i

/** Fields that hold people's words. */
const TEXT_FIELD = /^(text|note|content|unit|place)$|[a-z](Text|Note|Content)$/

/** An SSI has up to 8 digits, an identity with network code 15 to 17; below 5 it is a key, a count or a year. */
const IDENTITY_DIGITS = /\d{5,}/g

const DEPTH_MAX = 8
const STRING_MAX = 2_000

type Mode = 'plain' | 'identity'

/** A copy of `fields` that may be written down. */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactFields(fields, 'plain', 0)
}

function redactFields(fields: Readonly<Record<string, unknown>>, mode: Mode, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => {
    if (TEXT_FIELD.test(name)) return [name, maskText(value)]
    return [name, redactValue(value, IDENTITY_FIELD.test(name) ? 'identity' : mode, depth + 1)]
  }))
}

function redactValue(value: unknown, mode: Mode, depth: number): unknown {
  if (depth > DEPTH_MAX) return '[too deep]'
  if (Array.isArray(value)) return value.map((one: unknown) => redactValue(one, mode, depth + 1))
  if (typeof value === 'object' && value !== null) return redactFields(value as Record<string, unknown>, mode, depth)
  if (typeof value === 'bigint') return redactValue(value.toString(), mode, depth)
  if (typeof value === 'number' && mode === 'identity') return maskNumber(value)
  if (typeof value !== 'string') return value
  const text = value.length > STRING_MAX ? `${value.slice(0, STRING_MAX)}…` : value
  return mode === 'identity' ? text.replaceAll(IDENTITY_DIGITS, maskDigits) : text
}

/** The number of digits tells a short identity from a full one, which is what a technician needs. */
const maskDigits = (digits: string): string => `[${digits.length} digits]`

function maskNumber(value: number): number | string {
  const masked = String(value).replaceAll(IDENTITY_DIGITS, maskDigits)
  return masked === String(value) ? value : masked
}

function maskText(value: unknown): unknown {
  if (value === undefined || value === null) return value
  return typeof value === 'string' ? `[${value.length} characters]` : '[masked]'
}
