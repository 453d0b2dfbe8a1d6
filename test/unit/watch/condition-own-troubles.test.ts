// A service while we ourselves cannot hear: standstills, sleep, our own network, probes that cannot be opened.
import { describe, expect, it } from 'vitest'
import { isProven } from '../../../electron/host/watch/condition-state.ts'
import { primary, scene, serviceOf } from './scene.ts'

const PAIR = { service: serviceOf([primary('sip'), primary('beat')]) }

describe('our own troubles', () => {
  it('a miss sent before a standstill or less than 2 s after it is void', () => {
    const at = scene().reply(1_000).event(2_000, { kind: 'own-lag', ms: 400 }).miss(2_100).miss(4_700, 'sip', 3_999)
    expect(at.state.probes[0]?.phase).toBe('answering')
    expect(at.miss(4_810, 'sip', 4_000).state.probes[0]?.phase).toBe('missing')
  })

  it('the standstill and the 2 s after it are no silence', () => {
    // 600 ms of silence before, 2400 ms blind, so 1900 ms more make 2.5 s.
    const at = scene().reply(1_000).event(2_000, { kind: 'own-lag', ms: 400 }).until(60_000)
    expect(at.changes.slice(1)).toEqual(['ok→unknown@5900 (silent)', 'unknown→down@7400 (silent)'])
  })

  it('what fell due during the standstill is not done', () => {
    const at = scene().reply(1_000).event(2_900, { kind: 'own-lag', ms: 1_500 })
    expect(at.state.now).toBe('ok')
    expect(scene().reply(1_000).event(9_000, { kind: 'own-resume', ms: 7_500 }).reply(9_100).changes.slice(1))
      .toEqual(['ok→unknown@9000 (own-standstill)', 'unknown→ok@9100 (answers-again)'])
  })

  it('after a long standstill nothing is known until a reply, and down takes 4 s of hearing again', () => {
    const at = scene().reply(1_000).event(9_000, { kind: 'own-resume', ms: 7_500 })
    expect(at.state.why).toEqual({ code: 'own-standstill', lastReplyMs: 1_000 })
    // 500 ms counted before it, blind until 11000.
    expect(at.until(60_000).changes.at(-1)).toBe('unknown→down@14500 (silent)')
    expect(at.reply(9_100).until(60_000).changes.slice(-2)).toEqual(['ok→unknown@13500 (silent)', 'unknown→down@15000 (silent)'])
  })

  it('a sleep in which our own time stood still as well makes old what was known, and ends a proof', () => {
    const before = scene().reply(1_000).event(1_100, { kind: 'heard-own' })
    const slept = before.event(1_300, { kind: 'own-resume', ms: 100, sleptMs: 8 * 3_600_000 })
    expect(slept.changes.slice(1)).toEqual(['ok→unknown@1300 (own-standstill)'])
    expect(isProven(slept.state)).toBe(false)
    expect(slept.reply(1_900).changes.at(-1)).toBe('unknown→ok@1900 (answers-again)')
    // 200 ms counted before it, blind until 3300.
    expect(slept.until(60_000).changes.at(-1)).toBe('unknown→down@7100 (silent)')
    expect(isProven(before.event(1_300, { kind: 'own-resume', ms: 100, sleptMs: 30_000 }).state)).toBe(true)
  })

  it('overlapping standstills take each moment out once', () => {
    const once = scene().reply(1_000).event(2_000, { kind: 'own-lag', ms: 300 }).event(2_500, { kind: 'own-lag', ms: 300 })
    // Blind from 1700 to 4500: 700 ms counted before it.
    expect(once.until(60_000).changes.slice(1)).toEqual(['ok→unknown@6300 (silent)', 'unknown→down@7800 (silent)'])
  })

  it('a standstill while unknown or down changes nothing by itself', () => {
    const silent = scene().reply(1_000).until(4_000)
    expect(silent.event(4_300, { kind: 'own-lag', ms: 300 }).until(6_299).state.now).toBe('unknown')
    expect(silent.until(6_000).event(9_000, { kind: 'own-lag', ms: 300 }).state.now).toBe('down')
  })

  it('a refusal is never void: the other side said it', () => {
    expect(scene().reply(1_000).event(2_000, { kind: 'own-lag', ms: 400 }).fails(2_100, 'refused').state.now).toBe('down')
  })

  it('a probe that can be used no more leaves the silence counting from what it last heard', () => {
    const both = scene(PAIR).reply(1_000, 'sip').reply(1_200, 'beat').reply(3_000, 'sip').miss(3_100, 'beat')
    const lost = both.event(3_600, { kind: 'probe-unusable', probe: 'sip' })
    expect(lost.until(60_000).changes.slice(1)).toEqual(['ok→unknown@5500 (silent)', 'unknown→down@7000 (silent)'])
    // The other one had long been silent: degraded, and no down of a service that had just answered.
    const limited = scene(PAIR).reply(1_000, 'beat').replies(1_000, 9_000, 'sip').event(9_300, { kind: 'probe-unusable', probe: 'sip' })
    expect(limited.until(60_000).changes.slice(1)).toEqual(['ok→degraded@5000 (part-failed)', 'degraded→down@13000 (silent)'])
  })

  it('without our own network a service is unknown, and a sample says nothing', () => {
    const at = scene().reply(1_000).event(2_000, { kind: 'own-network-lost' }).fails(2_500, 'refused').until(60_000)
    expect(at.changes.slice(1)).toEqual(['ok→unknown@2000 (own-network-down)'])
    expect(at.state.why).toEqual({ code: 'own-network-down' })
  })

  it('a service that does not need our network is not touched by its loss', () => {
    const at = scene({ service: serviceOf([primary('radio')], { viaOwnNetwork: false }) })
    expect(at.reply(1_000).event(1_500, { kind: 'own-network-lost' }).state.now).toBe('ok')
  })

  it('with the network back it stays unknown until something is heard, or nothing for 2 s + 4 s after a question', () => {
    const back = scene().reply(1_000).event(2_000, { kind: 'own-network-lost' }).event(60_000, { kind: 'own-network-found' })
    expect(back.state.why).toEqual({ code: 'own-network-back' })
    expect(back.reply(60_100).changes.at(-1)).toBe('unknown→ok@60100 (first-reply)')
    expect(back.miss(60_800).miss(62_900).until(99_000).changes.at(-1)).toBe('unknown→down@66100 (never-answered)')
  })

  it('a service that was down before our network went must earn its ok', () => {
    const at = scene({ settings: { goodMs: 3_000 } }).reply(1_000).until(6_000).event(7_000, { kind: 'own-network-lost' })
      .event(8_000, { kind: 'own-network-found' }).replies(9_000, 12_000)
    expect(at.changes.slice(2)).toEqual([
      'unknown→down@5000 (silent)', 'down→unknown@7000 (own-network-down)',
      'unknown→degraded@9000 (recovering)', 'degraded→ok@12000 (good-again)',
    ])
  })

  it('the time we were blind is no good time', () => {
    const at = scene({ settings: { goodMs: 3_000 } }).reply(1_000).until(6_000).replies(7_000, 9_000)
      .event(10_000, { kind: 'own-lag', ms: 500 }).reply(10_100).reply(12_000).reply(14_000)
    // Good from 9000, blind from 9500 to 12000.
    expect(at.reply(15_000).changes.at(-1)).toBe('degraded→ok@14500 (good-again)')
  })

  it('when the only probe that had answered can no longer be used, the others get their time to answer', () => {
    const at = scene(PAIR).reply(1_000, 'sip').miss(1_100, 'beat', 1_000).event(1_200, { kind: 'probe-unusable', probe: 'sip' })
    expect(at.changes.slice(1)).toEqual(['ok→unknown@1200 (watching-began)'])
    expect(at.until(4_999).state.now).toBe('unknown')
    expect(at.until(5_000).changes.at(-1)).toBe('unknown→down@5000 (never-answered)')
  })

  it('a probe we cannot open proves nothing: the others decide, and without others nothing is known', () => {
    const at = scene(PAIR).event(0, { kind: 'probe-unusable', probe: 'beat' }).reply(1_000, 'sip').fails(1_500, 'refused', 'sip')
    expect(at.state.now).toBe('down')
    const none = at.event(2_000, { kind: 'probe-unusable', probe: 'sip' })
    expect(none.changes.at(-1)).toBe('down→unknown@2000 (not-measurable)')
    const again = none.event(3_000, { kind: 'probe-usable', probe: 'sip' }).replies(3_500, 5_500, 'sip')
    expect(again.changes.at(-1)).toBe('unknown→degraded@5500 (recovering)')
  })
})
