// What a person sets for this workstation's screen and sound. Kept by the shell, shared by all its pages; nothing the
// console's work depends on.
import { z } from 'zod'

/** A device id as the browser knows it, or `default`. */
const output = z.string().min(1).max(200)

export const preferencesSchema = z.strictObject({
  /** Absent: the language of the site file. */
  language: z.enum(['nl', 'en']).optional(),
  theme: z.enum(['night', 'day']).default('night'),
  /** Loudspeaker beside the screen, for faults. Never into a microphone's path. */
  faultOutput: output.default('default'),
  /** Headset, for emergency calls only. */
  headsetOutput: output.default('default'),
  /** Per cent of the loudest the site allows. An emergency call never sounds below `EMERGENCY_FLOOR`. */
  volume: z.number().int().min(0).max(100).default(70),
  /** The strip's height in px: 108 for people who need larger text. */
  stripHeight: z.union([z.literal(72), z.literal(108)]).default(72),
})

export type Preferences = z.infer<typeof preferencesSchema>
export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({})

/** A change: only the named parts. `language: null` returns to the language of the site. */
export const preferencesChangeSchema = z.strictObject({
  language: z.enum(['nl', 'en']).nullable().optional(),
  theme: z.enum(['night', 'day']).optional(),
  faultOutput: output.optional(),
  headsetOutput: output.optional(),
  volume: z.number().int().min(0).max(100).optional(),
  stripHeight: z.union([z.literal(72), z.literal(108)]).optional(),
})

export type PreferencesChange = z.infer<typeof preferencesChangeSchema>

export function changePreferences(held: Preferences, { language, ...change }: PreferencesChange): Preferences {
  const { language: heldLanguage, ...rest } = held
  const next = language === undefined ? heldLanguage : (language ?? undefined)
  return preferencesSchema.parse({ ...rest, ...change, ...(next === undefined ? {} : { language: next }) })
}

/** What was kept, as far as it is still valid; a broken file costs a preference, never the console. */
export function readPreferences(kept: unknown): Preferences {
  const whole = preferencesSchema.safeParse(kept)
  if (whole.success) return whole.data
  if (typeof kept !== 'object' || kept === null) return DEFAULT_PREFERENCES
  return Object.entries(kept).reduce<Preferences>((held, [name, value]) => {
    const one = preferencesChangeSchema.safeParse({ [name]: value })
    return one.success ? changePreferences(held, one.data) : held
  }, DEFAULT_PREFERENCES)
}
