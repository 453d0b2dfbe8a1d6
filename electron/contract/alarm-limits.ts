// What a person can take of alarms: limits that host, report and page measure by. Source: ISA-18.2 and EEMUA 191 as the
// reliability reference, part D, found them quoted; both standards themselves are not public.

/** So many annunciations within FLOOD_MS are a flood: nobody can answer each of them any more. */
export const FLOOD_COUNT = 10
export const FLOOD_MS = 10 * 60_000
/** A flood lasts until fewer than this came within FLOOD_MS. ISA-18.2 by hearsay, not verified. */
export const FLOOD_OVER_COUNT = 5
/** The same alarm so often within CHATTER_MS chatters. */
export const CHATTER_COUNT = 3
export const CHATTER_MS = 60_000
/** Standing longer than this, an alarm is stale: nobody will do anything about it by its being there. */
export const STALE_MS = 24 * 60 * 60_000

export const HOUR_LIMIT = 6
/** A day's annunciations: very likely acceptable, and the most that can be managed. */
export const DAY_LIMIT = 150
export const DAY_MOST = 300
/** Of the time, in percent. */
export const FLOOD_PERCENT_LIMIT = 1
/** Of all annunciations, in percent: many of little weight, few of great. */
export const PRIORITY_PERCENT = { warning: 80, error: 15, critical: 5 } as const

/** An alarm that has just ended can be called false this long, and stands below the others when it was seen. */
export const FEEDBACK_MS = 10 * 60_000
