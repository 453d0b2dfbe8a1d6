// What a model needs to speak: texts by key, moments and lengths of time as people read them.
import type { Language } from '../../electron/contract/words.ts'
import { isTextKey, type TextKey } from '../i18n/catalogue.ts'
import type { Text, TextValues } from '../i18n/texts.ts'
import { clockMinutes, clockTime, countdown, fullDate, longDuration, shortDate } from '../i18n/times.ts'

export interface Words {
  readonly text: Text
  /** For keys made of a code, such as `why.<code>`; one without a text shows as the code itself. */
  coded(prefix: string, code: string, values?: TextValues): string
  /** 21:46:51, local time of the centre. */
  clock(utcMs: number): string
  /** 21:46 */
  minute(utcMs: number): string
  /** ma 23-11 */
  day(utcMs: number): string
  /** ma 23-11-2026 */
  date(utcMs: number): string
  /** What is left: 01:48, rounded up. */
  left(ms: number): string
  /** What has passed: 00:06:41. */
  passed(ms: number): string
}

export function createWords(language: Language, text: Text): Words {
  return {
    text,
    coded(prefix, code, values) {
      const key = `${prefix}.${code}`
      return isTextKey(key) ? text(key, values) : code
    },
    clock: clockTime,
    minute: clockMinutes,
    day: (utcMs) => shortDate(utcMs, language),
    date: (utcMs) => fullDate(utcMs, language),
    left: countdown,
    passed: longDuration,
  }
}

export type { TextKey }
