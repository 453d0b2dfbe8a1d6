// When a plan must be checked against the radios again, by the calendar on the wall. Pure.

const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' })
const DAY_MS = 24 * 3_600_000

/** `2026-11-26`, in the Netherlands. */
export const dayOf = (utcMs: number): string => TODAY.format(utcMs)

export interface CheckedPlan {
  readonly checkedOn: string
  readonly checkEveryDays: number
}

/** The last day of its term is still in time. */
export function isCheckDue({ checkedOn, checkEveryDays }: CheckedPlan, utcMs: number): boolean {
  return (Date.parse(dayOf(utcMs)) - Date.parse(checkedOn)) / DAY_MS > checkEveryDays
}
