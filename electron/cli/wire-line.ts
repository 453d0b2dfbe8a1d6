// A line of a saved trace, as `achterwacht trace --save` writes it, for the commands that decode: they take it as they take
// the bare line of the wire.
import { z } from 'zod'

const savedSchema = z.looseObject({
  device: z.string().optional(),
  dir: z.enum(['rx', 'tx']),
  line: z.string(),
  bus: z.literal('hid').optional(),
  discarded: z.literal(true).optional(),
})

export type SavedLine = z.infer<typeof savedSchema>

/** @returns undefined when it is a bare line of the wire: no radio begins one with a brace */
export function readSavedLine(text: string): SavedLine | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const parsed = savedSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
