// A Stream Deck without a cable: the driver's port on one side, the simulated deck on the other.
import { failure, type Failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { HidTransport, Unsubscribe } from '../../native/kit/transport.ts'
import type { DeckSide } from '../../native/stream-deck/index.ts'

export class DeckWire implements HidTransport, DeckSide {
  readonly name = 'deck'
  isPlugged = true
  writes = 0
  writeResult: Result<void> = ok()
  readonly #reports = new Set<(report: Uint8Array) => void>()
  readonly #lost = new Set<(cause: Failure) => void>()
  readonly #written = new Set<(report: Uint8Array) => void>()
  readonly #features = new Set<(report: Uint8Array) => void>()
  #answer: (reportId: number, length: number) => Uint8Array | undefined = () => undefined

  async open(): Promise<Result<void>> {
    return this.isPlugged ? ok() : fail(failure('LINK_MISSING', this.name))
  }

  async write(report: Uint8Array): Promise<Result<void>> {
    this.writes++
    if (!this.isPlugged) return fail(failure('LINK_CLOSED', this.name))
    if (this.writeResult.ok) for (const listener of this.#written) listener(report)
    return this.writeResult
  }

  async sendFeature(report: Uint8Array): Promise<Result<void>> {
    if (!this.isPlugged) return fail(failure('LINK_CLOSED', this.name))
    for (const listener of this.#features) listener(report)
    return ok()
  }

  async getFeature(reportId: number, length: number): Promise<Result<Uint8Array>> {
    const answer = this.#answer(reportId, length)
    return answer ? ok(answer) : fail(failure('DEVICE_DENIED', this.name))
  }

  async close(): Promise<void> {
    return undefined
  }

  onReport(listener: (report: Uint8Array) => void): Unsubscribe {
    this.#reports.add(listener)
    return () => this.#reports.delete(listener)
  }

  onLost(listener: (cause: Failure) => void): Unsubscribe {
    this.#lost.add(listener)
    return () => this.#lost.delete(listener)
  }

  unplug(): void {
    this.isPlugged = false
    for (const listener of this.#lost) listener(failure('LINK_LOST', this.name))
  }

  send(report: Uint8Array): void {
    for (const listener of this.#reports) listener(report)
  }

  onWritten(listener: (report: Uint8Array) => void): Unsubscribe {
    this.#written.add(listener)
    return () => this.#written.delete(listener)
  }

  onFeatureSet(listener: (report: Uint8Array) => void): Unsubscribe {
    this.#features.add(listener)
    return () => this.#features.delete(listener)
  }

  answerFeature(answer: (reportId: number, length: number) => Uint8Array | undefined): void {
    this.#answer = answer
  }
}
