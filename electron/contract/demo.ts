// What the demo panel may break on the simulators, and what is broken now. Only a shell that runs simulators has it.
import { z } from 'zod'
import type { LightState } from '../../native/kit/buttons.ts'
import type { PanelAction } from './keys.ts'
import type { Language } from './words.ts'

/** Keys of the simulated panel that a click may press. */
export const PANEL_KEYS = ['switch', 'back', 'channel-1', 'channel-2', 'group-1', 'group-2', 'take-emergency', 'acknowledge', 'report'] as const satisfies readonly PanelAction[]
export type PanelKey = (typeof PANEL_KEYS)[number]

export const demoActionSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('rbs'), to: z.enum(['works', 'hangs', 'refuses', 'slow', 'flaps']) }),
  z.strictObject({ what: z.literal('desk-radio'), to: z.enum(['plugged', 'unplugged']) }),
  /** The desk radio loses its supply for a moment and starts anew. */
  z.strictObject({ what: z.literal('desk-radio-power'), to: z.literal('cycled') }),
  z.strictObject({ what: z.literal('other-talker'), to: z.enum(['silent', 'talking']) }),
  /** A unit presses its emergency button, once. */
  z.strictObject({ what: z.literal('emergency'), to: z.literal('raised') }),
  z.strictObject({ what: z.literal('site'), to: z.enum(['wide', 'local']) }),
  z.strictObject({ what: z.literal('pedal'), to: z.enum(['plugged', 'unplugged', 'up', 'down']) }),
  /** A key of the panel, pressed and let go, by what it asks; or its cable. */
  z.strictObject({ what: z.literal('panel'), to: z.enum(['plugged', 'unplugged', ...PANEL_KEYS]) }),
  z.strictObject({ what: z.literal('network'), to: z.enum(['works', 'down']) }),
  z.strictObject({ what: z.literal('disk'), to: z.enum(['room', 'full']) }),
  /** The dispatcher speaks through the RBS for some seconds; the control radio hears it as long as the RBS works. */
  z.strictObject({ what: z.literal('speak-through-rbs'), to: z.literal('spoken') }),
  /** Everything works again. */
  z.strictObject({ what: z.literal('everything'), to: z.literal('healed') }),
])

export type DemoAction = z.infer<typeof demoActionSchema>
export type DemoSubject = DemoAction['what']

/** How each thing stands now; `cannot` says why one cannot be broken here. */
export interface DemoView {
  readonly state: Readonly<Partial<Record<DemoSubject, string>>>
  /** What the panel's keys show, while it is plugged in. */
  readonly lights?: Readonly<Partial<Record<PanelKey, LightState>>>
  readonly cannot: Readonly<Partial<Record<DemoSubject, string>>>
  /** An outage of the past is being played, faster than it was. */
  readonly scenario?: PlayedScenario
}

export interface PlayedScenario {
  readonly id: string
  /** What people call it; the id is a file's name. */
  readonly title: Readonly<Record<Language, string>>
  /** Of the waiting between two changes; what measures is never hurried. */
  readonly speed: number
  /** What the clock on the wall showed at the last change: `15-09 10:42`. Absent before the first. */
  readonly at?: string
}
