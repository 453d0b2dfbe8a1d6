// Advice that does not flicker: an unstable radio control comes and goes by the second, and a button that brightens and dims
// with it is pressed at the wrong moment or not at all. Pure; the host's own advice, and what it does by it, stay as they are.
import type { TraceView } from '../../electron/contract/topics.ts'
import { isRbs, type ConsoleView } from './console-view.ts'

export const ADVICE_HELD_MS = 60_000

/** @returns the same view when there is nothing to hold */
export function holdAdvice(view: ConsoleView): ConsoleView {
  const { topics, nowUtcMs } = view
  const state = topics.switch.switch
  // On an alternative the same rectangle leads back: what is advised there is not about the radio control's last minute.
  if (!state || state.advised || !isRbs(topics.channels[state.channel])) return view
  const shaky = Object.values(topics.services).some(
    ({ id, role, unstable, maintenance }) => role === 'console' && unstable !== undefined && !maintenance && wasDown(topics.traces[id], nowUtcMs - ADVICE_HELD_MS),
  )
  return shaky ? { ...view, topics: { ...topics, switch: { ...topics.switch, switch: { ...state, advised: true } } } } : view
}

/** Each point holds until the next. */
function wasDown(trace: TraceView | undefined, afterUtcMs: number): boolean {
  const points = trace?.points ?? []
  return points.some(([, level], at) => level === 'down' && (points[at + 1]?.[0] ?? Number.POSITIVE_INFINITY) > afterUtcMs)
}
