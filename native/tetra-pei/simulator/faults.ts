// What can be wrong with a radio, or happen to it, at the flick of a switch. For tests, demo and rehearsal.

export type RadioFault =
  /** Off now and silent; comes back with echo on, services, call and selected group lost. Ends by itself. */
  | { readonly fault: 'power-cycle'; readonly silentMs: number }
  /** Requests for the floor are refused (TxGrant 1), or nothing at all comes back. */
  | { readonly fault: 'no-grant'; readonly how: 'refused' | 'nothing' }
  /** Requests are queued (TxGrant 2) and granted later; without `grantAfterMs` never. */
  | { readonly fault: 'queue'; readonly grantAfterMs?: number }
  /** The grant comes this long after the request, also when the request was withdrawn meanwhile. */
  | { readonly fault: 'late-grant'; readonly afterMs: number }
  /** Another unit speaks until the fault is cleared; our own requests are refused or queued meanwhile. */
  | { readonly fault: 'other-talker'; readonly ssi: number; readonly gssi?: number; readonly demands: 'refused' | 'queued' }
  /** The position's own identity, sent by the RBS, is heard in a group: the strongest proof a control radio gives. */
  | { readonly fault: 'own-identity'; readonly ssi: number; readonly gssi: number; readonly forMs: number }
  /** An emergency: a group call of priority 15 until cleared, status 0, or both. */
  | { readonly fault: 'emergency'; readonly ssi: number; readonly gssi?: number; readonly as: 'call' | 'status' | 'both' }
  /** Somebody keys the radio itself with its hand microphone. Ends by itself. */
  | { readonly fault: 'hand-microphone'; readonly forMs: number }
  /** Somebody turns the group knob. Happens once. */
  | { readonly fault: 'knob'; readonly gssi: number }
  /** Selecting a group is refused with error 34, or answered OK and not done. */
  | { readonly fault: 'refuse-group'; readonly how: 'error' | 'ignored' }
  /** The site has lost the network: the cell broadcasts no system-wide services; the radio stays registered. */
  | { readonly fault: 'local-site' }
  /** 0 searching, 2 no network, 3 rejected. Calls fall. */
  | { readonly fault: 'deregistered'; readonly stat: 0 | 2 | 3 }
  /** Random bytes before every line. */
  | { readonly fault: 'garbage'; readonly seed: number }
  /** Hears everything, does it, says nothing. */
  | { readonly fault: 'silent' }

export type FaultName = RadioFault['fault']
export type FaultOf<Name extends FaultName> = Extract<RadioFault, { readonly fault: Name }>

export interface FaultSet {
  set(fault: RadioFault): void
  clear(name: FaultName): void
  of<Name extends FaultName>(name: Name): FaultOf<Name> | undefined
  readonly names: readonly FaultName[]
}

export function createFaultSet(): FaultSet {
  const active = new Map<FaultName, RadioFault>()
  return {
    set: (fault) => void active.set(fault.fault, fault),
    clear: (name) => void active.delete(name),
    of: <Name extends FaultName>(name: Name) => active.get(name) as FaultOf<Name> | undefined,
    get names() {
      return [...active.keys()]
    },
  }
}

/** Bytes of a small generator (mulberry32), the same for the same seed. */
export function createNoise(seed: number): (most: number) => Uint8Array {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return (most) => Uint8Array.from({ length: 1 + Math.floor(next() * most) }, () => Math.floor(next() * 256))
}
