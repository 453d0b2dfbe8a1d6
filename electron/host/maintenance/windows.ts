// Planned work as a site file says it, in the time on the clock of the wall: which moments it covers. Pure. A clock that is
// set back in autumn has an hour twice: its first time is meant. One that is set forward skips an hour: what begins in it
// begins when it is over.

export type PlannedWindow =
  /** `2026-12-01 02:00` */
  | { readonly kind: 'once'; readonly from: string; readonly until: string }
  /** Each week from `at` (`02:00`) for so many hours. */
  | { readonly kind: 'weekly'; readonly day: Weekday; readonly at: string; readonly hours: number }

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof WEEKDAYS)[number]

export interface Span {
  readonly fromUtcMs: number
  readonly untilUtcMs: number
}

const ZONE = 'Europe/Amsterdam'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A weekly window lasts a day at most, and its day may be the day before or after in UTC. */
const WEEK_AROUND = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8] as const
/** Ahead of UTC in summer and in winter, the earlier reading of an hour that comes twice first. */
const OFFSETS_MS = [2 * HOUR_MS, HOUR_MS] as const

/** The spans of these windows that cover `utcMs` or lie within the week after it. */
export function spansNear(windows: readonly PlannedWindow[], utcMs: number): readonly Span[] {
  return windows.flatMap((window): readonly Span[] => {
    if (window.kind === 'once') return [{ fromUtcMs: utcOfWall(window.from), untilUtcMs: utcOfWall(window.until) }]
    return WEEK_AROUND.flatMap((days) => {
      const date = dateOf(utcMs + days * DAY_MS)
      if (WEEKDAYS[new Date(`${date}T12:00Z`).getUTCDay()] !== window.day) return []
      const fromUtcMs = utcOfWall(`${date} ${window.at}`)
      return [{ fromUtcMs, untilUtcMs: fromUtcMs + window.hours * HOUR_MS }]
    })
  })
}

/** Until when it is planned now; spans that touch or overlap count as one. undefined: it is not. */
export function plannedUntil(spans: readonly Span[], utcMs: number): number | undefined {
  let untilMs: number | undefined
  for (;;) {
    const at = untilMs ?? utcMs
    const next = Math.max(...spans.filter((one) => one.fromUtcMs <= at && one.untilUtcMs > at).map((one) => one.untilUtcMs))
    if (next === -Infinity) return untilMs
    untilMs = next
  }
}

/** When one of them next begins or ends; Infinity when none does within the week. */
export const nextEdge = (spans: readonly Span[], utcMs: number): number =>
  Math.min(...spans.flatMap((one) => [one.fromUtcMs, one.untilUtcMs]).filter((edge) => edge > utcMs))

/** @param wall  `2026-12-01 02:00` */
export function utcOfWall(wall: string): number {
  const asUtcMs = Date.parse(`${wall.replace(' ', 'T')}Z`)
  for (const offsetMs of OFFSETS_MS) if (wallOf(asUtcMs - offsetMs) === wall) return asUtcMs - offsetMs
  return asUtcMs - HOUR_MS
}

const createFormat = (): Intl.DateTimeFormat => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })

/** Made when something is planned: time zones and their words take 5 MiB and a part of the start. */
let format: Intl.DateTimeFormat | undefined

/** Swedish dates are written as the site file writes them. */
const wallOf = (utcMs: number): string => (format ??= createFormat()).format(utcMs)
const dateOf = (utcMs: number): string => wallOf(utcMs).slice(0, 10)
