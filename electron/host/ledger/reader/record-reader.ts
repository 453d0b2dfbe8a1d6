// The host's side of looking back: starts the reading thread when somebody asks, bounds every question, and lets a thread that
// hangs or died be another one. Once there is an index, the thread also keeps it: a text deleted from the record is deleted there.
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { MomentView } from '../../../contract/record.ts'
import type { TimelineEntry } from '../../../contract/topics.ts'
import { CONTENT_DELETED_KIND, GENESIS_KIND, RESUMED_KIND } from '../entry.ts'
import type { LedgerEvent, StoredEntry } from '../port.ts'
import type { Due, DueAsked } from './due-words.ts'
import type { RecordReader } from './port.ts'
import type { ReaderPort, StartReader } from './reader-port.ts'
import type { Answer, FromReader, Question } from './reader-protocol.ts'
import type { Found } from './search-entries.ts'

const ANSWER_MS = 2000
/** A record of years that has no keyframe yet is read from its beginning, once; nobody waits for that. */
const STATE_MS = 60_000
/** A console that starts has more urgent things to do than to read on in its index. */
const FIRST_READ_MS = 2000
/** A thread that died is not started again sooner because something was written; a question starts it at once. */
const RESTART_MS = 10_000
/** So many entries without a word are read on in one go. */
const READ_ON_ENTRIES = 1000
const MOST_QUESTIONS = 32
/** A thread in the middle of a slow disk ends when that answers; the last signature of the record does not wait for it. */
const END_MS = 500
/** A thread costs tens of megabytes; whoever looks back again waits a third of a second for another one. */
const IDLE_MS = 5 * 60_000

export interface RecordReaderOptions {
  readonly clock: Clock
  readonly start: StartReader
  /** Whether there is an index to keep. */
  readonly hasIndex: () => boolean
  /** Kinds whose text is in no index. */
  readonly packedKinds: readonly string[]
  /** An entry as people are shown it: not all of it is for every screen. */
  readonly toTimeline: (entry: StoredEntry) => TimelineEntry
}

interface Asked {
  readonly resolve: (answer: Result<Answer>) => void
  readonly bound: Timer
  readonly atMs: number
}

export function createRecordReader(options: RecordReaderOptions): RecordReader {
  return new HostReader(options)
}

class HostReader implements RecordReader {
  readonly #options: RecordReaderOptions
  readonly #open = new Map<number, Asked>()
  #thread: ReaderPort | undefined
  #nextId = 1
  #heardMs = Number.NEGATIVE_INFINITY
  #diedMs = Number.NEGATIVE_INFINITY
  #unread = 0
  #progress = ''
  #later: Timer | undefined
  #idle: Timer | undefined
  #isBegun = false
  #isFailing = false
  #isClosed = false

  constructor(options: RecordReaderOptions) {
    this.#options = options
  }

  async search(input: Extract<Question, { ask: 'search' }>['input']): Promise<Result<{ readonly entries: readonly TimelineEntry[]; readonly more: boolean }>> {
    const answer = await this.#ask({ ask: 'search', input })
    if (!answer.ok) return answer
    const { entries, more } = answer.value as Found
    return ok({ entries: entries.map(this.#options.toTimeline), more })
  }

  async moment(input: Extract<Question, { ask: 'moment' }>['input']): Promise<Result<MomentView>> {
    return (await this.#ask({ ask: 'moment', input })) as Result<MomentView>
  }

  async state(seq: number): Promise<Result<unknown>> {
    const answer = await this.#ask({ ask: 'state', seq }, STATE_MS)
    return answer.ok ? ok((answer.value as { readonly state: unknown }).state) : answer
  }

  async due(asked: DueAsked): Promise<Result<Due>> {
    return (await this.#ask({ ask: 'due', asked }, STATE_MS)) as Result<Due>
  }

  async hasText(seq: number): Promise<Result<boolean>> {
    const answer = await this.#ask({ ask: 'text', seq })
    return answer.ok ? ok((answer.value as { readonly held: boolean }).held) : answer
  }

  ledgerEvent(event: LedgerEvent): void {
    switch (event.event) {
      case 'committed':
        return this.#committed(event.entries)
      // The writer may have to move the file away; on some systems it cannot while somebody has it open.
      case 'failed':
        this.#isFailing = true
        return this.#letGo()
      case 'damaged':
        return this.#letGo()
      // What was deleted meanwhile is in the index still.
      case 'recovered':
        this.#isFailing = false
        return this.#readOn()
      default:
        return undefined
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#later?.cancel()
    const thread = this.#release()
    this.#answerAll(failure('CALL_REFUSED', 'the record is closed'))
    await Promise.race([thread?.end(), new Promise<void>((resolve) => void this.#options.clock.after(END_MS, resolve))])
  }

  // ── questions ────────────────────────────────────────────────────────────────────────────

  #ask(question: Question, boundMs = ANSWER_MS): Promise<Result<Answer>> {
    const { clock } = this.#options
    if (this.#isClosed) return Promise.resolve(fail(failure('CALL_REFUSED', 'the record is closed')))
    if (this.#open.size >= MOST_QUESTIONS) return Promise.resolve(fail(failure('STORE_BUSY', `${MOST_QUESTIONS} questions wait`)))
    const id = this.#nextId++
    return new Promise((resolve) => {
      const bound = clock.after(boundMs, () => this.#late(id))
      this.#open.set(id, { resolve, bound, atMs: clock.monotonicMs() })
      this.#running().post({ type: 'question', id, question })
      this.#endWhenIdle()
    })
  }

  #late(id: number): void {
    const asked = this.#open.get(id)
    if (!asked) return
    this.#answer(id, fail(failure('STORE_BUSY', this.#progress || 'the record does not answer')))
    // It spoke since: it works, and this question waits for the index.
    if (this.#heardMs > asked.atMs) return
    const thread = this.#release()
    this.#answerAll(failure('STORE_BUSY', 'the record did not answer another question'))
    void thread?.end()
  }

  #answer(id: number, answer: Result<Answer>): void {
    const asked = this.#open.get(id)
    if (!asked) return
    this.#open.delete(id)
    asked.bound.cancel()
    asked.resolve(answer)
  }

  #answerAll(error: Failure): void {
    for (const id of [...this.#open.keys()]) this.#answer(id, fail(error))
  }

  // ── the thread ───────────────────────────────────────────────────────────────────────────

  #running(): ReaderPort {
    if (this.#thread) return this.#thread
    this.#endWhenIdle()
    const heard = (): void => { this.#heardMs = this.#options.clock.monotonicMs() }
    const thread = this.#options.start({
      onUp: heard,
      onMessage: (message) => {
        if (this.#thread !== thread) return
        heard()
        this.#endWhenIdle()
        this.#onMessage(message)
      },
      onGone: (cause) => {
        if (this.#thread !== thread) return
        this.#release()
        this.#diedMs = this.#options.clock.monotonicMs()
        this.#answerAll(failure('STORE_UNREADABLE', `reader: ${cause}`))
      },
    })
    this.#thread = thread
    return thread
  }

  #release(): ReaderPort | undefined {
    const thread = this.#thread
    this.#thread = undefined
    this.#idle?.cancel()
    return thread
  }

  #endWhenIdle(): void {
    this.#idle?.cancel()
    this.#idle = this.#options.clock.after(IDLE_MS, () => void this.#release()?.end())
  }

  #onMessage(message: FromReader): void {
    if (message.type === 'reading') {
      this.#progress = `the index has read ${message.through} of ${message.head} entries`
      return
    }
    this.#progress = ''
    this.#answer(message.id, message.result)
    if (this.#isFailing) this.#letGo()
  }

  #letGo(): void {
    this.#thread?.post({ type: 'let-go' })
  }

  // ── what is written ──────────────────────────────────────────────────────────────────────

  #committed(entries: readonly StoredEntry[]): void {
    this.#begin()
    // It was opened anew: it may be another one.
    if (entries.some(({ kind }) => kind === GENESIS_KIND || kind === RESUMED_KIND)) this.#letGo()
    this.#unread += entries.length
    const isDeletion = entries.some(({ kind }) => kind === CONTENT_DELETED_KIND)
    const hasText = entries.some(({ kind, content }) => content !== undefined && !this.#options.packedKinds.includes(kind))
    if (isDeletion || (this.#thread && (hasText || this.#unread >= READ_ON_ENTRIES))) this.#readOn()
  }

  /** A deletion of the last run may not have reached the index. */
  #begin(): void {
    if (this.#isBegun) return
    this.#isBegun = true
    this.#readLater(FIRST_READ_MS)
  }

  #readLater(ms: number): void {
    this.#later?.cancel()
    this.#later = this.#options.clock.after(ms, () => this.#readOn())
  }

  #readOn(): void {
    if (this.#isClosed || this.#isFailing) return
    const { clock, hasIndex } = this.#options
    if (!this.#thread && !hasIndex()) return
    if (!this.#thread && clock.monotonicMs() - this.#diedMs < RESTART_MS) return this.#readLater(RESTART_MS)
    this.#unread = 0
    this.#running().post({ type: 'read-on' })
  }
}
