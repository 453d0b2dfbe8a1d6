// Why the console said no, in a sentence for whoever pressed.
import { isTextKey } from '../i18n/catalogue.ts'
import type { Words } from './words.ts'

export function refusalSentence({ code, detail }: { readonly code: string; readonly detail: string }, words: Words): string {
  const press = `press.${detail}`
  if (code === 'CALL_REFUSED' && isTextKey(press)) return words.text('call.refused', { cause: words.text(press) })
  return words.coded('error', code, { detail })
}
