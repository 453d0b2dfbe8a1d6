// Times as a dispatch centre reads them: always Europe/Amsterdam, wherever the workstation thinks it stands.
import type { Language } from '../../electron/contract/words.ts'

const ZONE = 'Europe/Amsterdam'
const SECOND_MS = 1000

const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const date = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric' })
const weekdays: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  nl: new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short' }),
}

/** `21:40:05` */
export const clockTime = (utcMs: number): string => clock.format(utcMs)

/** `21:40` */
export const clockMinutes = (utcMs: number): string => clockTime(utcMs).slice(0, 5)

/** `ma 23-11` */
export const shortDate = (utcMs: number, language: Language): string => `${weekdays[language].format(utcMs)} ${date.format(utcMs).slice(0, 5)}`

/** `ma 23-11-2026` */
export const fullDate = (utcMs: number, language: Language): string => `${weekdays[language].format(utcMs)} ${date.format(utcMs)}`

/** `00:06:41`, whole seconds that have passed; never below zero. */
export function longDuration(ms: number): string {
  const [hours, minutes, seconds] = parts(ms)
  return [hours, minutes, seconds].map(two).join(':')
}

/** `01:48`, or `75:00` past the hour; whole seconds that have passed. */
export function shortDuration(ms: number): string {
  const [hours, minutes, seconds] = parts(ms)
  return `${two(hours * 60 + minutes)}:${two(seconds)}`
}

/** `01:48` until the end: rounded up, so that 00:00 is shown when it is over and not before. */
export const countdown = (ms: number): string => shortDuration(Math.ceil(ms / SECOND_MS) * SECOND_MS)

function parts(ms: number): readonly [hours: number, minutes: number, seconds: number] {
  const whole = Math.max(0, Math.floor(ms / SECOND_MS))
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
}

const two = (value: number): string => String(value).padStart(2, '0')
