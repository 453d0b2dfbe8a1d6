// The way back: how long it still has to wait, why so long, and when it may be taken. By hand always; never by itself.
import type { ServiceView } from '../../electron/contract/topics.ts'
import { isEmergencyOpen, rbsLabel, rbsService, type ConsoleView } from './console-view.ts'
import { secondsUntil, type Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface ReturnModel {
  /** Rest of the waiting time, ms; absent when nothing is waited for. */
  readonly leftMs?: number
  /** From 0 to 1. */
  readonly done: number
  readonly reasons: readonly string[]
  readonly look: 'act' | 'plain'
  readonly label: string
  readonly ask: Ask
}

export function returnModel({ topics, nowUtcMs }: ConsoleView, words: Words): ReturnModel {
  const state = topics.switch.switch
  const rbs = rbsLabel(topics.channels)
  const ask: Ask = { call: 'return.accept', input: {} }
  if (state?.returnOffered === true) return { done: 1, reasons: [words.text('return.free')], look: isEmergencyOpen(topics) ? 'plain' : 'act', label: words.text('return.offered', { rbs }), ask }
  const rest = { look: 'plain', label: words.text('return.by-hand', { rbs }), ask } as const
  const { hold } = state ?? {}
  if (hold && !hold.over && hold.endsUtcMs !== undefined) {
    const restMs = secondsUntil(hold.endsUtcMs, nowUtcMs) * 1000
    const wholeMs = hold.holdMs ?? restMs
    const leftMs = Math.min(restMs, wholeMs)
    return { ...rest, leftMs, done: wholeMs === 0 ? 1 : 1 - leftMs / wholeMs, reasons: [words.text('return.hold-of', { length: words.left(wholeMs) })] }
  }
  if (hold?.over === true) return { ...rest, done: 1, reasons: [words.text('return.hold-over', { rbs })] }
  return { ...rest, done: 0, reasons: [whyNotYet(rbsService(topics.services), rbs, words)] }
}

function whyNotYet(console: ServiceView | undefined, rbs: string, words: Words): string {
  if (console?.now === 'down') return words.text('return.rbs-away', { rbs, time: words.clock(console.sinceUtcMs) })
  if (console?.now === 'unknown') return words.text('headline.unmeasured', { service: rbs, time: words.clock(console.lastReplyUtcMs ?? console.sinceUtcMs) })
  return words.text('return.hold-over', { rbs })
}
