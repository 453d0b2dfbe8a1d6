// The device file's schema as JSON Schema, for editors: resources/devices/device.schema.json is this, written down.
import { z } from 'zod'
import { deviceSchema } from './device-schema.ts'

/** The text of resources/devices/device.schema.json. */
export function deviceJsonSchemaText(): string {
  const schema = z.toJSONSchema(deviceSchema, { io: 'input', target: 'draft-2020-12', reused: 'inline' })
  return `${JSON.stringify({ title: 'Achterwacht device file', ...schema }, undefined, 2)}\n`
}
