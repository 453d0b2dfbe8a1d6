// Why the console said no, in a sentence for whoever pressed.
import { isTextKey } from '../i18n/catalogue.ts'
import type { SiteView } from '../../electron/contract/topics.ts'
import { whomToCall } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

/** Nothing but an entry: when that is lost, so is what was pressed. */
const ONLY_RECORDED = /^(fault|note|report|action)\./

interface Refusal {
  readonly code: string
  readonly detail: string
  readonly ask?: Pick<Ask, 'call'>
}

export function refusalSentence({ code, detail, ask }: Refusal, words: Words, site?: SiteView): string {
  // Nothing is left to press: then it is a person that helps.
  if (code === 'CALL_REFUSED' && detail === 'nothing-ready') return words.text('call.refused', { cause: words.text('refusal.nothing-ready', { whom: whomToCall(site, words) }) })
  const press = `press.${detail}`
  if (code === 'CALL_REFUSED' && isTextKey(press)) return words.text('call.refused', { cause: words.text(press) })
  if (code === 'STORE_SPOOL_FULL' && ask && ONLY_RECORDED.test(ask.call)) return words.text('call.unrecorded', { cause: words.coded('record.cause', code) })
  // The press was carried out; only its line in the record is late.
  if (code.startsWith('STORE_')) return words.text('call.done-unrecorded', { cause: words.coded('record.cause', code) })
  return words.coded('error', code, { detail })
}
