// The rules of architecture section 5 for one service, each with its numbers.
import { describe, expect, it } from 'vitest'
import { isProven, memoryOf, negativeProofs } from '../../../electron/host/watch/condition-state.ts'
import type { ConditionEvent } from '../../../electron/host/watch/types.ts'
import { due, primary, scene, secondary, serviceOf } from './scene.ts'

const PAIR = { service: serviceOf([primary('sip'), primary('beat')]) }
const WITH_SECONDARY = { service: serviceOf([primary('sip'), secondary('tcp')]) }

describe('silence', () => {
  it('starts unknown and calls the first reply ok', () => {
    const at = scene()
    expect(at.state.now).toBe('unknown')
    expect(at.reply(100).changes).toEqual(['unknown→ok@100 (first-reply)'])
  })

  it('counts from the last reply: unknown at 2.5 s, down at 4 s, stamped with the due time however late the timer is', () => {
    const at = scene().reply(1_000).until(60_000)
    expect(at.changes.slice(1)).toEqual(['ok→unknown@3500 (silent)', 'unknown→down@5000 (silent)'])
    expect(at.state.why).toEqual({ code: 'silent', lastReplyMs: 1_000 })
  })

  it('counts no misses: many misses inside 2.5 s change nothing', () => {
    let at = scene().reply(1_000)
    for (let ms = 1_850; ms < 3_500; ms += 50) {
      at = at.event(ms, { kind: 'sampled', sample: { probe: 'sip', sentMs: ms - 800, atMs: ms, regular: false, result: { kind: 'timeout' } } })
    }
    expect(at.state.now).toBe('ok')
  })

  it('does nothing a millisecond before its time, and a timer due at the same moment fires before the reply', () => {
    expect(scene().reply(1_000).until(3_499).state.now).toBe('ok')
    expect(scene().reply(1_000).reply(3_500).changes.slice(1)).toEqual(['ok→unknown@3500 (silent)', 'unknown→ok@3500 (answers-again)'])
    expect(scene().reply(1_000).reply(3_499).changes.slice(1)).toEqual([])
  })

  it('says in advance when time alone will change something', () => {
    const at = scene().reply(1_000)
    expect(due(at)).toBe(3_500)
    expect(due(at.until(3_500))).toBe(5_000)
    expect(due(at.until(5_000))).toBe(Infinity)
  })

  it('ends unknown with a single reply', () => {
    expect(scene().reply(1_000).reply(4_000).changes.at(-1)).toBe('unknown→ok@4000 (answers-again)')
  })

  it('from degraded changes nothing before 4 s', () => {
    const at = scene(WITH_SECONDARY).reply(1_000).fails(1_100, 'refused', 'tcp').until(4_999)
    expect(at.state.now).toBe('degraded')
    expect(at.until(5_000).changes.at(-1)).toBe('degraded→down@5000 (silent)')
  })

  it('hears a reply of any primary', () => {
    const at = scene(PAIR).reply(1_000, 'sip').reply(1_500, 'beat').until(3_999)
    expect(at.state.now).toBe('ok')
    expect(at.until(4_000).state.now).toBe('unknown')
    expect(at.until(5_500).changes.at(-1)).toBe('unknown→down@5500 (silent)')
  })

  it('calls a common silence unknown and down, never degraded on the way, though the probes end apart', () => {
    let at = scene({ service: serviceOf([primary('sip'), primary('beat'), secondary('tcp')]) })
    at = at.reply(700, 'tcp').reply(1_000, 'beat').reply(1_600, 'sip')
    at = at.miss(2_500, 'tcp').miss(2_800, 'beat').miss(3_400, 'sip').until(9_000)
    expect(at.changes.slice(1)).toEqual(['ok→unknown@4100 (silent)', 'unknown→down@5600 (silent)'])
  })

  it('takes unreachable for a time-out', () => {
    const at = scene().reply(1_000).fails(1_100, 'unreachable')
    expect(at.state.now).toBe('ok')
    expect(at.until(5_000).state.why).toEqual({ code: 'silent', lastReplyMs: 1_000 })
  })
})

describe('a service that never answered', () => {
  it('stays unknown as long as nobody has asked it', () => {
    const at = scene().until(3_600_000)
    expect(at.changes).toEqual([])
    expect(due(at)).toBe(Infinity)
  })

  it('is down 4 s after the first question, and says that it never answered', () => {
    const at = scene().miss(1_000).until(60_000)
    expect(at.changes).toEqual(['unknown→down@4200 (never-answered)'])
    expect(at.state.why).toEqual({ code: 'never-answered', sinceMs: 200 })
  })

  it('is not called degraded by a secondary probe, which proves nothing of it', () => {
    expect(scene(WITH_SECONDARY).fails(100, 'refused', 'tcp').until(60_000).changes).toEqual([])
  })

  it('leaves an unasked primary its 4 s from the start before a refusal of the other makes it down', () => {
    expect(scene(PAIR).fails(100, 'refused', 'sip').until(60_000).changes).toEqual(['unknown→down@4000 (refused)'])
  })
})

describe('hard evidence', () => {
  it.each(['refused', 'unplugged'] as const)('%s is down at once', (kind) => {
    expect(scene().reply(1_000).fails(1_200, kind).changes.at(-1)).toBe(`ok→down@1200 (${kind})`)
  })

  it.each(['searching', 'none', 'rejected'] as const)('a control radio that says %s is deregistered: down at once', (registration) => {
    const at = scene().reply(1_000).reply(2_000, 'sip', { kind: 'reply', latencyMs: 9, registration })
    expect(at.changes.at(-1)).toBe('ok→down@2000 (deregistered)')
    expect(at.state.why).toEqual({ code: 'deregistered', probe: 'sip', registration })
  })

  it.each(['home', 'visited'] as const)('a control radio registered %s is a reply', (registration) => {
    expect(scene().reply(1_000, 'sip', { kind: 'reply', latencyMs: 9, registration }).state.now).toBe('ok')
  })

  it('of one among several primaries is degraded, of all of them down', () => {
    const at = scene(PAIR).reply(1_000, 'sip').reply(1_000, 'beat').fails(1_500, 'refused', 'sip')
    expect(at.changes.at(-1)).toBe('ok→degraded@1500 (part-failed)')
    expect(at.fails(1_700, 'refused', 'beat').changes.at(-1)).toBe('degraded→down@1700 (refused)')
  })

  it('of one with the other silent for 4 s is down at that moment', () => {
    const at = scene(PAIR).reply(1_000, 'beat').reply(1_200, 'sip').fails(2_000, 'refused', 'sip').until(60_000)
    expect(at.changes.slice(1)).toEqual(['ok→degraded@2000 (part-failed)', 'degraded→down@5000 (refused)'])
  })

  it('sent before the last answered question is old news', () => {
    let at = scene().reply(1_000, 'sip', { kind: 'reply', latencyMs: 10 })
    at = at.event(1_005, { kind: 'sampled', sample: { probe: 'sip', sentMs: 900, atMs: 1_005, regular: false, result: { kind: 'refused' } } })
    expect(at.state.now).toBe('ok')
  })

  it('is not disproved by the answer to an earlier question, which still counts against silence', () => {
    let at = scene(PAIR).reply(1_000, 'sip').reply(1_000, 'beat').fails(2_000, 'refused', 'sip')
    at = at.event(2_100, { kind: 'sampled', sample: { probe: 'sip', sentMs: 1_900, atMs: 2_100, regular: true, result: { kind: 'reply', latencyMs: 200 } } })
    expect(at.state.now).toBe('degraded')
    expect(at.reply(2_300, 'sip').state.now).toBe('ok')
  })

  it('of no registration is not disproved by overhearing somebody, only by registering', () => {
    let at = scene().reply(1_000, 'sip', { kind: 'reply', latencyMs: 5, registration: 'home' })
    at = at.reply(2_000, 'sip', { kind: 'reply', latencyMs: 5, registration: 'none' })
    at = at.reply(2_100, 'sip', { kind: 'reply', heardOwn: true })
    expect(at.state.probes[0]?.phase).toBe('failed')
    expect(at.reply(2_200, 'sip', { kind: 'reply', latencyMs: 5, registration: 'home' }).state.probes[0]?.phase).toBe('answering')
  })
})

describe('secondary probes', () => {
  it('never make a service down, however they fail', () => {
    let at = scene(WITH_SECONDARY).replies(1_000, 3_000).fails(3_100, 'refused', 'tcp').replies(4_000, 60_000)
    expect(at.state.now).toBe('degraded')
    expect(at.changes.filter((one) => one.includes('down'))).toEqual([])
    at = at.reply(60_500, 'tcp')
    expect(at.changes.at(-1)).toBe('degraded→ok@60500 (ended)')
  })

  it('that fall silent for 4 s while primaries answer make it degraded', () => {
    let at = scene(WITH_SECONDARY).reply(1_000, 'tcp').replies(1_100, 1_100).miss(2_800, 'tcp')
    at = at.replies(2_100, 10_100)
    expect(at.changes.at(-1)).toBe('ok→degraded@5000 (part-failed)')
  })
  it('do not answer for the primaries: their replies end no silence', () => {
    let at = scene(WITH_SECONDARY).reply(1_000).reply(1_000, 'tcp')
    for (let ms = 2_000; ms <= 8_000; ms += 1_000) at = at.reply(ms, 'tcp')
    expect(at.changes.slice(1)).toEqual(['ok→unknown@3500 (silent)', 'unknown→down@5000 (silent)'])
  })
})

describe('recovery', () => {
  const down = (options = {}) => scene({ settings: { goodMs: 3_000 }, ...options }).reply(1_000).until(6_000)

  it('takes three replies within 3 s, then degraded until goodMs was good, then ok', () => {
    const at = down().replies(7_000, 12_500)
    expect(at.changes.slice(-2)).toEqual(['down→degraded@9000 (recovering)', 'degraded→ok@12000 (good-again)'])
  })

  it('does not take two replies, nor three in more than 3 s', () => {
    expect(down().reply(7_000).reply(8_000).state.now).toBe('down')
    expect(down().reply(7_000).reply(8_000).reply(10_001).state.now).toBe('down')
    expect(down().reply(7_000).reply(8_000).reply(10_000).state.now).toBe('degraded')
    expect(down().reply(7_000).reply(8_000).reply(10_001).reply(10_500).state.now).toBe('degraded')
  })

  it('starts its good time anew at a miss, not at a miss sent before it came back', () => {
    const back = down().replies(7_000, 9_000)
    expect(back.miss(9_500, 'sip', 8_700).replies(10_000, 12_000).changes.at(-1)).toBe('degraded→ok@12000 (good-again)')
    expect(back.reply(10_000).miss(10_900).reply(11_000).replies(12_000, 14_000).changes.at(-1)).toBe('degraded→ok@13900 (good-again)')
  })

  it('is down again, not unknown, when it falls silent for 4 s while recovering', () => {
    expect(down().replies(7_000, 9_000).miss(10_800).until(20_000).changes.slice(-2))
      .toEqual(['down→degraded@9000 (recovering)', 'degraded→down@13000 (silent)'])
  })

  it('goes on as degraded while a probe still fails', () => {
    const at = scene({ ...PAIR, settings: { goodMs: 3_000 } }).reply(1_000, 'sip').reply(1_000, 'beat')
      .fails(1_100, 'refused', 'sip').fails(1_200, 'refused', 'beat').replies(2_000, 4_000, 'beat')
    expect(at.changes.at(-1)).toBe('down→degraded@4000 (part-failed)')
    expect(at.reply(4_500, 'sip').state.why).toEqual({ code: 'recovering' })
  })

  it('is owed after a restart of the host too', () => {
    const memory = memoryOf(down().state, 0)
    const at = scene({ settings: { goodMs: 3_000 }, memory }).replies(500, 5_500)
    expect(at.changes).toEqual(['unknown→degraded@2500 (recovering)', 'degraded→ok@5500 (good-again)'])
  })
})

describe('proof', () => {
  it('speech heard end to end proves ok for its limit', () => {
    const at = scene().replies(1_000, 5_000).event(5_000, { kind: 'heard-own' })
    expect(isProven(at.state)).toBe(true)
    const later = at.replies(6_000, 70_000)
    expect(later.effects.filter((one) => one.effect === 'announce-proof')).toEqual([
      { effect: 'announce-proof', service: 'rbs', atMs: 5_000, proof: 'proven' },
      { effect: 'announce-proof', service: 'rbs', atMs: 65_000, proof: 'reachable' },
    ])
  })

  it('does not outlive a down: what was heard before it proves nothing of now', () => {
    const at = scene().reply(1_000).event(1_500, { kind: 'heard-own' }).fails(2_000, 'refused')
    expect(isProven(at.state)).toBe(false)
    expect(at.state.lastHeardOwnMs).toBe(1_500)
  })
})

describe('independent proofs of down', () => {
  it('are the different probes that fail, none while the service is not down', () => {
    const three = scene({ service: serviceOf([primary('sip'), primary('beat'), secondary('tcp')]) })
    const ok = three.reply(1_000, 'sip').reply(1_000, 'beat').reply(1_000, 'tcp')
    const part = ok.fails(1_100, 'refused', 'tcp')
    expect(negativeProofs(part.state)).toBe(0)
    const down = part.fails(1_200, 'refused', 'sip').fails(1_300, 'refused', 'beat')
    expect(negativeProofs(down.state)).toBe(3)
    expect(negativeProofs(down.reply(1_400, 'tcp').state)).toBe(2)
    expect(negativeProofs(down.event(1_500, { kind: 'own-network-lost' }).state)).toBe(0)
  })

  it('is one for one silent probe, however often it was asked', () => {
    expect(negativeProofs(scene().reply(1_000).miss(2_800).miss(3_000).miss(3_300).until(5_000).state)).toBe(1)
  })
})

it('tells with each change on whose word it rests', () => {
  const at = scene(PAIR).reply(1_000, 'sip').reply(1_300, 'beat').fails(1_500, 'refused', 'sip')
  expect(at.effects.at(-1)).toEqual({
    effect: 'announce-change',
    service: 'rbs',
    atMs: 1_500,
    from: 'ok',
    to: 'degraded',
    why: { code: 'part-failed', probes: ['sip'] },
    evidence: [
      { probe: 'sip', phase: 'failed', cause: 'refused', lastReplyMs: 1_000 },
      { probe: 'beat', phase: 'answering', lastReplyMs: 1_300 },
    ],
    maintenance: false,
  })
})

it('an answer that leaves the hard evidence standing ends no down, and counts no second one', () => {
  const late = (atMs: number, sentMs: number): ConditionEvent => ({ kind: 'sampled', sample: { probe: 'sip', sentMs, atMs, regular: false, result: { kind: 'reply', latencyMs: atMs - sentMs } } })
  const asked = scene().reply(0).fails(1_000, 'refused').event(1_100, late(1_100, 900)).event(1_200, late(1_200, 950)).event(1_300, late(1_300, 990))
  expect([asked.state.now, asked.state.instability.count, asked.state.replies]).toEqual(['down', 1, []])

  const radio = (registration: 'home' | 'none') => ({ kind: 'reply', latencyMs: 5, registration }) as const
  const overheard = { kind: 'reply', heardOwn: true } as const
  const heard = scene({ service: serviceOf([primary('radio')], { id: 'c2000', role: 'witness', viaOwnNetwork: false }) })
    .reply(0, 'radio', radio('home')).reply(1_000, 'radio', radio('none')).reply(1_100, 'radio', overheard).reply(1_200, 'radio', overheard).reply(1_300, 'radio', overheard)
  expect([heard.state.now, heard.state.instability.count]).toEqual(['down', 1])
})

it('a sample of an unknown probe changes nothing', () => {
  const at = scene().reply(1_000)
  expect(at.fails(1_100, 'refused', 'somebody-else').state).toEqual(at.state)
})
