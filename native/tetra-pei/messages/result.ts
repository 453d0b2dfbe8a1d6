// Final results: the line that ends a command. Source: V.250 and EN 300 392-5; `+CMS Error: 35` in that letter case stands
// in an open test set, so any case counts. Numeric results (ATV0) are never asked for and not read.
import { cmeError, type CmePolicy } from '../cme-errors.ts'

type PlainWord = 'OK' | 'ERROR' | 'NO CARRIER' | 'BUSY' | 'NO ANSWER' | 'NO DIALTONE'
const PLAIN: readonly PlainWord[] = ['OK', 'ERROR', 'NO CARRIER', 'BUSY', 'NO ANSWER', 'NO DIALTONE']

export type FinalResult =
  | { readonly final: true; readonly ok: true; readonly result: 'OK' }
  | { readonly final: true; readonly ok: false; readonly result: Exclude<PlainWord, 'OK'> }
  | {
      readonly final: true
      readonly ok: false
      readonly result: 'CME' | 'CMS'
      readonly code: number
      readonly codeName: string
      readonly policy: CmePolicy
    }
  /** AT+CMEE=2 makes a radio say it in words. */
  | { readonly final: true; readonly ok: false; readonly result: 'CME' | 'CMS'; readonly text: string }

const CODED = /^\+(CM[ES]) ERROR\s*:\s*(.*)$/i
const CODE = /^\d{1,5}$/

/** The result in a line, or undefined when the line is none. */
export function decodeResult(line: string): FinalResult | undefined {
  const trimmed = line.trim()
  const word = PLAIN.find((one) => one === trimmed.toUpperCase())
  if (word === 'OK') return { final: true, ok: true, result: word }
  if (word) return { final: true, ok: false, result: word }
  const coded = CODED.exec(trimmed)
  if (!coded) return undefined
  const result = coded[1]?.toUpperCase() === 'CMS' ? 'CMS' : 'CME'
  const said = coded[2] ?? ''
  if (!CODE.test(said)) return { final: true, ok: false, result, text: said }
  const { name, policy } = cmeError(Number(said))
  return { final: true, ok: false, result, code: Number(said), codeName: name, policy }
}

export function encodeResult(result: FinalResult): string {
  if (!('text' in result) && !('code' in result)) return result.result
  return `+${result.result} ERROR: ${'code' in result ? result.code : result.text}`
}

/** Refusal with a code: what a radio says. */
export function encodeCmeError(code: number): string {
  return `+CME ERROR: ${code}`
}
