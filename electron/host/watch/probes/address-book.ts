// Names to addresses without ever waiting for a dead resolver twice: getaddrinfo cannot be cancelled and takes one of
// Node's four pool threads for as long as the resolver is silent, and those same threads write the ledger.
import { isIP } from 'node:net'
import { lookup } from 'node:dns'
import type { Clock } from '../../../../native/kit/clock.ts'

/**
 * A known address is used for ever, and looked up again in the background after this: so long a system that moved to another
 * machine by its name is called down although it answers there.
 */
const FRESH_MS = 30_000

export interface AddressBook {
  /** An IP address at once when the host is one or is known; else what the resolver says; undefined when it says nothing. */
  addressOf(host: string): Promise<string | undefined>
}

export type Resolve = (host: string) => Promise<string | undefined>

export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve) => lookup(host, (error, address) => resolve(error ? undefined : address)))

export function createAddressBook(clock: Clock, resolve: Resolve = resolveBySystem): AddressBook {
  const known = new Map<string, { readonly address: string; readonly atMs: number }>()
  // One lookup at a time leaves the other pool threads to the disk; whoever finds it taken has the next turn, and does not wait.
  let running: { readonly host: string; readonly answer: Promise<string | undefined> } | undefined
  const turns = new Set<string>()

  const ask = (host: string): Promise<string | undefined> => {
    if (running?.host === host) return running.answer
    if (running) {
      turns.add(host)
      return Promise.resolve(undefined)
    }
    turns.delete(host)
    const answer = lookUp(host)
    running = { host, answer }
    return answer
  }
  const lookUp = async (host: string): Promise<string | undefined> => {
    const address = await resolve(host)
    running = undefined
    if (address !== undefined) known.set(host, { address, atMs: clock.monotonicMs() })
    const [next] = turns
    if (next !== undefined) void ask(next)
    return address
  }

  return {
    async addressOf(host) {
      if (isIP(host)) return host
      const entry = known.get(host)
      if (!entry) return ask(host)
      if (clock.monotonicMs() - entry.atMs > FRESH_MS) void ask(host)
      return entry.address
    },
  }
}
