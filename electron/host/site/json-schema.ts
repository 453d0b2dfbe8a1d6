// The site file's schema as JSON Schema, for editors: resources/sites/site.schema.json is this, written down.
import { z } from 'zod'
import { siteSchema } from './schema.ts'

/** What a person may write, so keys with a default may be left out. */
export function siteJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(siteSchema, { io: 'input', target: 'draft-2020-12', reused: 'inline' })
  return { title: 'Achterwacht site file', ...schema }
}

/** The text of resources/sites/site.schema.json. */
export const siteJsonSchemaText = (): string => `${JSON.stringify(siteJsonSchema(), undefined, 2)}\n`
