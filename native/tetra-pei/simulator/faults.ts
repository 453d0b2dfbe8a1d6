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
  /**
   * Refuses commands that begin so with this error number, with `ERROR`, or with nothing at all; `times` of them, then no more.
   * The longest beginning wins.
   */
  | { readonly fault: 'refuse'; readonly command: string; readonly with: number | 'ERROR' | 'silence'; readonly times?: number }
  /** Somebody has switched the transmitter off: set-ups, demands and short data answer 41. */
  | { readonly fault: 'inhibited' }
  /** Somebody turns the radio to this AI mode; `quietly`: and it does not say so. Happens once. */
  | { readonly fault: 'mode-knob'; readonly aiMode: number; readonly quietly?: true }
  /** The services are gone, and the radio did not restart. Happens once. */
  | { readonly fault: 'services-lost' }
  /** Received field strength as +CSQ counts it; 99 unknown. */
  | { readonly fault: 'signal'; readonly rssi: number }
  | { readonly fault: 'battery'; readonly percent: number }
  /** A call to this radio alone, ringing, until cleared. */
  | { readonly fault: 'individual-call'; readonly ssi: number; readonly duplex: boolean }
  /** The network takes the floor away: interrupted by this unit, or made to wait. Happens once. */
  | { readonly fault: 'floor-taken'; readonly how: 'interrupt' | 'wait'; readonly ssi: number }
  /** Nobody may ask for the floor in the call that runs, until cleared. */
  | { readonly fault: 'no-asking' }
  /** Each message from outside comes so many times, as an Azart sends them. */
  | { readonly fault: 'repeat-sds'; readonly times: number }
  /** Error 35 behind a message that went. */
  | { readonly fault: 'stray-syntax-error' }
  /** Messages do not go over the air (status 5), are never heard of again, or arrive nowhere: no report comes. */
  | { readonly fault: 'sds-lost'; readonly how: 'not-sent' | 'no-word' | 'no-report' }
  /** Satellites seen; under 3 there is no fix. */
  | { readonly fault: 'satellites'; readonly count: number }
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
  /** How this command is refused, if it is; counts it. */
  refused(command: string): number | 'ERROR' | 'silence' | undefined
  readonly names: readonly FaultName[]
}

export function createFaultSet(): FaultSet {
  const active = new Map<FaultName, RadioFault>()
  /** Beginning of a command → how it is refused, and how often still. */
  const refusals = new Map<string, { readonly with: FaultOf<'refuse'>['with']; left: number }>()
  return {
    set(fault) {
      active.set(fault.fault, fault)
      if (fault.fault === 'refuse') refusals.set(fault.command, { with: fault.with, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
    clear(name) {
      active.delete(name)
      if (name === 'refuse') refusals.clear()
    },
    refused(command) {
      const [, found] = [...refusals].filter(([beginning, { left }]) => left > 0 && command.startsWith(beginning)).toSorted(([one], [other]) => other.length - one.length)[0] ?? []
      if (found) found.left -= 1
      return found?.with
    },
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
