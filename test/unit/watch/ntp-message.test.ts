import { describe, expect, it } from 'vitest'
import { judgeNtpAnswer } from '../../../electron/host/watch/probes/clock.ts'
import { decodeNtpAnswer, encodeNtpQuestion, isNtpAnswerTo, NTP_BYTES, ntpOffset, type NtpAnswer } from '../../../electron/host/watch/probes/ntp-message.ts'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
/** 31 December 2024, 22:00 UTC. */
const NEW_YEAR = Date.UTC(2024, 11, 31, 22)
const ERA_S = 2_208_988_800

const stamp = (utcMs: number): string => {
  const seconds = Math.floor(utcMs / 1000) + ERA_S
  return (seconds % 2 ** 32).toString(16).padStart(8, '0') + Math.round(((utcMs % 1000) / 1000) * 2 ** 32).toString(16).padStart(8, '0')
}
function packet({ first = '24', stratum = '0a', reference = '7f7f0101', origin = toHex(NONCE), receivedMs = NEW_YEAR, sentMs = NEW_YEAR, extra = '' } = {}): Uint8Array {
  const hex = `${first}${stratum}06e9 00000000 00000000 ${reference} 0000000000000000 ${origin} ${stamp(receivedMs)} ${stamp(sentMs)} ${extra}`
  return fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array()
}
const read = (more: Parameters<typeof packet>[0] = {}): NtpAnswer => {
  const answer = decodeNtpAnswer(packet(more))
  if (!answer.ok) throw new Error(answer.error.detail)
  return answer.value
}

describe('an SNTP question', () => {
  it('is version 4, mode client, and tells chance instead of our time', () => {
    const bytes = encodeNtpQuestion(NONCE)
    expect(bytes).toHaveLength(NTP_BYTES)
    expect(toHex(bytes)).toBe(`23${'00'.repeat(39)}0102030405060708`)
  })
})

describe('an SNTP answer', () => {
  it('says what time it was there, to the fraction', () => {
    const answer = read({ receivedMs: NEW_YEAR + 250, sentMs: NEW_YEAR + 500 })
    expect(answer).toMatchObject({ leap: 0, stratum: 10, kiss: '', receivedUtcMs: NEW_YEAR + 250, sentUtcMs: NEW_YEAR + 500 })
    expect(isNtpAnswerTo(answer, NONCE)).toBe(true)
    expect(isNtpAnswerTo(read({ origin: '0102030405060709' }), NONCE)).toBe(false)
  })

  it('after 7 February 2036, when the seconds begin anew, is of that time', () => {
    expect(read({ sentMs: Date.UTC(2036, 1, 8) }).sentUtcMs).toBe(Date.UTC(2036, 1, 8))
    expect(read({ sentMs: Date.UTC(2036, 1, 7) }).sentUtcMs).toBe(Date.UTC(2036, 1, 7))
  })

  it('may carry extensions', () => {
    expect(read({ extra: '0104001c' })).toMatchObject({ stratum: 10 })
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['torn', packet().subarray(0, 47)],
    ['a question', packet({ first: '23' })],
    ['a broadcast', packet({ first: '25' })],
    ['of version 5', packet({ first: '2c' })],
    ['without a time', Uint8Array.from([...packet().subarray(0, 40), ...new Uint8Array(8)])],
  ])('that is %s is malformed', (_, bytes) => {
    expect(decodeNtpAnswer(bytes)).toMatchObject({ ok: false, error: { code: 'WIRE_MALFORMED' } })
  })
})

describe('the offset', () => {
  it('is how far the server is ahead, and the road both ways cancels out', () => {
    // Asked at 0 by our clock; 30 ms there, 5 ms inside, 30 ms back; the server is 200 ms ahead.
    expect(ntpOffset({ receivedUtcMs: 230, sentUtcMs: 235 }, 0, 65)).toEqual({ offsetMs: 200, delayMs: 60 })
    expect(ntpOffset({ receivedUtcMs: -170, sentUtcMs: -165 }, 0, 65)).toEqual({ offsetMs: -200, delayMs: 60 })
  })
})

describe('what a time server says', () => {
  const judge = (more: Parameters<typeof packet>[0] = {}, { askedMs = NEW_YEAR, tookMs = 0, maxOffsetMs = 1_000 } = {}) => judgeNtpAnswer(read(more), maxOffsetMs, askedMs, tookMs)

  it('of a clock within bounds is a reply that tells the offset', () => {
    expect(judge({ receivedMs: NEW_YEAR + 3, sentMs: NEW_YEAR + 3 })).toEqual({ result: { kind: 'reply', latencyMs: 0, detail: 'offset +3 ms, stratum 10' } })
    expect(judge({}, { askedMs: NEW_YEAR + 1_000 }).result).toEqual({ kind: 'reply', latencyMs: 0, detail: 'offset -1000 ms, stratum 10' })
  })

  it('of a clock further off is a reply that is not fine', () => {
    expect(judge({}, { askedMs: NEW_YEAR + 1_001 }).result).toMatchObject({ kind: 'reply', limited: 'offset -1001 ms' })
  })

  it('says no more than was measured: what the road may explain is no offset', () => {
    // Both clocks may be equal, if all 700 ms went by on the way there.
    expect(judge({ receivedMs: NEW_YEAR + 700, sentMs: NEW_YEAR + 700 }, { tookMs: 700, maxOffsetMs: 300 }).result).not.toHaveProperty('limited')
    expect(judge({ receivedMs: NEW_YEAR + 700, sentMs: NEW_YEAR + 700 }, { tookMs: 20, maxOffsetMs: 300 }).result).toHaveProperty('limited')
  })

  it('that does not know the time itself is not fine', () => {
    for (const more of [{ first: 'e4' }, { stratum: '10' }, { stratum: 'ff' }]) expect(judge(more).result).toMatchObject({ kind: 'reply', limited: 'server not synchronised' })
  })

  it('as chrony 4.3 answers before it is synchronised, by stratum 0, is not taken for a kiss', () => {
    const recorded = decodeNtpAnswer(fromHex('e40000e600010000000100000000000000000000000000000102030405060708eeb27c33ee392eb7eeb27c33ee3ca348') ?? new Uint8Array())
    if (!recorded.ok) throw new Error(recorded.error.detail)
    expect(isNtpAnswerTo(recorded.value, NONCE)).toBe(true)
    expect(judgeNtpAnswer(recorded.value, 1_000, recorded.value.sentUtcMs, 0).result).toMatchObject({ kind: 'reply', limited: 'server not synchronised' })
  })

  it('by a kiss is its own no, a wish to be asked less, or told as it is', () => {
    const kiss = (letters: string) => judge({ stratum: '00', reference: toHex(new TextEncoder().encode(letters)) })
    expect(kiss('DENY')).toEqual({ result: { kind: 'refused', detail: 'NTP DENY' }, wish: 'never' })
    expect(kiss('RSTR')).toMatchObject({ result: { kind: 'refused' }, wish: 'never' })
    expect(kiss('RATE')).toEqual({ result: { kind: 'reply', latencyMs: 0, detail: 'NTP RATE', limited: 'NTP RATE' }, wish: 'slower' })
    expect(kiss('INIT')).toEqual({ result: { kind: 'reply', latencyMs: 0, detail: 'NTP INIT', limited: 'NTP INIT' } })
    expect(kiss('a\u0000b\u001b').result).toMatchObject({ detail: 'server not synchronised' })
  })
})
