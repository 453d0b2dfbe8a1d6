// Names to addresses without ever waiting for a dead resolver twice: getaddrinfo cannot be cancelled and takes one of
// Node's four pool threads for as long as the resolver is silent, and those same threads write the ledger.
import { isIP } from 'node:net'
import { lookup } from 'node:dns'
import type { Clock } from '../../../../native/kit/clock.ts'

/** Names looked up at one moment: leaves the other pool threads to the disk. */
const LOOKUPS_MAX = 1
/** A known address is used for ever, and looked up again in the background after this. */
const FRESH_MS = 300_000

export interface AddressBook {
  /** An IP address at once when the host is one or is known; else what the resolver says; undefined when it says nothing. */
  addressOf(host: string): Promise<string | undefined>
}

export type Resolve = (host: string) => Promise<string | undefined>

export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve) => lookup(host, (error, address) => resolve(error ? undefined : address)))

export function createAddressBook(clock: Clock, resolve: Resolve = resolveBySystem): AddressBook {
  const known = new Map<string, { readonly address: string; readonly atMs: number }>()
  const asked = new Map<string, Promise<string | undefined>>()

  const ask = (host: string): Promise<string | undefined> => {
    const running = asked.get(host)
    if (running) return running
    if (asked.size >= LOOKUPS_MAX) return Promise.resolve(undefined)
    const answer = resolve(host).then((address) => {
      asked.delete(host)
      if (address !== undefined) known.set(host, { address, atMs: clock.monotonicMs() })
      return address
    })
    asked.set(host, answer)
    return answer
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
