// Byte lines and HID devices a test plays by hand: it sees what was written and says what comes back.
import { bytesToLatin1, latin1ToBytes } from '../../native/kit/bytes.ts'
import { failure, type Failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { HidTransport, ModemInputs, ModemOutputs, SerialTransport, Unsubscribe } from '../../native/kit/transport.ts'

class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()

  add(listener: (value: T) => void): Unsubscribe {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  emit(value: T): void {
    for (const listener of [...this.#all]) listener(value)
  }
}

export class ScriptedSerial implements SerialTransport {
  readonly name = 'scripted'
  /** Everything written since the last `takeWritten`. */
  #written = ''
  isOpen = false
  opens = 0
  /** What the next `open` answers; kept until changed. */
  openResult: Result<void> = ok()
  outputs: ModemOutputs[] = []
  inputs: ModemInputs = { cts: false, dsr: false, dcd: false }
  /** What the next settings and readings of the modem lines answer; kept until changed. */
  linesResult: Result<void> = ok()
  /** Called with each setting of the modem lines that was taken: what hangs on them may answer from here. */
  onOutputs: ((lines: ModemOutputs) => void) | undefined
  /** Called with each write: a script may answer from here. */
  onWrite: ((text: string) => void) | undefined
  readonly #data = new Listeners<Uint8Array>()
  readonly #lost = new Listeners<Failure>()

  async open(): Promise<Result<void>> {
    this.opens++
    if (this.openResult.ok) this.isOpen = true
    return this.openResult
  }

  write(bytes: Uint8Array): Result<void> {
    if (!this.isOpen) return fail(failure('LINK_CLOSED', this.name))
    const text = bytesToLatin1(bytes)
    this.#written += text
    this.onWrite?.(text)
    return ok()
  }

  async close(): Promise<void> {
    this.isOpen = false
  }

  onData(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#data.add(listener)
  }

  onLost(listener: (cause: Failure) => void): Unsubscribe {
    return this.#lost.add(listener)
  }

  async setOutputs(lines: ModemOutputs): Promise<Result<void>> {
    if (!this.isOpen) return fail(failure('LINK_CLOSED', this.name))
    if (!this.linesResult.ok) return this.linesResult
    this.outputs.push(lines)
    this.onOutputs?.(lines)
    return ok()
  }

  async readInputs(): Promise<Result<ModemInputs>> {
    if (!this.isOpen) return fail(failure('LINK_CLOSED', this.name))
    return this.linesResult.ok ? ok(this.inputs) : this.linesResult
  }

  takeWritten(): string {
    const text = this.#written
    this.#written = ''
    return text
  }

  say(text: string): void {
    this.#data.emit(latin1ToBytes(text))
  }

  lose(cause: Failure = failure('LINK_LOST', this.name)): void {
    this.isOpen = false
    this.#lost.emit(cause)
  }
}

export class ScriptedHid implements HidTransport {
  readonly name = 'scripted-hid'
  isOpen = false
  opens = 0
  openResult: Result<void> = ok()
  readonly written: Uint8Array[] = []
  /** What the next writes answer; kept until changed. */
  writeResult: Result<void> = ok()
  /** Called with each report that was taken. */
  onWrite: ((report: Uint8Array) => void) | undefined
  readonly #reports = new Listeners<Uint8Array>()
  readonly #lost = new Listeners<Failure>()

  async open(): Promise<Result<void>> {
    this.opens++
    if (this.openResult.ok) this.isOpen = true
    return this.openResult
  }

  async write(report: Uint8Array): Promise<Result<void>> {
    if (!this.isOpen) return fail(failure('LINK_CLOSED', this.name))
    if (!this.writeResult.ok) return this.writeResult
    this.written.push(report)
    this.onWrite?.(report)
    return ok()
  }

  /** Feature reports that were set, and what each id answers. */
  readonly features: Uint8Array[] = []
  readonly featureAnswers = new Map<number, Uint8Array>()

  async sendFeature(report: Uint8Array): Promise<Result<void>> {
    this.features.push(report)
    return this.writeResult
  }

  async getFeature(reportId: number): Promise<Result<Uint8Array>> {
    const answer = this.featureAnswers.get(reportId)
    return answer ? ok(answer) : fail(failure('DEVICE_DENIED', this.name))
  }

  /** What the system tells of its reports; absent: nothing, as on Windows. */
  descriptor: Uint8Array | undefined

  async readDescriptor(): Promise<Result<Uint8Array>> {
    return this.descriptor ? ok(this.descriptor) : fail(failure('LINK_UNSUPPORTED', `${this.name}: no descriptor`))
  }

  async close(): Promise<void> {
    this.isOpen = false
  }

  onReport(listener: (report: Uint8Array) => void): Unsubscribe {
    return this.#reports.add(listener)
  }

  onLost(listener: (cause: Failure) => void): Unsubscribe {
    return this.#lost.add(listener)
  }

  report(...bytes: number[]): void {
    this.#reports.emit(Uint8Array.from(bytes))
  }

  lose(cause: Failure = failure('LINK_LOST', this.name)): void {
    this.isOpen = false
    this.#lost.emit(cause)
  }
}
