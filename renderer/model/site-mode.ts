// What this position does by itself: it only watches, switches when a person presses, or counts down. Always on the screen.
import type { SiteView } from '../../electron/contract/topics.ts'
import type { Words } from './words.ts'

type Mode = 'observe' | 'advise' | 'automatic' | 'unmanned' | 'out'

const SECOND_MS = 1000

/** `act` without the approver's leave to switch by itself does no more than `advise`. */
function modeOf({ mode, callTaking, plan, manned, outOfServiceUtcMs, drill }: SiteView): Mode {
  if (mode === 'observe' || callTaking) return 'observe'
  if (mode === 'advise' || !plan.automatic) return 'advise'
  // In a drill the position counts as manned.
  if (drill) return 'automatic'
  if (outOfServiceUtcMs !== undefined) return 'out'
  return manned ? 'automatic' : 'unmanned'
}

/** For the strip, beside the name of the position. */
export const shortMode = (site: SiteView | undefined, words: Words): string => (site ? words.text(`mode.short.${modeOf(site)}`) : '')

/** For the main view: "schakelt zelf na 5 s". */
export function modeSentence(site: SiteView, words: Words): string {
  const mode = modeOf(site)
  const { countdownMs } = site.bounds
  if (mode === 'automatic' && countdownMs !== undefined) return words.text('mode.automatic-after', { seconds: Math.round(countdownMs / SECOND_MS) })
  return words.text(`mode.${mode}`)
}
