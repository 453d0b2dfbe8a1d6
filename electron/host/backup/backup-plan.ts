// When the next copy of the record is due, what it is called, and which old ones go. Pure: it is told which names are there.
// The names are the memory: a folder that somebody emptied is a folder without copies.

const HOUR_MS = 3_600_000
const NAME = /^record-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** `record-20260105T040000Z`: sorts by time, and is a file name everywhere. */
export const backupName = (utcMs: number): string => `record-${new Date(utcMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** UTC of a copy of ours; undefined for anything else that lies there. */
export function backupTime(name: string): number | undefined {
  const digits = NAME.exec(name)
  if (!digits) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = digits.slice(1).map(Number)
  const utcMs = Date.UTC(year, month - 1, day, hour, minute, second)
  // The thirtieth of February is no copy of ours.
  return backupName(utcMs) === name ? utcMs : undefined
}

/** How long until the next copy; 0 when it is due. A copy from the future says that the clock was set back: it is due. */
export function dueInMs(names: readonly string[], nowUtcMs: number, everyHours: number): number {
  const times = names.flatMap((name) => backupTime(name) ?? [])
  const newest = Math.max(...times)
  if (times.length === 0 || newest > nowUtcMs) return 0
  return Math.max(0, newest + everyHours * HOUR_MS - nowUtcMs)
}

/** Oldest first: copies of ours beyond the newest `keep`. */
export function beyondKeep(names: readonly string[], keep: number): readonly string[] {
  const ours = names.filter((name) => backupTime(name) !== undefined).toSorted()
  return ours.slice(0, Math.max(0, ours.length - keep))
}
