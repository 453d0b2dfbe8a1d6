// The one writer of the record. Takes messages, answers messages; knows no thread, so a test may call it directly.
import { statSync } from 'node:fs'
import type { Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createAnchoring, type Anchoring } from './anchoring.ts'
import { makeFolder } from './append-file.ts'
import type { PreparedEntry } from './entry.ts'
import { ledgerPaths, type LedgerPaths } from './ledger-files.ts'
import { openForWriting, type Opened, type Opening } from './opening.ts'
import type { LedgerHead } from './port.ts'
import { createRecordSource } from './record-source.ts'
import { endSetAside } from './set-aside.ts'
import { openSigningKey, type SigningKey } from './signing-key.ts'
import { takeSiteLock, type SiteLock } from './site-lock.ts'
import type { Store } from './store.ts'
import { attempt } from './store-failure.ts'
import { checkWhole, type WholeCheckReport } from './whole-check.ts'
import type { FromWriter, OpenRequest, ToWriter } from './writer-protocol.ts'

export interface WriterDeps {
  readonly post: (message: FromWriter) => void
  /** Runs something after the messages that wait: `setImmediate`. */
  readonly defer: (run: () => void) => void
}

interface Session {
  readonly store: Store
  readonly paths: LedgerPaths
  readonly key: SigningKey
  readonly boot: string
  readonly anchoring: Anchoring
  check: Generator<void, WholeCheckReport> | undefined
}

export class Writer {
  readonly #deps: WriterDeps
  #lock: SiteLock | undefined
  #session: Session | undefined
  #condemned: Opening['condemned']

  constructor(deps: WriterDeps) {
    this.#deps = deps
  }

  /** The open store, for a test that has to make its disk full. */
  get store(): Store | undefined {
    return this.#session?.store
  }

  receive(message: ToWriter): void {
    switch (message.type) {
      case 'open':
        return this.#open(message.request)
      case 'write':
        return this.#write(message.entries)
      case 'anchor':
        return this.#anchor(message.utcMs)
      case 'latest': {
        const { id, kinds, limit } = message
        const result = this.#withSession('read', ({ store }) => store.latest(kinds, limit))
        return this.#deps.post({ type: 'answer', id, result })
      }
      case 'close':
        return this.#close(message.utcMs)
    }
  }

  #open(request: OpenRequest): void {
    this.#drop()
    const paths = ledgerPaths(request.folder)
    const prepared = this.#prepare(paths, request)
    if (!prepared.ok) return this.#deps.post({ type: 'not-opened', error: prepared.error })
    const opened = openForWriting({ paths, key: prepared.value, request, condemned: this.#condemned })
    if (!opened.ok) return this.#deps.post({ type: 'not-opened', error: opened.error })
    this.#condemned = undefined
    this.#start(opened.value, { paths, key: prepared.value, request })
  }

  #prepare(paths: LedgerPaths, request: OpenRequest): Result<SigningKey> {
    const made = attempt('folder', () => makeFolder(paths.folder))
    if (!made.ok) return made
    if (!this.#lock) {
      const lock = takeSiteLock(paths.folder)
      if (!lock.ok) return lock
      this.#lock = lock.value
    }
    return openSigningKey(request.keyFolder)
  }

  #start(opened: Opened, { paths, key, request }: { paths: LedgerPaths; key: SigningKey; request: OpenRequest }): void {
    const { post } = this.#deps
    const { store, anchored, own, already, damage } = opened
    const onWarning = (error: Failure): void => post({ type: 'warning', error })
    const anchoring = createAnchoring({ ...request, paths, key, store, last: anchored, onWarning })
    const session: Session = { store, paths, key, boot: request.boot, anchoring, check: undefined }
    this.#session = session
    for (const warning of [...key.warnings, ...opened.warnings]) onWarning(warning)
    if (damage) {
      post({ type: 'damaged', ...damage })
      endSetAside(paths)
    }
    const signed = anchoring.sign(request.stamp.utcMs)
    post({ type: 'opened', ledger: store.ledger, head: headOf(session), own, already })
    if (!signed.ok) post({ type: 'not-anchored', error: signed.error })
    this.#checkInBackground(session)
  }

  #write(entries: readonly PreparedEntry[]): void {
    const { post } = this.#deps
    const session = this.#session
    const written = this.#withSession('write', ({ store, boot }) => store.append(boot, entries))
    if (written.ok && session) return post({ type: 'written', firstSeq: written.value.firstSeq, head: headOf(session) })
    if (written.ok) return
    // A full or busy disk leaves the connection usable, and reading goes on; anything else is looked at anew by opening.
    const keep = written.error.code === 'STORE_FULL' || written.error.code === 'STORE_BUSY'
    if (!keep) this.#drop()
    post({ type: 'not-written', error: written.error, closed: this.#session === undefined })
  }

  #anchor(utcMs: number): void {
    const session = this.#session
    if (!session) return
    const signed = session.anchoring.sign(utcMs)
    if (signed.ok) return this.#deps.post({ type: 'anchored', head: headOf(session) })
    if (signed.error.code === 'STORE_DAMAGED') return this.#lose()
    this.#deps.post({ type: 'not-anchored', error: signed.error })
  }

  /** Everything from the first entry on, a slice between two messages; a long record must not delay a commit. */
  #checkInBackground(session: Session): void {
    const { paths, key, store } = session
    const started = attempt('background check', () => checkWhole({
      source: createRecordSource(store.database),
      publicKey: key.publicKey,
      fingerprint: key.fingerprint,
      checkpointPath: paths.checkpoints,
      // What is signed later is about entries this check has not seen.
      checkpointBytes: statSync(paths.checkpoints, { throwIfNoEntry: false })?.size ?? 0,
      anchors: [],
    }))
    if (!started.ok) return
    session.check = started.value
    this.#deps.defer(() => this.#checkSlice(session))
  }

  #checkSlice(session: Session): void {
    if (!session.check) return
    const step = attempt('background check', () => session.check?.next())
    if (!step.ok) {
      if (step.error.code === 'STORE_DAMAGED') this.#condemn(session, { verdict: 'UNREADABLE', detail: step.error.detail })
    } else if (!step.value?.done) {
      this.#deps.defer(() => this.#checkSlice(session))
    } else if (step.value.value.findings.damage) {
      this.#condemn(session, step.value.value.findings.damage)
    } else {
      session.check = undefined
      this.#deps.post({ type: 'checked', seq: step.value.value.lastSeq })
    }
  }

  #condemn({ store }: Session, finding: NonNullable<Opening['condemned']>['finding']): void {
    const { head, ledger } = store
    this.#condemned = { finding, known: { ledger, seq: head.seq, head: Buffer.from(head.hash).toString('hex') } }
    this.#lose()
  }

  #lose(): void {
    this.#drop()
    this.#deps.post({ type: 'store-lost' })
  }

  #drop(): void {
    const session = this.#session
    this.#session = undefined
    if (!session) return
    session.check?.return(undefined as never)
    session.check = undefined
    // A store that will not close is gone all the same; its lock on the folder is ours.
    attempt('close', () => session.store.close())
  }

  #close(utcMs: number): void {
    this.#session?.anchoring.sign(utcMs)
    this.#drop()
    this.#lock?.release()
    this.#lock = undefined
    this.#deps.post({ type: 'closed' })
  }

  #withSession<T>(where: string, use: (session: Session) => T): Result<T> {
    const session = this.#session
    if (!session) return fail({ code: 'STORE_UNREADABLE', detail: `${where}: the record is not open` })
    const used = attempt(where, () => use(session))
    return used.ok ? ok(used.value) : used
  }
}

function headOf({ store, anchoring }: Session): LedgerHead {
  return { seq: store.head.seq, anchoredSeq: anchoring.seq, headCode: anchoring.headCode }
}
