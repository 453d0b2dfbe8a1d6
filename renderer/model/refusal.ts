// Why the console said no, in a sentence for whoever pressed.
import { isTextKey } from '../i18n/catalogue.ts'
import type { Words } from './words.ts'

export function refusalSentence({ code, detail }: { readonly code: string; readonly detail: string }, words: Words): string {
  const press = `press.${detail}`
  if (code === 'CALL_REFUSED' && isTextKey(press)) return words.text('call.refused', { cause: words.text(press) })
  // The press was carried out; only its line in the record is late.
  if (code.startsWith('STORE_')) return words.text('call.done-unrecorded', { cause: words.coded('record.cause', code) })
  return words.coded('error', code, { detail })
}
