// What a device file and a report descriptor both come to: which bit of which report is which input, axis, pin or light.
import type { Light } from './light-reports.ts'

export interface HidInput {
  readonly name: string
  /** From the lowest bit of the report's first byte, as node-hid delivers it. */
  readonly bit: number
  /** Each report that carries it is one press: there is no release to wait for. */
  readonly oneShot: boolean
}

export interface HidKeyCode {
  readonly bit: number
  readonly bits: number
  readonly oneShot: boolean
  /** The code counts only while this bit is 1. */
  readonly when?: number
  readonly nameOf: (code: number) => string | undefined
}

export interface HidAxis {
  readonly name: string
  readonly bit: number
  readonly bits: number
  readonly isSigned: boolean
}

export interface InReport {
  /** 0 where the device does not number its reports. */
  readonly id: number
  /** Absent: not known, so that no length is odd. */
  readonly bytes?: number
  readonly inputs: readonly HidInput[]
  readonly keyCodes: readonly HidKeyCode[]
  readonly axes: readonly HidAxis[]
  readonly gpioByte?: number
  readonly other?: { readonly byte: number; readonly above: number }
  readonly alwaysOn: readonly number[]
}

export interface GpioOut {
  readonly levelsByte: number
  readonly directionByte: number
  readonly unless?: { readonly byte: number; readonly mask: number }
}

/** What a report descriptor and a device file both tell. */
export interface HidLayout {
  readonly isNumbered: boolean
  readonly reports: readonly InReport[]
  readonly lights: readonly Light[]
}
