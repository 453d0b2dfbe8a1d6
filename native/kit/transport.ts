// Ports through which a driver meets the outside. A driver gets one handed in and cannot tell a cable from a script.
import type { Failure } from './errors.ts'
import type { Result } from './result.ts'

export type Unsubscribe = () => void

/** Output lines of a serial port. Both are always set together: setting one alone would raise the other. */
export interface ModemOutputs {
  readonly rts: boolean
  readonly dtr: boolean
}

export interface ModemInputs {
  readonly cts: boolean
  readonly dsr: boolean
  readonly dcd: boolean
}

/**
 * A byte line: serial port, TCP terminal server, or script. One owner at a time.
 *
 * @remarks Order: `open` → any number of `write` → `close` or `onLost`; after either it may be opened again.
 *   `onLost` comes once per opening and not after `close`.
 */
export interface SerialTransport {
  /** What people call it: `/dev/ttyUSB0`, `tcp://10.0.0.5:4001`. */
  readonly name: string
  /** @returns LINK_MISSING, LINK_BUSY, LINK_DENIED, LINK_REFUSED or LINK_TIMEOUT; bounded by 8 s */
  open(): Promise<Result<void>>
  /** Hands the bytes to the system at once, in order. @returns LINK_CLOSED or LINK_LOST */
  write(bytes: Uint8Array): Result<void>
  /** Resolves when the port is free again; safe to call twice. */
  close(): Promise<void>
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe
  onLost(listener: (cause: Failure) => void): Unsubscribe
  /** @returns LINK_UNSUPPORTED where the line has none (pty, raw TCP) */
  setOutputs(lines: ModemOutputs): Promise<Result<void>>
  readInputs(): Promise<Result<ModemInputs>>
}

/**
 * A HID device. `onReport` delivers as node-hid does: the report id comes first only when the device numbers its reports.
 *
 * @remarks The first byte of a written report is its id, 00 when the device has none.
 */
export interface HidTransport {
  readonly name: string
  open(): Promise<Result<void>>
  /** @returns LINK_CLOSED, LINK_TIMEOUT, or DEVICE_DENIED with the system's own word */
  write(report: Uint8Array): Promise<Result<void>>
  /** Sets a feature report, its id first. @returns as `write` */
  sendFeature(report: Uint8Array): Promise<Result<void>>
  /** Asks for a feature report. @param length  with its id, which comes first in the answer too. @returns as `write` */
  getFeature(reportId: number, length: number): Promise<Result<Uint8Array>>
  /** The report descriptor of the device that is open; absent where the line cannot tell. @returns LINK_CLOSED, LINK_UNSUPPORTED, LINK_TIMEOUT */
  readDescriptor?(): Promise<Result<Uint8Array>>
  close(): Promise<void>
  onReport(listener: (report: Uint8Array) => void): Unsubscribe
  onLost(listener: (cause: Failure) => void): Unsubscribe
}
