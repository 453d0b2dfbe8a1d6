// Parameter lists: `1,0,,"name, with comma"`. Source: V.250 section 5.4; blanks around a field are a maker's habit.

/** Fields without their surrounding blanks and quotes; an empty text has no fields. */
export function splitFields(text: string): string[] {
  if (text.trim() === '') return []
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (character === ',' && !quoted) {
      fields.push(bare(field))
      field = ''
    } else {
      field += character
    }
  }
  fields.push(bare(field))
  return fields
}

function bare(field: string): string {
  const trimmed = field.trim()
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
}

/** Absent values stay as empty fields; absent ones at the end are left off. */
export function joinFields(values: readonly (string | number | undefined)[]): string {
  const last = values.findLastIndex((value) => value !== undefined)
  return values
    .slice(0, last + 1)
    .map((value) => value ?? '')
    .join(',')
}

const NUMBER = /^\d{1,9}$/
const SIGNED = /^[+-]?\d{1,9}$/

/** A field as an unsigned decimal number, or undefined when it is empty or something else. */
export function numberOf(field: string | undefined): number | undefined {
  return field !== undefined && NUMBER.test(field) ? Number(field) : undefined
}

export function signedOf(field: string | undefined): number | undefined {
  return field !== undefined && SIGNED.test(field) ? Number(field) : undefined
}

/** Decimal numbers by name, absent ones left out. */
export type NumberFields<Name extends string> = { readonly [Key in Name]?: number }

/**
 * Reads numbers by position; `null` skips one field, fields past the names are left alone (a later edition may add some).
 *
 * @returns undefined when a field that is there is no number: the line is damaged and none of it is to be trusted
 */
export function readNumbers<Name extends string>(
  fields: readonly string[],
  names: readonly (Name | null)[],
): NumberFields<Name> | undefined {
  const read: Partial<Record<Name, number>> = {}
  for (const [at, name] of names.entries()) {
    const field = fields[at]
    if (name === null || field === undefined || field === '') continue
    const value = numberOf(field)
    if (value === undefined) return undefined
    read[name] = value
  }
  return read
}

/** Drops what is undefined, so that a decoded object holds only what was on the line. */
export function present<Shape extends object>(shape: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape
}
