// One-time addresses and the sessions they are exchanged for. All in memory: both end with this process.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '../../native/kit/clock.ts'

/** An address is for the person who sees it now. */
export const TOKEN_MS = 60_000
const TOKEN_BYTES = 32
/** Wrong tries at once; then one a second. Chance needs 2^255 of them: this only keeps a mistake from running wild. */
export const MOST_TRIES = 10
const TRY_AGAIN_MS = 1000
/** Tokens that are used or expired are remembered for the sake of a clear answer. */
const MOST_REMEMBERED = 32

export type EntryRefusal = 'token-unknown' | 'token-used' | 'token-expired' | 'too-many-tries'
export type Entry = { readonly entry: 'granted'; readonly session: string } | { readonly entry: 'refused'; readonly cause: EntryRefusal }

export interface Access {
  issueToken(): string
  /** Exchanges a token for a session, once. A token that is refused for too many tries stays as good as it was. */
  enter(token: string): Entry
  isSession(session: string | undefined): boolean
}

interface Issued {
  readonly hash: Buffer
  readonly untilMs: number
  readonly used: boolean
}

export function createAccess(clock: Clock, random: Random): Access {
  let issued: readonly Issued[] = []
  const sessions: Buffer[] = []
  let tries = MOST_TRIES
  let refilledMs = clock.monotonicMs()

  const secret = (): string => Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')
  const refill = (): void => {
    const gained = Math.floor((clock.monotonicMs() - refilledMs) / TRY_AGAIN_MS)
    tries = Math.min(MOST_TRIES, tries + gained)
    refilledMs += gained * TRY_AGAIN_MS
  }
  const refuse = (cause: EntryRefusal): Entry => {
    tries -= 1
    return { entry: 'refused', cause }
  }

  return {
    issueToken() {
      const token = secret()
      issued = [...issued, { hash: hashOf(token), untilMs: clock.monotonicMs() + TOKEN_MS, used: false }].slice(-MOST_REMEMBERED)
      return token
    },
    enter(token) {
      refill()
      if (tries < 1) return { entry: 'refused', cause: 'too-many-tries' }
      const hash = hashOf(token)
      const found = issued.filter((one) => timingSafeEqual(one.hash, hash))[0]
      if (!found) return refuse('token-unknown')
      if (found.used) return refuse('token-used')
      if (clock.monotonicMs() >= found.untilMs) return refuse('token-expired')
      issued = issued.map((one) => (one === found ? { ...one, used: true } : one))
      const session = secret()
      sessions.push(hashOf(session))
      return { entry: 'granted', session }
    },
    isSession(session) {
      if (session === undefined) return false
      const hash = hashOf(session)
      return sessions.filter((one) => timingSafeEqual(one, hash)).length > 0
    },
  }
}

// Hashes are of one length, so that comparing takes the same time for every guess.
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Cookies know no port: two shells on one machine would take each other's. */
const cookieName = (port: number): string => `achterwacht-${port}`

export const sessionCookie = (port: number, session: string): string => `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`

export function sessionOf(cookies: string | undefined, port: number): string | undefined {
  const start = `${cookieName(port)}=`
  return cookies?.split(';').map((one) => one.trim()).find((one) => one.startsWith(start))?.slice(start.length)
}
