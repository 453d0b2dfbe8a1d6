// The way back: how long it still has to wait, why so long, and when it may be taken. By hand always; never by itself.
import { rbsLabel, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface ReturnModel {
  /** Rest of the waiting time, ms; absent when nothing is waited for. */
  readonly leftMs?: number
  /** From 0 to 1. */
  readonly done: number
  readonly reasons: readonly string[]
  readonly offered: boolean
  readonly label: string
  readonly ask: Ask
}

export function returnModel({ topics, nowUtcMs }: ConsoleView, words: Words): ReturnModel {
  const state = topics.switch.switch
  const rbs = rbsLabel(topics.channels)
  const console = Object.values(topics.services).find((service) => service.role === 'console')
  const ask: Ask = { call: 'return.accept', input: {} }
  if (state?.returnOffered === true) return { done: 1, reasons: [words.text('return.free')], offered: true, label: words.text('return.offered', { rbs }), ask }
  const rest = { offered: false, label: words.text('return.by-hand', { rbs }), ask }
  const { hold } = state ?? {}
  if (hold && !hold.over && hold.endsUtcMs !== undefined) {
    const leftMs = Math.max(0, hold.endsUtcMs - nowUtcMs)
    const wholeMs = hold.holdMs ?? leftMs
    return { ...rest, leftMs, done: wholeMs === 0 ? 1 : 1 - leftMs / wholeMs, reasons: [words.text('return.hold-of', { length: words.left(wholeMs) })] }
  }
  if (hold?.over === true) return { ...rest, done: 1, reasons: [words.text('return.hold-over', { rbs })] }
  const since = console === undefined ? '' : words.clock(console.sinceUtcMs)
  return { ...rest, done: 0, reasons: [words.text('return.rbs-away', { rbs, time: since })] }
}
