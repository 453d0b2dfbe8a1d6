// The keys of the console: one table for shells (global, where the system gives them) and pages (while the window has focus).
// DESIGN section 7. Electron's accelerators know no Pause key, so a key panel sends F13 and F14 for it.

import { SYMPTOMS } from './people.ts'
import type { Symptom } from './words.ts'

export type TapAction = `tap-${Symptom}`

export type KeyAction =
  | 'switch'
  /** Undo, back to RBS, "Blijf op RBS": whichever stands there now. */
  | 'back'
  | 'channel-1' | 'channel-2' | 'channel-3' | 'channel-4' | 'channel-5'
  | 'take-emergency'
  | 'show-main'
  | 'acknowledge'
  | 'report'
  /** The dispatcher notices it. */
  | TapAction
  /** "Eenheid meldt": opens its form. */
  | 'unit-report'

export interface KeyRow {
  readonly action: KeyAction
  /** What a window sees: KeyboardEvent.code with its modifiers. */
  readonly codes: readonly string[]
  /** Electron accelerators for the global registration, tried in this order. */
  readonly accelerators: readonly string[]
  /** As written on a keycap. */
  readonly cap: string
}

const row = (action: KeyAction, codes: readonly string[], accelerators: readonly string[], cap: string): KeyRow => ({ action, codes, accelerators, cap })

export const KEYS: readonly KeyRow[] = [
  row('switch', ['Pause', 'F13'], ['F13'], 'Pause'),
  row('back', ['Shift+Pause', 'F14'], ['F14', 'Shift+F13'], '⇧ Pause'),
  row('channel-1', ['Control+Shift+F1'], ['Control+Shift+F1'], 'T1'),
  row('channel-2', ['Control+Shift+F2'], ['Control+Shift+F2'], 'T2'),
  row('channel-3', ['Control+Shift+F3'], ['Control+Shift+F3'], 'T3'),
  row('channel-4', ['Control+Shift+F4'], ['Control+Shift+F4'], 'T4'),
  row('channel-5', ['Control+Shift+F5'], ['Control+Shift+F5'], 'T5'),
  row('take-emergency', ['Control+Shift+F9'], ['Control+Shift+F9'], 'Nood'),
  row('show-main', ['Control+Shift+F10'], ['Control+Shift+F10'], ''),
  row('acknowledge', ['Control+Shift+F11'], ['Control+Shift+F11'], ''),
  row('report', ['Control+Shift+F12'], ['Control+Shift+F12'], 'T8'),
  row('tap-speech-drops', ['Control+Shift+F6'], ['Control+Shift+F6'], ''),
  row('tap-ptt-refused', ['Control+Shift+F7'], ['Control+Shift+F7'], ''),
  row('tap-no-reception', ['Control+Shift+F8'], ['Control+Shift+F8'], ''),
  // A form needs the window that shows it.
  row('unit-report', ['Control+Shift+KeyE'], [], ''),
]

export interface KeyPress {
  readonly code: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** The action of a key pressed in a window; Ctrl+Pause arrives as `Pause` with Ctrl and is nobody's. */
export function actionOf(press: KeyPress): KeyAction | undefined {
  if (press.altKey || press.metaKey) return undefined
  const name = `${press.ctrlKey ? 'Control+' : ''}${press.shiftKey ? 'Shift+' : ''}${press.code}`
  return KEYS.find((one) => one.codes.includes(name))?.action
}

export type GroupAction = `group-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

/** What a key of a panel may ask: what a key of the console may, and the groups of the plan. A panel brings no window forward. */
export type PanelAction = Exclude<KeyAction, WindowAction> | GroupAction

/** Done by a window, and no call. */
export type WindowAction = 'show-main' | 'unit-report'

export const PANEL_ACTIONS = [
  'switch', 'back',
  'channel-1', 'channel-2', 'channel-3', 'channel-4', 'channel-5',
  'group-1', 'group-2', 'group-3', 'group-4', 'group-5', 'group-6', 'group-7', 'group-8',
  'take-emergency', 'acknowledge', 'report',
  'tap-speech-drops', 'tap-ptt-refused', 'tap-no-reception',
] as const satisfies readonly PanelAction[]

/** What the site file may write beside an input: `ptt` transmits, `spare` is mounted and does nothing. */
export const BUTTON_MEANINGS = ['ptt', ...PANEL_ACTIONS, 'spare'] as const
export type ButtonMeaning = (typeof BUTTON_MEANINGS)[number]

export const isPanelAction = (meaning: ButtonMeaning): meaning is PanelAction => meaning !== 'ptt' && meaning !== 'spare'

/** undefined: this key is no tap. */
export const symptomOfTap = (action: PanelAction | KeyAction): Symptom | undefined => SYMPTOMS.find((symptom) => action === `tap-${symptom}`)

/** As a person reads it, and as a screen reader is told: `Control+Shift+E`. */
export const shortcutOf = (action: KeyAction): string | undefined => KEYS.find((one) => one.action === action)?.codes[0]?.replace('Key', '')
