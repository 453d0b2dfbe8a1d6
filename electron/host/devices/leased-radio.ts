// A radio of the room behind a terminal server: its line is ours only while we look or speak, and everybody's else.
// To the rest of the host it is a radio that hears and says nothing while it is let go of.
//
// What a server does to the second one who comes, by its maker: it does not listen while it has one (Moxa NPort 5400 manual,
// "Max connection", default 1: refused); it says so in words and closes (ser2net 8: "refused with an error message"); it takes the
// connection and closes it (Avocent ESP manual, raw TCP server: only if the port is not in use); or the system of the server
// takes it into its queue, where nobody answers. All four are "in use", silence only for a while: a radio that is switched off
// is silent too.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { DeviceLink, RadioAccess, RadioDriver, RadioEvent, RadioProof, RadioVerification } from '../../../native/kit/driver.ts'
import { failure, type ErrorCode, type Failure } from '../../../native/kit/errors.ts'
import { createMachine, type Machine } from '../../../native/kit/machine.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { Unsubscribe } from '../../../native/kit/transport.ts'
import { INITIAL_LEASE, reduceLease, type LeaseEffect, type LeaseEvent, type LeaseState } from './lease-machine.ts'
import type { Lease } from './types.ts'

export interface LeasedRadioParts {
  readonly clock: Clock
  readonly access: RadioAccess
  /** Asks and sets nothing. On a line of its own: of both at most one is started. */
  readonly look: RadioDriver
  readonly use: RadioDriver
  /** Ends the pause of `use` before its next attempt. */
  readonly knock: () => void
  /** An earlier press of this desk may still be on the air. */
  readonly owesHangUp: () => boolean
}

/** Opening, and some ten answers of 50 ms with the list of groups; a server that queues us answers nothing at all. */
const LOOK_MS = 4_000
/** Whoever only looks is gone in a third of a second: a switch waits at the door no longer than that. */
const KNOCK_MS = 100
/** A queue in front of a server is taken for use by another this long after the radio last answered; after that it is silence. */
const QUEUED_MS = 600_000
const CLOSED_BY_OTHERS: ReadonlySet<ErrorCode> = new Set(['LINK_REFUSED', 'LINK_LOST', 'LINK_BUSY'])

export class LeasedRadio implements RadioDriver {
  readonly lease: Lease
  readonly #parts: LeasedRadioParts
  readonly #machine: Machine<LeaseState, LeaseEvent>
  readonly #listeners = new Set<(event: RadioEvent) => void>()
  readonly #waiting = new Set<() => void>()
  /** Since the line was opened for use, the radio has answered: from then on a lost line is news. */
  #wasUp = false
  /** Why the last look found nothing, other than that another has it. */
  #trouble: Failure | undefined
  #answeredMs: number

  constructor(parts: LeasedRadioParts) {
    this.#parts = parts
    this.#answeredMs = parts.clock.monotonicMs()
    this.#machine = createMachine<LeaseState, LeaseEvent, LeaseEffect>({
      initial: INITIAL_LEASE,
      reduce: reduceLease,
      perform: (effect) => this.#perform(effect),
      now: () => parts.clock.monotonicMs(),
      onStep: () => this.#settle(),
    })
    parts.use.onEvent((event) => this.#used(event))
    // A call for help is told whenever it is heard; all else of a look is the proof's.
    parts.look.onEvent((event) => (event.event === 'wire' || event.event === 'emergency' ? this.#emit(event) : this.#settle()))
    const machine = this.#machine
    this.lease = {
      take: (use) => machine.dispatch({ event: 'use-wanted', use }),
      letGo: (use) => machine.dispatch({ event: 'use-ended', use }),
      get isHeld() {
        return machine.state.uses.length > 0
      },
      whenUp: (boundMs) => this.#whenUp(boundMs),
      look: (groups) => this.#look(groups),
    }
  }

  get link(): DeviceLink {
    return this.lease.isHeld ? this.#held : this.#letGo
  }

  get isInUse(): boolean {
    return this.lease.isHeld && this.#parts.use.isInUse
  }

  get about(): RadioDriver['about'] {
    return this.#parts.use.about
  }

  get refusedFeatures(): RadioDriver['refusedFeatures'] {
    return this.#parts.use.refusedFeatures
  }

  get shortData(): RadioDriver['shortData'] {
    return this.#parts.use.shortData
  }

  start(): void {
    // Who only watches hangs nothing up, and keeps nobody from the line who can.
    if (this.#parts.owesHangUp()) {
      if (this.#parts.access === 'full') this.#machine.dispatch({ event: 'use-wanted', use: 'debt' })
      else this.#emit({ event: 'may-transmit' })
    }
    this.#machine.dispatch({ event: 'started' })
    if (!this.lease.isHeld) this.#emit({ event: 'link', link: this.link })
  }

  async stop(): Promise<void> {
    this.#machine.dispatch({ event: 'stopped' })
    await Promise.all([this.#parts.use.stop(), this.#parts.look.stop()])
  }

  // What needs the line is refused by a driver that has none, with its own words.

  requestFloor(): void {
    this.#parts.use.requestFloor()
  }

  releaseFloor(): void {
    this.#parts.use.releaseFloor()
  }

  requestEmergency(): void {
    this.#parts.use.requestEmergency?.()
  }

  selectGroup(gssi: string): Promise<Result<void>> {
    return this.#parts.use.selectGroup(gssi)
  }

  poll(): Promise<Result<RadioProof>> {
    return this.#parts.use.poll()
  }

  verify(groups: readonly string[]): Promise<Result<RadioVerification>> {
    return this.#parts.use.verify(groups)
  }

  onEvent(listener: (event: RadioEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get #letGo(): DeviceLink {
    return { link: 'down', cause: this.#trouble?.code ?? 'LINK_CLOSED', detail: this.#trouble?.detail ?? '' }
  }

  get #held(): DeviceLink {
    const { link } = this.#parts.use
    if (link.link !== 'down') return link
    // It was ours: a line that broke and a radio that fell silent are what they are. Who is refused when he comes back knows more.
    if (this.#wasUp && (link.cause === 'LINK_LOST' || link.cause === 'DEVICE_SILENT')) return link
    const trouble = this.#busyOr(failure(link.cause, link.detail))
    return { link: 'down', cause: trouble.code, detail: trouble.detail }
  }

  #perform({ effect, as }: LeaseEffect): void {
    const driver = this.#parts[as]
    if (effect === 'open') {
      this.#wasUp = false
      return driver.start()
    }
    void driver.stop().then(() => {
      if (as === 'use') this.#emit({ event: 'link', link: this.#letGo })
      this.#machine.dispatch({ event: 'closed' })
    })
  }

  #used(event: RadioEvent): void {
    if (event.event === 'link' && event.link.link === 'up') {
      this.#wasUp = true
      this.#trouble = undefined
      this.#answeredMs = this.#parts.clock.monotonicMs()
    }
    // Refused at the door is no lost radio, and whoever asked is told by `whenUp`.
    if (event.event === 'link') {
      if (this.#wasUp) this.#emit({ event: 'link', link: this.#held })
    } else this.#emit(event)
    // What may be on the air is not left to the next one who comes: the line is held, and sought, until it was hung up.
    if (event.event === 'may-transmit') this.#machine.dispatch({ event: 'use-wanted', use: 'debt' })
    if (event.event === 'hung-up') this.#machine.dispatch({ event: 'use-ended', use: 'debt' })
    this.#settle()
  }

  async #whenUp(boundMs: number): Promise<Result<void>> {
    const { use } = this.#parts
    const isOver = (): boolean => (this.#machine.state.line === 'use' && use.link.link === 'up') || !this.lease.isHeld
    await this.#knocking(() => this.#until(isOver, boundMs))
    if (!this.lease.isHeld) return fail(failure('LINK_CLOSED'))
    if (this.#machine.state.line === 'use' && use.link.link === 'up') return ok()
    const held = this.#held
    // Not even refused: the server took us, and nobody has answered yet.
    return fail(held.link === 'down' ? failure(held.cause, held.detail) : this.#busyOr(failure('DEVICE_SILENT')))
  }

  async #knocking(waiting: () => Promise<void>): Promise<void> {
    const { clock, use, knock } = this.#parts
    let timer: Timer | undefined
    const again = (): void => {
      timer = clock.after(KNOCK_MS, () => {
        if (this.#machine.state.line === 'use' && use.link.link === 'down') knock()
        again()
      })
    }
    again()
    await waiting()
    timer?.cancel()
  }

  async #look(groups: readonly string[]): Promise<Result<RadioVerification>> {
    const { look, clock } = this.#parts
    if (this.lease.isHeld || this.#machine.state.line === 'off') return fail(failure('LINK_CLOSED'))
    const endsMs = clock.monotonicMs() + LOOK_MS
    this.#machine.dispatch({ event: 'look-wanted' })
    const isMine = (): boolean => this.#machine.state.line === 'look'
    await this.#until(() => (isMine() && look.link.link !== 'opening') || this.lease.isHeld || this.#machine.state.line === 'off', LOOK_MS)
    const { link } = look
    let proof: Result<RadioVerification> = fail(failure('LINK_CLOSED'))
    if (isMine() && link.link === 'up') proof = await this.#proof(groups, endsMs)
    else if (isMine()) proof = fail(this.#busyOr(link.link === 'down' ? failure(link.cause, link.detail) : failure('DEVICE_SILENT')))
    if (!isMine()) proof = fail(failure('LINK_CLOSED'))
    this.#machine.dispatch({ event: 'look-ended' })
    this.#looked(proof)
    return proof
  }

  async #proof(groups: readonly string[], endsMs: number): Promise<Result<RadioVerification>> {
    const { look, clock } = this.#parts
    let done: Result<RadioVerification> | undefined
    void look.verify(groups).then((proof) => {
      done = proof
      this.#settle()
    })
    await this.#until(() => done !== undefined || this.#machine.state.line !== 'look', endsMs - clock.monotonicMs())
    if (done?.ok) this.#answeredMs = clock.monotonicMs()
    // It answered a moment ago: what goes wrong now is the server's doing, or the radio's.
    return done ?? fail(failure('DEVICE_SILENT'))
  }

  /** Trouble that is nobody's use is told as of any device; so is that it is over. */
  #looked(proof: Result<RadioVerification>): void {
    const code = proof.ok ? undefined : proof.error.code
    if (code === 'LINK_CLOSED') return
    const before = this.#trouble?.code
    this.#trouble = proof.ok || code === 'LINK_BUSY' ? undefined : proof.error
    if (before !== this.#trouble?.code && !this.lease.isHeld) this.#emit({ event: 'link', link: this.link })
  }

  #busyOr(cause: Failure): Failure {
    const isQueued = cause.code === 'DEVICE_SILENT' && this.#parts.clock.monotonicMs() - this.#answeredMs < QUEUED_MS
    return CLOSED_BY_OTHERS.has(cause.code) || isQueued ? failure('LINK_BUSY', cause.detail) : cause
  }

  #emit(event: RadioEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }

  #settle(): void {
    for (const look of [...this.#waiting]) look()
  }

  /** Resolves when it is so, or the bound has passed. */
  async #until(isSo: () => boolean, boundMs: number): Promise<void> {
    if (isSo() || boundMs <= 0) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        timer.cancel()
        this.#waiting.delete(looked)
        resolve()
      }
      const looked = (): void => (isSo() ? done() : undefined)
      const timer = this.#parts.clock.after(boundMs, done)
      this.#waiting.add(looked)
    })
  }
}
