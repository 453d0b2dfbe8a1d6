// Whether this workstation has a network at all: an address other than loopback on an interface whose link is up.
import { readFile } from 'node:fs/promises'
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import type { Clock, Timer } from '../../../native/kit/clock.ts'

/** The narrow port through which the watch hears of its own network. */
export interface OwnNetwork {
  /** Starts looking; `listener` hears the first finding and every change. Returns a function that ends it. */
  watch(listener: (word: 'found' | 'lost') => void): () => void
}

/** Looked at this often: a pulled cable is known before the first service falls silent. */
const LOOK_EVERY_MS = 1_000

export type ReadInterfaces = () => Promise<readonly OwnInterface[]>

export interface OwnInterface {
  readonly name: string
  readonly addresses: readonly { readonly internal: boolean; readonly address: string }[]
  /** `0` with the cable out, `1` with link, undefined where the system does not say (Windows takes the address away instead). */
  readonly carrier?: string
}

export const readSystemInterfaces: ReadInterfaces = async () =>
  Promise.all(Object.entries(networkInterfaces()).map(async ([name, addresses]) => ({
    name,
    addresses: addresses ?? [] satisfies readonly NetworkInterfaceInfo[],
    // Of a loopback nothing follows, and each look is five calls to the system.
    ...(addresses?.some((at) => !at.internal) && { carrier: await readCarrier(name) }),
  })))

/** Linux keeps a fixed address on a dead link, so the link itself is asked. */
const readCarrier = (name: string): Promise<string | undefined> =>
  readFile(`/sys/class/net/${name}/carrier`, 'latin1').then((text) => text.trim(), () => undefined)

export function isNetworkUp(interfaces: readonly OwnInterface[]): boolean {
  return interfaces.some((one) => one.carrier !== '0' && one.addresses.some((at) => !at.internal && !isLinkLocal(at.address)))
}

/** 169.254/16 and fe80::/10: what a machine gives itself when nobody answers. */
const isLinkLocal = (address: string): boolean => address.startsWith('169.254.') || /^fe[89ab]/i.test(address)

export function createOwnNetwork(clock: Clock, read: ReadInterfaces = readSystemInterfaces): OwnNetwork {
  return {
    watch(listener) {
      let word: 'found' | 'lost' | undefined
      let timer: Timer | undefined
      let ended = false
      const look = async (): Promise<void> => {
        // A system that does not let us look tells nothing: what was known stays.
        const seen = await read().then((interfaces) => (isNetworkUp(interfaces) ? 'found' : 'lost'), () => word)
        if (ended) return
        if (seen !== undefined && seen !== word) listener(seen)
        word = seen
        timer = clock.after(LOOK_EVERY_MS, () => void look())
      }
      void look()
      return () => {
        ended = true
        timer?.cancel()
      }
    },
  }
}
