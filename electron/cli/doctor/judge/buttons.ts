// What can be known of a pedal or panel without a foot on it. Pure.
import type { Quantiles } from '../../../host/traffic/words.ts'
import { words, type Finding } from '../finding.ts'

export interface ButtonsFacts {
  /** `not-asked`: it can be asked, and this site only looks. */
  readonly state: 'answered' | 'silent' | 'cannot-be-asked' | 'not-asked'
  readonly answerMs?: Quantiles
  /** Inputs that are down, when that is known. */
  readonly down?: readonly string[]
}

const ANSWER_LIMIT_MS = 50

export function judgeButtons(id: string, label: string, { state, answerMs, down = [] }: ButtonsFacts): readonly Finding[] {
  const base = { id: `device.${id}.answer`, title: words('doctor.answer', { label }) }
  switch (state) {
    case 'cannot-be-asked':
      return [{ ...base, state: 'unknown', detail: words('doctor.pedal.unasked'), cure: words('doctor.pedal.press', { device: id }) }]
    case 'not-asked':
      return [{ ...base, state: 'unknown', detail: words('doctor.pedal.observing') }]
    case 'silent':
      return [{ ...base, state: 'failed', detail: words('doctor.pedal.silent'), cure: words('doctor.pedal.cure') }]
    case 'answered':
      break
  }
  const took = answerMs
    ? words('doctor.answer.took', { p50: answerMs.p50, p95: answerMs.p95, n: answerMs.n })
    : words('doctor.answer.some')
  const isSlow = answerMs !== undefined && answerMs.p95 > ANSWER_LIMIT_MS
  return [
    { ...base, state: isSlow ? 'warning' : 'ok', detail: took, ...(isSlow ? { cure: words('doctor.pedal.slow') } : {}) },
    ...(down.length > 0
      ? [{ id: `device.${id}.rest`, title: words('doctor.rest', { label }), state: 'warning', detail: words('doctor.rest.down', { inputs: down.join(', ') }), cure: words('doctor.rest.cure') } as const]
      : []),
  ]
}

export interface PressFacts {
  readonly presses: readonly { readonly name: string; readonly heldMs: number }[]
  readonly waitedMs: number
}

/** A press shorter than this is a contact that bounces, or a cable that breaks. */
const BOUNCE_MS = 20

/** From foot to computer cannot be timed from here; whether it arrives, once, and lets go again can. */
export function judgePresses(id: string, label: string, { presses, waitedMs }: PressFacts): Finding {
  const base = { id: `device.${id}.press`, title: words('doctor.press', { label }) }
  if (presses.length === 0) return { ...base, state: 'failed', detail: words('doctor.press.none', { seconds: Math.round(waitedMs / 1000) }), cure: words('doctor.pedal.cure') }
  const inputs = [...new Set(presses.map((press) => press.name))].join(', ')
  const bounces = presses.filter((press) => press.heldMs < BOUNCE_MS).length
  const shortest = Math.round(Math.min(...presses.map((press) => press.heldMs)))
  const detail = words('doctor.press.seen', { inputs, presses: presses.length, shortest })
  return bounces === 0 ? { ...base, state: 'ok', detail } : { ...base, state: 'warning', detail, cure: words('doctor.press.bounces', { bounces }) }
}
