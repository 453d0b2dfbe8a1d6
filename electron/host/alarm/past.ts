// Alarms that have ended and are still shown: those nobody saw for a day, so that what came and went leaves a trace, and the
// others as long as they can be called false. Pure.
import { FEEDBACK_MS } from '../../contract/alarm-limits.ts'
import { pastAlarmKey, type PastAlarmView } from '../../contract/topics.ts'
import type { AlarmHistory, Spell } from './history.ts'

const UNSEEN_MS = 24 * 60 * 60_000
/** A host that was started anew finds the same trouble within this: then it is not over. */
const FOUND_AGAIN_MS = 90_000
/** More than this nobody reads; the record has them all. */
const SHOWN = 12

/** Newest first. What never sounded stood under another alarm, which tells of it. */
export function pastAlarms({ spells }: AlarmHistory, nowUtcMs: number): Record<string, PastAlarmView> {
  const isFoundAgain = ({ alarm, cut, endedUtcMs = 0 }: Spell): boolean =>
    cut === true && spells.some((other) => other.alarm === alarm && other.raisedUtcMs >= endedUtcMs && other.raisedUtcMs - endedUtcMs < FOUND_AGAIN_MS)
  const shown = spells.filter((spell) => !isFoundAgain(spell)).flatMap(toPast).filter(({ endedUtcMs, seen }) => nowUtcMs - endedUtcMs < (seen ? FEEDBACK_MS : UNSEEN_MS))
  return Object.fromEntries(shown.toSorted((one, other) => other.endedUtcMs - one.endedUtcMs).slice(0, SHOWN).map((one) => [pastAlarmKey(one), one]))
}

function toPast({ alarm, kind, raisedUtcMs, endedUtcMs, code, severity, params, sounded, seenUtcMs, calledFalse }: Spell): PastAlarmView[] {
  if (endedUtcMs === undefined || sounded === 0 || kind === 'emergency') return []
  return [{ id: alarm, kind, severity, code, params, raisedUtcMs, endedUtcMs, seen: seenUtcMs !== undefined, ...(calledFalse ? { calledFalse: true as const } : {}) }]
}
