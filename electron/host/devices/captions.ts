// Letters for keys that can show them, six at most. DESIGN section 7 names the keys; words of VOCABULARY, cut to fit.
import type { ButtonMeaning, TapAction } from '../../contract/keys.ts'
import type { Language } from '../../contract/words.ts'
import type { Site } from '../site/types.ts'

const WORDS: Readonly<Record<Language, Readonly<Record<'ptt' | 'switch' | 'back' | 'take-emergency' | 'acknowledge' | 'report' | TapAction, string>>>> = {
  nl: {
    ptt: 'ZEND', switch: 'SCHAK.', back: 'TERUG', 'take-emergency': 'NOOD', acknowledge: 'GEZIEN', report: 'MELD',
    'tap-speech-drops': 'SPRAAK', 'tap-ptt-refused': 'PTT', 'tap-no-reception': 'STIL',
  },
  en: {
    ptt: 'TALK', switch: 'SWITCH', back: 'BACK', 'take-emergency': 'EMERG', acknowledge: 'SEEN', report: 'REPORT',
    'tap-speech-drops': 'SPEECH', 'tap-ptt-refused': 'PTT', 'tap-no-reception': 'SILENT',
  },
}
const LETTERS_MAX = 6

/** The letters of each key that does something, by its input. */
export function captionsOf(buttons: Readonly<Record<string, ButtonMeaning>>, { plan, language }: Pick<Site, 'plan' | 'language'>): Record<string, string> {
  const letters = (meaning: ButtonMeaning): string => {
    if (meaning === 'spare') return ''
    const [kind, number] = meaning.split('-')
    if (kind === 'channel') return plan.channels[Number(number) - 1]?.label ?? ''
    if (kind === 'group') return plan.groups.find(({ key }) => key === Number(number))?.label ?? ''
    return WORDS[language][meaning as keyof (typeof WORDS)[Language]]
  }
  return Object.fromEntries(Object.entries(buttons).flatMap(([input, meaning]) => {
    const caption = letters(meaning).toUpperCase().slice(0, LETTERS_MAX)
    return caption === '' ? [] : [[input, caption]]
  }))
}
