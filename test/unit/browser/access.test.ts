// A one-time address opens once, in time, and to nobody who guesses.
import { beforeEach, describe, expect, it } from 'vitest'
import { createAccess, MOST_TRIES, sessionCookie, sessionOf, TOKEN_MS, type Access } from '../../../electron/browser/access.ts'
import { systemRandom } from '../../../native/transport/clock.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

let clock: ManualClock
let access: Access
beforeEach(() => {
  clock = createManualClock()
  access = createAccess(clock, systemRandom)
})

const refused = (cause: string): object => ({ entry: 'refused', cause })

describe('a token', () => {
  it('is 32 bytes of chance, and each is another', () => {
    const tokens = Array.from({ length: 20 }, () => access.issueToken())
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(new Set(tokens).size).toBe(20)
  })

  it('gives a session once', () => {
    const token = access.issueToken()
    const entry = access.enter(token)
    expect(entry).toMatchObject({ entry: 'granted' })
    expect(access.isSession(entry.entry === 'granted' ? entry.session : '')).toBe(true)
    expect(access.enter(token)).toEqual(refused('token-used'))
  })

  it('works until its time is over', () => {
    const [early, late] = [access.issueToken(), access.issueToken()]
    clock.advance(TOKEN_MS - 1)
    expect(access.enter(early)).toMatchObject({ entry: 'granted' })
    clock.advance(1)
    expect(access.enter(late)).toEqual(refused('token-expired'))
  })

  it.each(['', 'x', 'é', 'a'.repeat(100_000)])('that was never given is refused', (token) => {
    access.issueToken()
    expect(access.enter(token)).toEqual(refused('token-unknown'))
  })

  it('is no session, and a session is no token', () => {
    const token = access.issueToken()
    const entry = access.enter(token)
    expect(access.isSession(token)).toBe(false)
    expect(access.enter(entry.entry === 'granted' ? entry.session : '')).toEqual(refused('token-unknown'))
  })
})

describe('wrong tries', () => {
  const exhaust = (): void => {
    for (let tried = 0; tried < MOST_TRIES; tried++) expect(access.enter('wrong')).toEqual(refused('token-unknown'))
  }

  it('are stopped after so many, and a good token outlives that', () => {
    const token = access.issueToken()
    exhaust()
    expect(access.enter('wrong')).toEqual(refused('too-many-tries'))
    expect(access.enter(token)).toEqual(refused('too-many-tries'))
    clock.advance(1000)
    expect(access.enter(token)).toMatchObject({ entry: 'granted' })
  })

  it('may be made again, one a second', () => {
    exhaust()
    clock.advance(2000)
    expect([1, 2, 3].map(() => access.enter('wrong'))).toEqual([refused('token-unknown'), refused('token-unknown'), refused('too-many-tries')])
  })

  it('do not end sessions', () => {
    const entry = access.enter(access.issueToken())
    exhaust()
    expect(access.isSession(entry.entry === 'granted' ? entry.session : '')).toBe(true)
  })
})

describe('the cookie of a session', () => {
  it('is kept from scripts and from other sites, and carries the port in its name', () => {
    expect(sessionCookie(24112, 'abc')).toBe('achterwacht-24112=abc; Path=/; HttpOnly; SameSite=Strict')
  })

  it.each([
    ['achterwacht-24112=abc', 'abc'],
    ['a=1; achterwacht-24112=abc; b=2', 'abc'],
    ['achterwacht-24113=abc', undefined],
    ['xachterwacht-24112=abc', undefined],
    ['achterwacht-241120=abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is found in %o', (cookies, session) => {
    expect(sessionOf(cookies, 24112)).toBe(session)
  })

  it('is nobody else\'s', () => {
    expect([undefined, '', 'abc'].map((session) => access.isSession(session))).toEqual([false, false, false])
  })
})
