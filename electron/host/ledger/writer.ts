// The one writer of the record. Takes messages, answers messages; knows no thread, so a test may call it directly.
import { statSync } from 'node:fs'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { JsonObject } from '../../contract/words.ts'
import { createAnchoring, type Anchoring } from './anchoring.ts'
import { makeFolder } from './append-file.ts'
import type { SecondDisk } from './append-lines.ts'
import { KEY_SEALED_KIND, type PreparedEntry } from './entry.ts'
import { findKeys, sealKey } from './key-keeping.ts'
import { rotateKey } from './key-rotation.ts'
import { ledgerPaths, type LedgerPaths } from './ledger-files.ts'
import { openForWriting, type Opened, type Opening } from './opening.ts'
import { ownEntry, storedAs } from './own-entry.ts'
import type { LedgerHead } from './port.ts'
import { createRecordSource } from './record-source.ts'
import { createSecondFile, type SecondFile } from './second-file.ts'
import { endSetAside } from './set-aside.ts'
import type { SigningKey } from './signing-key.ts'
import { takeSiteLock, type SiteLock } from './site-lock.ts'
import { attempt } from './store-failure.ts'
import type { Store } from './store.ts'
import { VaultLine } from './vault-line.ts'
import { checkWhole, type WholeCheckReport } from './whole-check.ts'
import type { FromWriter, OpenRequest, ToWriter } from './writer-protocol.ts'

export interface WriterDeps {
  readonly post: (message: FromWriter) => void
  /** Runs something after the messages that wait: `setImmediate`. */
  readonly defer: (run: () => void) => void
  /** Runs something once, so much later: `setTimeout`. @returns takes it back */
  readonly after: (ms: number, run: () => void) => () => void
  /** The second checkpoint file's. */
  readonly disk: SecondDisk
}

interface Session {
  readonly store: Store
  readonly paths: LedgerPaths
  readonly keyFolder: string
  key: SigningKey
  readonly boot: string
  readonly anchoring: Anchoring
  readonly hasVault: boolean
  check: Generator<void, WholeCheckReport> | undefined
}

export class Writer {
  readonly #deps: WriterDeps
  #lock: SiteLock | undefined
  #session: Session | undefined
  /** Beyond one opening: what is on its way to a file that hangs is not begun a second time. */
  #second: SecondFile | undefined
  #opening: object | undefined
  #condemned: Opening['condemned']
  readonly #vault: VaultLine

  constructor(deps: WriterDeps) {
    this.#deps = deps
    this.#vault = new VaultLine((question) => deps.post({ type: 'vault', ...question }))
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
      case 'rotate-key':
        return this.#rotate(message)
      case 'vault-answer':
        return this.#vault.answer(message)
      case 'close':
        return this.#close(message.utcMs)
    }
  }

  #open(request: OpenRequest): void {
    this.#drop()
    const paths = ledgerPaths(request.folder)
    const refuse = (error: Failure): void => this.#deps.post({ type: 'not-opened', error })
    const locked = this.#takeLock(paths)
    if (!locked.ok) return refuse(locked.error)
    findKeys(request, this.#vault, (keys) => {
      if (!keys.ok) return refuse(keys.error)
      this.#readSecond(request, (copied) => this.#openWith({ keys: keys.value, paths, request, copied, condemned: this.#condemned }))
    })
  }

  /** Hands on nothing when it was closed or opened anew meanwhile. */
  #readSecond({ checkpointCopy: path }: OpenRequest, take: (lines: readonly string[]) => void): void {
    if (this.#second?.path !== path) {
      const onTrouble = (error: Failure | undefined): void => this.#deps.post({ type: 'second-file', ...(error && { error }) })
      this.#second = path === undefined ? undefined : createSecondFile({ ...this.#deps, path, onTrouble })
    }
    const opening = {}
    this.#opening = opening
    const takeWanted = (lines: readonly string[]): void => { if (this.#opening === opening) take(lines) }
    if (this.#second) this.#second.readLast(takeWanted)
    else takeWanted([])
  }

  #takeLock(paths: LedgerPaths): Result<void> {
    const made = attempt('folder', () => makeFolder(paths.folder))
    if (!made.ok) return made
    if (this.#lock?.isInPlace()) return ok()
    this.#lock?.release()
    this.#lock = undefined
    const lock = takeSiteLock(paths.folder)
    if (!lock.ok) return lock
    this.#lock = lock.value
    return ok()
  }

  #openWith(opening: Opening): void {
    const opened = openForWriting(opening)
    if (!opened.ok) return this.#deps.post({ type: 'not-opened', error: opened.error })
    this.#condemned = undefined
    this.#start(opened.value, opening)
  }

  #start(opened: Opened, { paths, keys, request }: Opening): void {
    const { post } = this.#deps
    const { store, key, anchored, own, already, damage } = opened
    const onWarning = (error: Failure): void => post({ type: 'warning', error })
    const anchoring = createAnchoring({ ...request, paths, key, store, last: anchored, secondFile: this.#second })
    const session: Session = { store, paths, keyFolder: request.keyFolder, key, boot: request.boot, anchoring, check: undefined, hasVault: request.hasVault === true }
    this.#session = session
    for (const warning of [...keys.warnings, ...opened.warnings]) onWarning(warning)
    if (damage) {
      post({ type: 'damaged', ...damage })
      endSetAside(paths)
    }
    const signed = anchoring.sign(request.stamp.utcMs)
    post({ type: 'opened', ledger: store.ledger, head: headOf(session), own, already })
    if (!signed.ok) post({ type: 'not-anchored', error: signed.error })
    this.#checkInBackground(session)
    this.#seal(session, request.marks ?? {})
  }

  #write(entries: readonly PreparedEntry[]): void {
    const { post } = this.#deps
    const session = this.#session
    const written = this.#withSession('write', ({ store, boot }) => store.append(boot, entries))
    if (written.ok && session) return post({ type: 'written', firstSeq: written.value.firstSeq, head: headOf(session) })
    if (written.ok) return
    if (!leavesOpen(written.error)) this.#drop()
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

  #rotate({ id, actor, stamp, marks }: Extract<ToWriter, { type: 'rotate-key' }>): void {
    const { post } = this.#deps
    const session = this.#session
    if (!session) return post({ type: 'rotated', id, result: fail(failure('STORE_UNREADABLE', 'the record is not open')) })
    const committed = session.store.head.seq
    const rotated = rotateKey({ ...session, from: session.key, actor, stamp, marks })
    if (rotated.ok) {
      const { key, entry, seq } = rotated.value
      session.key = key
      post({ type: 'own', entry: storedAs(entry, seq), head: headOf(session) })
      post({ type: 'rotated', id, result: ok({ seq, key: key.fingerprint, headCode: session.anchoring.headCode }) })
      return this.#seal(session, marks)
    }
    post({ type: 'rotated', id, result: rotated })
    // Whatever is half done, or may be, is finished or forgotten by opening anew.
    if (!leavesOpen(rotated.error) || session.store.head.seq !== committed) this.#lose()
  }

  /** Nobody waits for it. */
  #seal(session: Session, marks: JsonObject): void {
    const { key, keyFolder } = session
    if (!session.hasVault || key.kept === 'system') return
    const isWanted = (): boolean => this.#session === session && session.key === key
    sealKey({ key, keyFolder, isWanted }, this.#vault, (sealed) => {
      if (!sealed.ok) this.#deps.post({ type: 'warning', error: sealed.error })
      else if (sealed.value) this.#recordOwn(session, ownEntry(KEY_SEALED_KIND, { ...marks, key: key.fingerprint }, sealed.value))
    })
  }

  #recordOwn(session: Session, entry: PreparedEntry): void {
    const appended = attempt('write', () => session.store.append(session.boot, [entry]))
    if (appended.ok) this.#deps.post({ type: 'own', entry: storedAs(entry, appended.value.firstSeq), head: headOf(session) })
    else this.#deps.post({ type: 'warning', error: appended.error })
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
    this.#opening = undefined
    this.#vault.forget()
    if (!session) return
    session.check?.return(undefined as never)
    session.check = undefined
    // A store that will not close is gone all the same; its lock on the folder is ours.
    attempt('close', () => session.store.close())
  }

  #close(utcMs: number): void {
    this.#session?.anchoring.sign(utcMs)
    this.#drop()
    const end = (): void => {
      this.#lock?.release()
      this.#lock = undefined
      this.#deps.post({ type: 'closed' })
    }
    // Locked until then: another console would append to the same file.
    if (this.#second) this.#second.finish(end)
    else end()
  }

  #withSession<T>(where: string, use: (session: Session) => T): Result<T> {
    const session = this.#session
    if (!session) return fail({ code: 'STORE_UNREADABLE', detail: `${where}: the record is not open` })
    const used = attempt(where, () => use(session))
    return used.ok ? ok(used.value) : used
  }
}

/** A full or busy disk leaves the connection usable, and reading goes on; anything else is looked at anew by opening. */
const leavesOpen = ({ code }: Failure): boolean => code === 'STORE_FULL' || code === 'STORE_BUSY'

function headOf({ store, anchoring }: Session): LedgerHead {
  return { seq: store.head.seq, anchoredSeq: anchoring.seq, headCode: anchoring.headCode }
}
