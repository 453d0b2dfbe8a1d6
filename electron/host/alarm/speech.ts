// Who speaks of the alarms of one moment: the cause and not its consequences, once, and again only for something worse. Pure.
import { CHATTER_COUNT, CHATTER_MS } from '../../contract/alarm-limits.ts'
import type { ConditionNow } from '../../contract/words.ts'
import { CAUSE_WINDOW_MS, causeOf, RELEASE_MS, wasDown } from './causes.ts'
import type { AlarmedService, Heard, StandingServiceAlarm } from './alarmed-service.ts'
import { isWorse, severityRank, type ServiceAlarm } from './service-alarms.ts'

export const heardOf = ({ code, severity }: ServiceAlarm, atMs: number, as?: string): Heard => ({ atMs, code, severity, ...(as !== undefined && { as }) })

/** Puts a consequence under its cause, and lets it go when the cause has ended and it has not. */
export function relate(one: AlarmedService, all: readonly AlarmedService[], atMs: number): AlarmedService {
  const { standing } = one
  if (!standing) return one
  const cause = causeOf(one, all)
  // Only what is itself shown as an alarm can be stood under.
  if (cause !== undefined && all.some((other) => other.id === cause && other.standing !== undefined)) {
    const isAsBefore = standing.causedBy === cause && one.releaseAtMs === undefined
    return isAsBefore ? one : { ...one, releaseAtMs: undefined, standing: { ...standing, causedBy: cause, heard: standing.heard ?? heardOf(standing, atMs, cause) } }
  }
  if (standing.causedBy === undefined) return one
  const releaseAtMs = one.releaseAtMs ?? atMs + RELEASE_MS
  // What goes down after its cause has ended does so by itself.
  const isAnew = one.now === 'down' && one.sinceMs > releaseAtMs - RELEASE_MS
  if (atMs < releaseAtMs && !isAnew) return { ...one, releaseAtMs }
  // Down when we last could tell, and not known to be: let go now it would never say that it still is.
  if (wasDown(one)) return { ...one, releaseAtMs: atMs + RELEASE_MS }
  return { ...one, releaseAtMs: undefined, standing: released(standing, one.now, atMs) }
}

/** Its cause is over and it is still down: that is news, unless it had said so itself a moment ago. */
function released({ causedBy: _ended, ...own }: StandingServiceAlarm, now: ConditionNow, atMs: number): StandingServiceAlarm {
  const isFresh = own.heard !== undefined && own.heard.as === undefined && atMs - own.heard.atMs < CHATTER_MS
  if (now !== 'down' || own.code !== 'service-down' || isFresh) return own
  const { heard: _heard, ...unheard } = own
  return unheard
}

// ── who speaks ─────────────────────────────────────────────────────────────────────────────

/** One annunciation a cause, and another only when it is worse than what was said of it. */
export function speak(before: readonly AlarmedService[], after: readonly AlarmedService[], atMs: number): readonly AlarmedService[] {
  return after.map((one, at) => {
    const { standing } = one
    if (!standing || standing.causedBy !== undefined) return one
    const { heard } = standing
    if (heard === undefined) {
      const first = firstHeard(one.id, standing, { after, atMs })
      return first ? { ...one, standing: { ...standing, ...first } } : say(one, standing, atMs)
    }
    const was = before[at]?.standing
    const isWorseNow = (was !== undefined && isWorse(was.code, standing.code)) || severityRank(standing.severity) > severityRank(heard.severity)
    return isWorseNow ? say(one, standing, atMs) : one
  })
}

/** Aloud, unless the very same was said twice within a minute: what flickers is then only shown. What is critical is always said. */
function say(one: AlarmedService, standing: StandingServiceAlarm, atMs: number): AlarmedService {
  const said = (one.said ?? []).filter((before) => atMs - before.atMs < CHATTER_MS)
  const same = said.filter(({ code, severity }) => code === standing.code && severity === standing.severity)
  if (standing.severity !== 'critical' && same.length >= CHATTER_COUNT - 1) return { ...one, said, standing: { ...standing, acknowledged: false, heard: heardOf(standing, same.at(-1)?.atMs ?? atMs, one.id) } }
  const heard = heardOf(standing, atMs)
  return { ...one, said: [...said, heard], standing: { ...standing, acknowledged: false, heard } }
}

/** What went down with it may have been seen first, and has spoken for both. */
function firstHeard(id: string, standing: StandingServiceAlarm, { after, atMs }: { readonly after: readonly AlarmedService[]; readonly atMs: number }): Pick<StandingServiceAlarm, 'acknowledged' | 'heard'> | undefined {
  const spoke = after.find(({ standing: other }) => {
    if (other?.causedBy !== id || other.heard === undefined || other.heard.as !== undefined) return false
    return atMs - other.heard.atMs <= CAUSE_WINDOW_MS && severityRank(other.heard.severity) >= severityRank(standing.severity)
  })
  return spoke?.standing?.heard && { acknowledged: spoke.standing.acknowledged, heard: heardOf(standing, spoke.standing.heard.atMs, spoke.id) }
}
