// Answers questions about the record beside its writer, and keeps the index for them. Takes messages, answers messages; knows
// no thread, so that a test and a command may call it directly.
import type { DatabaseSync } from 'node:sqlite'
import { failure, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import { attempt } from '../store-failure.ts'
import { createTurns } from './by-time.ts'
import { readDue } from './read-due.ts'
import { readMoment, readState, type Moments } from './read-moment.ts'
import type { Answer, FromReader, Question, ToReader } from './reader-protocol.ts'
import { headSeq } from './rows.ts'
import { needsIndex, searchEntries } from './search-entries.ts'
import { MEMORY, openSearchIndex, removeSearchIndex, type SearchIndex } from './search-index.ts'

export interface ReaderDeps {
  readonly post: (message: FromReader) => void
  /** Runs something after the messages that wait: `setImmediate`. */
  readonly defer: (run: () => void) => void
  /** Opens the record for reading; throws what SQLite throws. */
  readonly openRecord: () => { readonly database: DatabaseSync; close(): void }
  /** Path of the index, MEMORY where nothing may be written. */
  readonly indexPath: string
  readonly moments: Moments<unknown>
  readonly host: 'asks' | 'unknown'
}

/** Entries the index may lag behind whoever asks for a time: where the clock was set back in them is read in a second, once. Six weeks of a busy position. */
const MOST_UNREAD = 4_000_000

interface Session {
  readonly record: DatabaseSync
  close(): void
  readonly turns: ReturnType<typeof createTurns>
  index: SearchIndex
  /** The first index failed while it was kept. */
  isSecond: boolean
}

interface Waiting {
  readonly id: number
  readonly question: Question
  /** Answered when the index has read up to here. */
  readonly through: number
}

export class Reader {
  readonly #deps: ReaderDeps
  #session: Session | undefined
  #waiting: Waiting[] = []
  #isReading = false
  /** The disk refused a file of the index: until the record is opened anew it is kept in memory. */
  #indexPath: string

  constructor(deps: ReaderDeps) {
    this.#deps = deps
    this.#indexPath = deps.indexPath
  }

  receive(message: ToReader): void {
    switch (message.type) {
      case 'question':
        return this.#question(message.id, message.question)
      case 'read-on': {
        const session = this.#open()
        if (session.ok) this.#readOn()
        return undefined
      }
      case 'let-go':
        this.#letGo()
        this.#indexPath = this.#deps.indexPath
        this.#answerWaiting()
    }
  }

  #question(id: number, question: Question): void {
    const session = this.#open()
    if (!session.ok) return this.#deps.post({ type: 'answer', id, result: session })
    const head = attempt('read', () => headSeq(session.value.record))
    const unread = head.ok ? head.value - session.value.index.through : 0
    const wants = (question.ask === 'search' && needsIndex(question.input)) || (asksTime(question) && unread > MOST_UNREAD)
    this.#waiting.push({ id, question, through: wants && head.ok ? head.value : 0 })
    // What is new is mostly one slice: then the answer comes in this turn.
    if (wants) this.#slice()
    this.#answerWaiting()
    this.#readOn()
  }

  #answerWaiting(): void {
    const session = this.#session
    const through = session?.index.through ?? Number.POSITIVE_INFINITY
    const due = this.#waiting.filter((one) => one.through <= through)
    this.#waiting = this.#waiting.filter((one) => one.through > through)
    for (const { id, question } of due) {
      const result = session ? this.#answer(session, question) : fail(unreadable('the record is not open'))
      this.#deps.post({ type: 'answer', id, result })
    }
  }

  #answer({ record, index, turns }: Session, question: Question): Result<Answer> {
    const { moments, host } = this.#deps
    const answered = attempt('read', (): Answer => {
      switch (question.ask) {
        case 'search':
          return searchEntries(record, { ...index, turns: () => turns(index) }, question.input)
        case 'moment':
          return readMoment(record, moments, question.input, { turns: () => turns(index), host })
        case 'state':
          return { state: readState(record, moments, question.seq) }
        case 'due':
          return readDue(record, question.asked)
        case 'text':
          return { held: record.prepare('SELECT 1 FROM content WHERE seq = ?').get(question.seq) !== undefined }
      }
    })
    if (answered.ok) return answered
    // Whatever it was, the next question looks anew; a damaged index is made anew, and a damaged record is the writer's to set aside.
    this.#letGo()
    if (question.ask === 'search' && answered.error.code === 'STORE_DAMAGED') attempt('index', () => removeSearchIndex(this.#indexPath))
    return fail(asUnreadable(answered.error))
  }

  #readOn(): void {
    if (this.#isReading) return
    this.#isReading = true
    this.#deps.defer(() => {
      this.#isReading = false
      const more = this.#slice()
      this.#answerWaiting()
      if (more) this.#readOn()
    })
  }

  /** @returns whether there is more to read */
  #slice(): boolean {
    const session = this.#session
    if (!session) return false
    const read = attempt('index', () => session.index.catchUp())
    if (read.ok && read.value === 'anew') return this.#anotherIndex(session, 'outgrown')
    if (read.ok) {
      if (read.value) this.#deps.post({ type: 'reading', through: session.index.through, head: headSeq(session.record) })
      return read.value !== false
    }
    return this.#anotherIndex(session, 'failed')
  }

  /** A damaged one is made anew; where no file can be kept, one in memory does as well. */
  #anotherIndex(session: Session, cause: 'failed' | 'outgrown'): boolean {
    attempt('index', () => session.index.close())
    attempt('index', () => removeSearchIndex(this.#indexPath))
    const wasMemory = this.#indexPath === MEMORY
    if (session.isSecond && cause === 'failed') this.#indexPath = MEMORY
    session.isSecond ||= cause === 'failed'
    const opened = wasMemory && cause === 'failed' ? fail(unreadable('no index')) : this.#openIndex(session.record)
    if (!opened.ok) {
      this.#letGo()
      return false
    }
    session.index = opened.value
    return true
  }

  #open(): Result<Session> {
    if (this.#session) return ok(this.#session)
    const opened = attempt('open', () => this.#deps.openRecord())
    if (!opened.ok) return fail(asUnreadable(opened.error))
    const { database, close } = opened.value
    const index = this.#openIndex(database)
    if (!index.ok) {
      attempt('close', close)
      return fail(asUnreadable(index.error))
    }
    this.#session = { record: database, close, turns: createTurns(database), index: index.value, isSecond: false }
    return ok(this.#session)
  }

  #openIndex(record: DatabaseSync): Result<SearchIndex> {
    const opened = attempt('index', () => openSearchIndex(this.#indexPath, record))
    if (opened.ok || this.#indexPath === MEMORY) return opened
    this.#indexPath = MEMORY
    return attempt('index', () => openSearchIndex(MEMORY, record))
  }

  #letGo(): void {
    const session = this.#session
    this.#session = undefined
    if (!session) return
    attempt('close', () => session.index.close())
    attempt('close', () => session.close())
  }
}

const asksTime = ({ ask, ...question }: Question): boolean =>
  'input' in question && (ask === 'moment' ? 'utcMs' in question.input : 'fromUtcMs' in question.input || 'toUtcMs' in question.input)

const unreadable = (detail: string): Failure => failure('STORE_UNREADABLE', detail)

/** To whoever asks there is one difference: it is busy, or it cannot be read. */
const asUnreadable = (error: Failure): Failure => (error.code === 'STORE_BUSY' ? error : unreadable(error.detail))
