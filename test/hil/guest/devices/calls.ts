// Everything that can be asked of the simulated hardware.
import { adapterCalls } from './adapter.ts'
import { headsetCalls } from './headsets.ts'
import { pedalCalls } from './pedals.ts'
import { radioCalls } from './radio.ts'

export const DEVICE_CALLS = { ...pedalCalls, ...headsetCalls, ...radioCalls, ...adapterCalls }

export type DeviceCalls = typeof DEVICE_CALLS

export interface Asked {
  readonly call: number
  readonly name: keyof DeviceCalls
  readonly args: readonly unknown[]
}

/** `atMs`: when it was carried out, on the clock that the processes share. */
export type Answered = { readonly call: number; readonly atMs: number } & ({ readonly value: unknown } | { readonly error: string })
