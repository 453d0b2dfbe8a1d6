// The host's side of the record: takes drafts, keeps them until they are durable, and says aloud when they are not.
import type { Clock, Random, Timer } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { createMachine, type Machine } from '../../../native/kit/machine.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { toHex } from '../../../native/kit/bytes.ts'
import type { JsonObject } from '../../contract/words.ts'
import { createAnchorSchedule, type AnchorSchedule } from './anchor-schedule.ts'
import { OUTAGE_ENDED_KIND, type Stamp } from './entry.ts'
import { createEventFeed, type EventFeed } from './event-feed.ts'
import { Intake } from './intake.ts'
import { KeyOrders } from './key-orders.ts'
import {
  OUTBOX_START, reduceOutbox, RETRY_MS, STALL_MS, type Outage, type OutboxEffect, type OutboxEvent, type OutboxState,
} from './outbox-machine.ts'
import type { EntryActor, EntryDraft, KeyChanged, KeyVault, Ledger, LedgerEvent, LedgerHead, StoredEntry } from './port.ts'
import { Queries } from './queries.ts'
import { Spool } from './spool.ts'
import { createWaits, type Waits } from './waits.ts'
import type { StartWriter, WriterPort } from './writer-port.ts'
import type { FromWriter } from './writer-protocol.ts'

const LEDGER_ID_BYTES = 16
/** Of the 3 s that `close` may take, what writing may; then the last signature, in both files; then the end of the thread. */
const FLUSH_MS = 1800
const END_MS = 1000
/** A thread with a file operation that does not come back cannot be ended; it goes with the process. */
const GONE_MS = 200
const CLOSED = failure('CALL_REFUSED', 'the ledger is closed')

export interface HostLedgerOptions {
  readonly folder: string
  readonly keyFolder: string
  readonly checkpointCopy: string | undefined
  readonly bootId: string
  readonly marks: JsonObject
  readonly clock: Clock
  readonly random: Random
  readonly stamp: () => Stamp
  readonly startWriter: StartWriter
  readonly vault: KeyVault | undefined
  readonly spoolEntries: number | undefined
}

export class HostLedger implements Ledger {
  readonly #options: HostLedgerOptions
  readonly #spool: Spool
  readonly #feed: EventFeed = createEventFeed()
  readonly #queries: Queries
  readonly #keys: KeyOrders
  readonly #anchors: AnchorSchedule
  readonly #outbox: Machine<OutboxState, OutboxEvent>
  readonly #intake: Intake
  readonly #waits: Waits
  #writer: WriterPort | undefined
  #head: LedgerHead = { seq: 0, anchoredSeq: 0, headCode: '' }
  #acknowledged: { readonly ledger: string; readonly seq: number } | undefined
  #stallTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #outageSinceMs = 0
  #ended = false
  #isGone = false
  #anchorFails = false
  #closing: Promise<void> | undefined

  constructor(options: HostLedgerOptions) {
    this.#options = options
    this.#spool = new Spool(options.spoolEntries)
    this.#queries = new Queries(options.clock, (message) => this.#writer?.post(message))
    this.#keys = new KeyOrders(options, (message) => this.#writer?.post(message))
    this.#anchors = createAnchorSchedule(options.clock, () => this.#writer?.post({ type: 'anchor', utcMs: options.clock.utcMs() }))
    this.#outbox = createMachine({
      initial: OUTBOX_START,
      reduce: reduceOutbox,
      perform: (effect) => this.#perform(effect),
      now: () => options.clock.monotonicMs(),
    })
    this.#waits = createWaits(options.clock)
    this.#intake = new Intake({
      ...options,
      spool: this.#spool,
      onArrived: (count, urgent) => this.#dispatch({ event: 'added', count, urgent }),
      onSecondOver: () => this.#dispatch({ event: 'second-over' }),
      onFull: () => this.#tellFailing(),
      onSampleRefused: (kind, error) => this.#feed.emit({ event: 'refused', kind, error }),
    })
    this.#perform({ effect: 'start-writer' })
    this.#perform({ effect: 'open' })
  }

  get head(): LedgerHead {
    return this.#head
  }

  record(draft: EntryDraft): Promise<Result<{ readonly seq: number }>> {
    return this.#closing ? Promise.resolve(fail(CLOSED)) : this.#intake.record(draft)
  }

  sample(draft: EntryDraft): void {
    if (this.#closing) this.#feed.emit({ event: 'refused', kind: draft.kind, error: CLOSED })
    else this.#intake.sample(draft)
  }

  latest(kinds: readonly string[], limit: number): Promise<Result<readonly StoredEntry[]>> {
    return this.#queries.ask(kinds, limit)
  }

  rotateKey(actor: EntryActor): Promise<Result<KeyChanged>> {
    return this.#closing ? Promise.resolve(fail(CLOSED)) : this.#keys.rotate(actor)
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    return this.#feed.add(listener)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#finish())
  }

  /** The first answer of the writer, or undefined when it takes longer than `boundMs`: the error, or that it is open. */
  async firstAnswer(boundMs: number): Promise<Failure | undefined> {
    await this.#waits.until(() => this.#outbox.state.link !== 'opening', boundMs)
    return this.#outbox.state.outage?.error
  }

  /** Ends without writing: another host has this record. */
  abandon(): Promise<void> {
    return (this.#closing ??= this.#stop(CLOSED))
  }

  #dispatch(event: OutboxEvent): void {
    this.#outbox.dispatch(event)
    this.#waits.look()
  }

  #perform(effect: OutboxEffect): void {
    const { clock, folder, keyFolder, checkpointCopy, bootId, marks, random, stamp, startWriter, vault } = this.#options
    switch (effect.effect) {
      case 'start-writer':
        this.#writer = startWriter({
          onMessage: (message) => this.#onMessage(message),
          onGone: (cause) => this.#onGone(cause),
        })
        return
      case 'open': {
        const newLedgerId = toHex(random.bytes(LEDGER_ID_BYTES))
        const acknowledged = this.#acknowledged
        const request = { folder, keyFolder, checkpointCopy, boot: bootId, stamp: stamp(), newLedgerId, marks, acknowledged, hasVault: vault !== undefined }
        this.#writer?.post({ type: 'open', request })
        return this.#watchForStall()
      }
      case 'write':
        this.#writer?.post({ type: 'write', entries: this.#spool.first(effect.count) })
        return this.#watchForStall()
      case 'answer':
        return this.#spool.answerAll(effect.error)
      case 'retry-later':
        this.#retryTimer?.cancel()
        this.#retryTimer = clock.after(RETRY_MS, () => {
          this.#tellFailing()
          this.#dispatch({ event: 'retry-due' })
        })
        return
      case 'announce-failed':
        this.#outageSinceMs = clock.monotonicMs()
        return this.#feed.emit({ event: 'failed', error: effect.error, waiting: effect.waiting })
      case 'announce-recovered':
        return this.#recovered(effect.outage)
    }
  }

  #onMessage(message: FromWriter): void {
    switch (message.type) {
      case 'opened': {
        const { already, head, own, ledger } = message
        const count = Math.min(already.count, this.#spool.length)
        if (count > 0) this.#committed(count, already.firstSeq, head)
        this.#acknowledged = { ledger, seq: head.seq }
        this.#head = head
        this.#feed.emit({ event: 'committed', entries: own, head })
        return this.#answered({ event: 'opened', already: count })
      }
      case 'written': {
        const count = message.head.seq - message.firstSeq + 1
        if (this.#acknowledged) this.#acknowledged = { ...this.#acknowledged, seq: message.head.seq }
        this.#committed(count, message.firstSeq, message.head)
        return this.#answered({ event: 'written', count })
      }
      case 'not-opened':
        return this.#answered({ event: 'not-opened', error: message.error })
      case 'not-written':
        return this.#answered({ event: 'not-written', error: message.error, closed: message.closed })
      case 'store-lost':
        return this.#answered({ event: 'store-lost' })
      case 'anchored':
        this.#head = message.head
        this.#anchorFails = false
        return this.#feed.emit({ event: 'anchored', head: message.head })
      case 'not-anchored':
        if (!this.#anchorFails) this.#feed.emit({ event: 'unsigned', error: failure('STORE_UNSIGNED', message.error.detail) })
        this.#anchorFails = true
        return this.#anchors.failed()
      case 'damaged':
        return this.#feed.emit({ event: 'damaged', error: message.error, setAside: message.setAside })
      case 'warning':
        return this.#feed.emit({ event: 'warning', error: message.error })
      case 'second-file':
        return this.#feed.emit({ event: 'second-file', ...(message.error && { error: message.error }) })
      case 'checked':
        return this.#feed.emit({ event: 'checked', seq: message.seq })
      case 'answer':
        return this.#queries.answer(message.id, message.result)
      case 'own':
        if (this.#acknowledged) this.#acknowledged = { ...this.#acknowledged, seq: message.entry.seq }
        this.#head = message.head
        this.#anchors.written(true)
        return this.#feed.emit({ event: 'committed', entries: [message.entry], head: message.head })
      case 'rotated':
        return this.#keys.rotated(message.id, message.result)
      case 'vault':
        return void this.#keys.carry(message)
      case 'closed':
        this.#ended = true
        this.#waits.look()
    }
  }

  #committed(count: number, firstSeq: number, head: LedgerHead): void {
    this.#head = head
    const { entries, urgent } = this.#spool.take(count, firstSeq)
    this.#anchors.written(urgent)
    this.#feed.emit({ event: 'committed', entries, head })
  }

  #answered(event: OutboxEvent): void {
    this.#stallTimer?.cancel()
    this.#dispatch(event)
  }

  #onGone(cause: string): void {
    this.#writer = undefined
    // Closed means that its thread ends; that is no outage, and nobody should be alarmed of it.
    if (this.#ended) return
    this.#answered({ event: 'writer-gone', error: failure('BUG_UNEXPECTED', `ledger writer: ${cause}`) })
  }

  #watchForStall(): void {
    this.#stallTimer?.cancel()
    this.#stallTimer = this.#options.clock.after(STALL_MS, () => this.#dispatch({ event: 'stalled' }))
  }

  /** How it stands by now: the cause may have become another, and more and more waits. */
  #tellFailing(): void {
    const { lost } = this.#intake
    const error = lost > 0 ? failure('STORE_SPOOL_FULL', `${lost} lost`) : this.#outbox.state.outage?.error
    if (error) this.#feed.emit({ event: 'failing', error, waiting: this.#spool.length })
  }

  /** The outage becomes part of the record: why entries were written late, and how many never were. */
  #recovered({ error, written }: Outage): void {
    this.#feed.emit({ event: 'recovered', written })
    const ms = Math.round(this.#options.clock.monotonicMs() - this.#outageSinceMs)
    const payload = { ...this.#options.marks, code: error.code, written, lost: this.#intake.takeLost(), ms }
    void this.#intake.record({ kind: OUTAGE_ENDED_KIND, actor: { role: 'system', position: 'host' }, payload })
  }

  async #finish(): Promise<void> {
    this.#intake.flush()
    this.#dispatch({ event: 'second-over' })
    const tried = this.#outbox.state.link
    if (tried.startsWith('waiting')) this.#dispatch({ event: 'retry-due' })
    await this.#waits.until(() => {
      const { link } = this.#outbox.state
      return link.startsWith('waiting') || (link === 'idle' && this.#spool.length === 0)
    }, FLUSH_MS)
    if (this.#spool.length > 0) this.#feed.emit({ event: 'lost', entries: this.#spool.length })
    this.#writer?.post({ type: 'close', utcMs: this.#options.clock.utcMs() })
    await this.#waits.until(() => this.#ended, END_MS)
    await this.#stop(this.#outbox.state.outage?.error ?? CLOSED)
  }

  async #stop(error: Failure): Promise<void> {
    void this.#end(this.#writer)
    this.#writer = undefined
    this.#stallTimer?.cancel()
    this.#retryTimer?.cancel()
    this.#intake.stop()
    this.#anchors.stop()
    this.#spool.answerAll(error)
    this.#queries.stop(error)
    this.#keys.stop(error)
    await this.#waits.until(() => this.#isGone, GONE_MS)
  }

  async #end(writer: WriterPort | undefined): Promise<void> {
    await writer?.end()
    this.#isGone = true
    this.#waits.look()
  }
}
