// An answer that says itself that something is wrong: not silence, not loss, and not fine.
import { describe, expect, it } from 'vitest'
import type { ProbeResult } from '../../../electron/host/watch/types.ts'
import { primary, scene, secondary, serviceOf, type Scene } from './scene.ts'

const BUSY: ProbeResult = { kind: 'reply', latencyMs: 5, detail: 'SIP 503', limited: 'SIP 503' }
const FINE: ProbeResult = { kind: 'reply', latencyMs: 5, detail: 'SIP 200' }

/** One answer a second from `fromS`, each what `answer` makes of its turn. */
function answers(at: Scene, fromS: number, count: number, answer: (turn: number) => ProbeResult): Scene {
  let next = at
  for (let turn = 0; turn < count; turn++) next = next.reply((fromS + turn) * 1_000, 'sip', answer(turn))
  return next
}

describe('an answer that says itself that something is wrong', () => {
  it('once is no change at all', () => {
    expect(scene().replies(1_000, 3_000).reply(4_000, 'sip', BUSY).replies(5_000, 200_000).changes).toEqual(['unknown→ok@1000 (first-reply)'])
  })

  it('for five seconds makes the service degraded, for that reason and by its own words', () => {
    const at = answers(scene().replies(1_000, 10_000), 11, 5, () => BUSY)
    expect(at.changes.slice(1)).toEqual(['ok→degraded@15000 (limited)'])
    expect(at.state.why).toEqual({ code: 'limited', probe: 'sip', detail: 'SIP 503' })
  })

  it('breaks the silence: it never makes the service unknown or down', () => {
    const at = answers(scene(), 1, 3_600, () => BUSY)
    expect(at.changes).toEqual(['unknown→ok@1000 (first-reply)', 'ok→degraded@5000 (limited)'])
    expect(at.state.probes[0]).toMatchObject({ phase: 'answering', detail: 'SIP 503' })
  })

  it('ends as loss does, when it was fine for long enough, and says what has ended', () => {
    const at = answers(scene().replies(1_000, 10_000), 11, 5, () => BUSY).replies(16_000, 150_000)
    expect(at.changes.slice(2).map((one) => one.replace(/@\d+/, ''))).toEqual(['degraded→ok (ended)'])
    expect(at.state.why).toEqual({ code: 'ended', what: 'limited' })
    expect(at.state.probes[0]).not.toHaveProperty('limited')
  })

  it('every other time is announced once, not each second', () => {
    const at = answers(scene(), 1, 600, (turn) => (turn % 2 === 0 ? BUSY : FINE))
    expect(at.effects.filter((one) => one.effect === 'announce-change' || one.effect === 'announce-reason').map((one) => one.why.code)).toEqual(['first-reply', 'limited'])
  })

  it('of a secondary probe limits nothing', () => {
    let at = scene({ service: serviceOf([primary('sip'), secondary('page')]) })
    for (let ms = 1_000; ms <= 60_000; ms += 1_000) at = at.reply(ms, 'sip').reply(ms, 'page', BUSY)
    expect(at.changes).toEqual(['unknown→ok@1000 (first-reply)'])
  })

  it('counts its time towards no slowness, and a lost answer beside it towards the same score', () => {
    const slow: ProbeResult = { ...BUSY, latencyMs: 700 }
    const at = answers(scene().replies(1_000, 10_000), 11, 2, () => slow).miss(13_800).miss(14_800).reply(15_000, 'sip', slow)
    expect(at.state.why).toEqual({ code: 'limited', probe: 'sip', detail: 'SIP 503' })
  })
})
