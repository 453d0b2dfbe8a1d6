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
  /** Two for people who set their text larger; where one row does not fit it is two anyway. */
  stripRows: z.union([z.literal(1), z.literal(2)]).default(1),
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
  stripRows: z.union([z.literal(1), z.literal(2)]).optional(),
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

/** Below this width of the screen one row does not fit, CSS px; the page's style sheet has the same number. */
export const ONE_ROW_FROM_PX = 1900
const ROW_PX = 72

/** Height of the strip on a screen of this width, px. */
export const stripHeight = (screenWidth: number, rows: Preferences['stripRows']): number => (screenWidth < ONE_ROW_FROM_PX || rows === 2 ? 2 * ROW_PX : ROW_PX)
