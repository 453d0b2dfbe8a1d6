// Which wires of a serial port key, and which tell back. Pure.
// Source: reference/hid-consoles.md section 4: opening raises RTS and DTR on Linux, and setting one alone raises the other,
// so both are always set together, and a set keyed by RTS high AND DTR low cannot be keyed by an opening.
import type { Level } from '../kit/key-line.ts'
import type { ModemInputs, ModemOutputs } from '../kit/transport.ts'

export type KeyBy = 'rts' | 'dtr' | 'rts-not-dtr'

export interface KeyWires {
  readonly by: KeyBy
  /** Keyed while the wire is low. A port that is closed, or has no power, then keys: only for a set with a time-out of its own. */
  readonly activeLow: boolean
}

export interface InputWire {
  readonly input: keyof ModemInputs
  readonly activeLow: boolean
}

const WHEN_KEYED: Readonly<Record<KeyBy, ModemOutputs>> = {
  rts: { rts: true, dtr: false },
  dtr: { rts: false, dtr: true },
  'rts-not-dtr': { rts: true, dtr: false },
}

const AT_REST: Readonly<Record<KeyBy, ModemOutputs>> = {
  rts: { rts: false, dtr: false },
  dtr: { rts: false, dtr: false },
  // The opposite in both wires: whichever of the two is set first, what lies between does not key.
  'rts-not-dtr': { rts: false, dtr: true },
}

/** Both output wires for this position. */
export function outputsFor({ by, activeLow }: KeyWires, keyed: boolean): ModemOutputs {
  return (keyed !== activeLow ? WHEN_KEYED : AT_REST)[by]
}

/** @param inputs  absent: not read yet, or it could not be read */
export function levelOf(wire: InputWire | undefined, inputs: ModemInputs | undefined): Level {
  if (!wire) return 'not-wired'
  if (!inputs) return 'unknown'
  return inputs[wire.input] !== wire.activeLow ? 'on' : 'off'
}
