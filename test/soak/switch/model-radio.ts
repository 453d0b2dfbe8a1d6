// A radio of the model: the contract of `RadioDriver` and the truth behind it, which the console cannot see. It answers late or
// not at all, is turned by hand, and goes on transmitting when its cable is pulled.
import type { Clock } from '../../../native/kit/clock.ts'
import type { CellMode, DeviceLink, RadioDriver, RadioEvent, RadioProof, RadioVerification, Registration } from '../../../native/kit/driver.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { Unsubscribe } from '../../../native/kit/transport.ts'
import { FAST, type RadioWays } from './script.ts'

const COMMAND_TIMEOUT_MS = 800
const GRANT_MS = 250
const QUEUED_MS = 1500
const FLOOR_TIMEOUT_MS = 1000
const OPEN_MS = 100
const HANG_UP_MS = 200
const HANG_UP_AGAIN_MS = 2000

export type Sent = 'request-floor' | 'release-floor' | 'select' | 'poll' | 'verify'

interface RadioBirth {
  readonly clock: Clock
  readonly id: string
  /** It stands on this group by its own switch, `''` for none, and cannot be turned from here. */
  readonly fixedGroup?: string
  readonly onSent: (radio: ModelRadio, what: Sent) => void
}

export class ModelRadio implements RadioDriver {
  readonly id: string
  readonly isFixed: boolean
  /** It speaks from radio to radio, on no network, as long as nobody turns it. */
  readonly isDirect: boolean
  mode: 'dmo' | 'tmo' = 'dmo'
  ways: RadioWays = FAST
  gssi: string
  registration: Registration = 'home'
  cell: CellMode = 'wide'
  link: DeviceLink = { link: 'opening' }
  /** What its driver holds for the console. */
  floor: 'none' | 'asked' | 'granted' = 'none'
  /** The truth: it transmits for us. */
  onAir = false
  /** It may transmit and was not hung up since: survives its console, as a small file does. */
  owes = false
  /** When it last confirmed a group that it was asked for. */
  confirmed: { readonly gssi: string; readonly atMs: number } | undefined
  readonly isInUse = false
  readonly #clock: Clock
  readonly #onSent: RadioBirth['onSent']
  readonly #listeners = new Set<(event: RadioEvent) => void>()
  #cable: 'in' | 'out' | 'silent' = 'in'
  /** Answers of an earlier life, or of an earlier request, arrive nowhere. */
  #life = 0
  #request = 0

  constructor({ clock, id, fixedGroup, onSent }: RadioBirth) {
    this.#clock = clock
    this.id = id
    this.isFixed = fixedGroup !== undefined
    this.isDirect = id === 'direct'
    this.gssi = fixedGroup ?? '4037001'
    this.#onSent = onSent
  }

  get isReachable(): boolean {
    return this.link.link === 'up'
  }
  get isRegistered(): boolean {
    return this.isDirect ? this.mode === 'dmo' : this.registration === 'home' && this.cell === 'wide'
  }

  start(): void {
    if (this.owes) this.#emit({ event: 'may-transmit' })
    if (this.#cable === 'in') this.#open()
    else this.#say({ link: 'down', cause: 'LINK_LOST', detail: this.id })
  }
  async stop(): Promise<void> {}

  onEvent(listener: (event: RadioEvent) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  // ── what the console asks ─────────────────────────────────────────────────────────────────

  requestFloor(): void {
    this.#onSent(this, 'request-floor')
    if (!this.isReachable || this.owes) return this.#emit({ event: 'floor-refused', cause: this.owes ? 'hanging-up' : 'link-lost' })
    if (this.gssi === '' && !this.isFixed) return this.#emit({ event: 'floor-refused', cause: 'no-channel' })
    if (this.floor !== 'none') return
    this.floor = 'asked'
    const request = ++this.#request
    const later = (ms: number, run: () => void): void => void this.#clock.after(ms, () => request === this.#request && run())
    switch (this.ways.floor) {
      case 'grants':
        return later(GRANT_MS, () => this.#grant())
      case 'grants-late':
        return void this.#clock.after(QUEUED_MS, () => this.#grantLate(request))
      case 'queues':
        later(GRANT_MS, () => this.isReachable && this.floor === 'asked' && this.#emit({ event: 'floor-queued' }))
        return later(QUEUED_MS, () => this.#grant())
      case 'refuses':
        return later(GRANT_MS, () => this.#noFloor('group-busy'))
      case 'silent':
        return later(FLOOR_TIMEOUT_MS, () => this.#noFloor('radio-silent'))
    }
  }

  releaseFloor(): void {
    this.#onSent(this, 'release-floor')
    if (!this.isReachable) return
    if (this.floor === 'granted' && this.ways.release === 'sticks') return this.#stick()
    this.floor = 'none'
    this.onAir = false
  }

  async selectGroup(gssi: string): Promise<Result<void>> {
    this.#onSent(this, 'select')
    if (this.isFixed) return gssi === this.gssi ? this.#answered(() => this.#confirm(gssi)) : fail(failure('DEVICE_DENIED', 'fixed'))
    if (this.floor !== 'none') return fail(failure('DEVICE_STATE', 'in use'))
    const { select } = this.ways
    if (select === 'silent') return this.#timedOut()
    if (select === 'takes-and-says-nothing') {
      void this.#answered(() => this.#turn(gssi))
      return this.#timedOut()
    }
    const answer = await this.#answered(() => undefined)
    if (!answer.ok) return answer
    if (select === 'refuses') return fail(failure('DEVICE_DENIED', 'refused'))
    this.#turn(gssi)
    return ok(this.#confirm(gssi))
  }

  async poll(): Promise<Result<RadioProof>> {
    this.#onSent(this, 'poll')
    return this.#answered(() => ({ registration: this.registration, cell: this.cell, latencyMs: this.ways.answerMs }))
  }

  async verify(): Promise<Result<RadioVerification>> {
    this.#onSent(this, 'verify')
    return this.#answered(() => ({ registration: this.registration, cell: this.cell, latencyMs: this.ways.answerMs, missingGroups: [], ...(this.gssi === '' ? {} : { gssi: this.gssi }) }))
  }

  // ── what happens to it ────────────────────────────────────────────────────────────────────

  cable(is: 'in' | 'out' | 'silent'): void {
    if (is === this.#cable) return
    this.#cable = is
    this.#life++
    if (is === 'in') return this.#open()
    if (this.floor !== 'none' && !this.owes) {
      this.owes = true
      this.#emit({ event: 'may-transmit' })
    }
    this.floor = 'none'
    this.#say({ link: 'down', cause: is === 'silent' ? 'DEVICE_SILENT' : 'LINK_LOST', detail: this.id })
  }

  network(is: 'wide' | 'local' | 'searching'): void {
    this.registration = is === 'searching' ? 'searching' : 'home'
    this.cell = is === 'searching' ? 'unknown' : is
    if (!this.isRegistered && this.onAir) this.onAir = false
    if (this.isReachable && !this.isDirect) this.#emit({ event: 'registration', registration: this.registration, cell: this.cell })
  }

  turnMode(mode: 'dmo' | 'tmo'): void {
    if (!this.isDirect || mode === this.mode) return
    this.mode = mode
    if (this.isReachable) this.#emit({ event: 'mode', mode })
  }

  knob(gssi: string): void {
    if (!this.isFixed) this.#turn(gssi)
  }

  heard(speaking: boolean): void {
    if (this.isReachable) this.#emit({ event: 'heard', speaking })
  }

  interrupted(): void {
    if (!this.isReachable || this.floor !== 'granted') return
    this.floor = 'none'
    this.onAir = false
    this.#emit({ event: 'floor-ended', cause: 'interrupted' })
  }

  emergency(): void {
    if (this.isReachable) this.#emit({ event: 'emergency', kind: 'call', from: '1700001', gssi: this.gssi })
  }

  /** Its console is gone; what it kept in its small file stays, and so does what it does. */
  consoleDied(): void {
    this.#listeners.clear()
    this.#life++
    if (this.floor !== 'none') this.owes = true
    this.floor = 'none'
    this.link = { link: 'opening' }
  }

  /** It does not let go: as a set whose line does not move, or a radio that does not answer the end of its call. */
  #stick(): void {
    this.floor = 'none'
    this.owes = true
    const life = this.#life
    this.#emit({ event: 'may-transmit' })
    void this.#clock.after(HANG_UP_AGAIN_MS, () => {
      if (life !== this.#life || !this.owes) return
      this.onAir = false
      this.owes = false
      this.#emit({ event: 'hung-up' })
    })
  }

  // ── the driver's own steps ────────────────────────────────────────────────────────────────

  #open(): void {
    const life = this.#life
    this.#say({ link: 'opening' })
    void this.#clock.after(OPEN_MS, () => life === this.#life && this.#hangUp(life, this.ways.hangUp === 'fails-first'))
  }

  #hangUp(life: number, failsOnce: boolean): void {
    if (!this.owes) return this.#up()
    void this.#clock.after(failsOnce ? HANG_UP_AGAIN_MS : HANG_UP_MS, () => {
      if (life !== this.#life) return
      this.#request++
      this.onAir = false
      this.owes = false
      this.#emit({ event: 'hung-up' })
      this.#up()
    })
  }

  #up(): void {
    this.#say({ link: 'up' })
    if (this.isDirect) this.#emit({ event: 'mode', mode: this.mode })
    else this.#emit({ event: 'registration', registration: this.registration, cell: this.cell })
    this.#emit({ event: 'group', gssi: this.gssi })
    if (this.isFixed) this.#emit({ event: 'heard', speaking: false })
  }

  #grant(): void {
    if (this.owes) this.onAir = true
    if (!this.isReachable || this.floor !== 'asked') return
    if (!this.isRegistered) return this.#noFloor('no-network')
    this.floor = 'granted'
    this.onAir = true
    this.#emit({ event: 'floor-granted' })
  }

  /** It comes whoever let go meanwhile: a radio that cannot take its request back. */
  #grantLate(request: number): void {
    if (request !== this.#request) return
    if (!this.isReachable) return void (this.onAir ||= this.owes)
    this.floor = 'granted'
    this.onAir = true
    this.#emit({ event: 'floor-granted' })
  }

  #noFloor(cause: 'group-busy' | 'no-network' | 'radio-silent'): void {
    if (!this.isReachable || this.floor !== 'asked') return
    this.floor = 'none'
    this.#emit({ event: 'floor-refused', cause })
  }

  #turn(gssi: string): void {
    if (gssi === this.gssi) return
    this.gssi = gssi
    if (this.isReachable) this.#emit({ event: 'group', gssi })
  }

  #confirm(gssi: string): void {
    this.confirmed = { gssi, atMs: this.#clock.monotonicMs() }
  }

  #answered<T>(read: () => T): Promise<Result<T>> {
    if (!this.isReachable) return Promise.resolve(fail(failure('LINK_CLOSED', this.id)))
    const life = this.#life
    return new Promise((resolve) => void this.#clock.after(this.ways.answerMs, () => resolve(life === this.#life ? ok(read()) : fail(failure('LINK_CLOSED', this.id)))))
  }

  #timedOut(): Promise<Result<never>> {
    return new Promise((resolve) => void this.#clock.after(COMMAND_TIMEOUT_MS, () => resolve(fail(failure('LINK_TIMEOUT' satisfies ErrorCode, this.id)))))
  }

  #say(link: DeviceLink): void {
    this.link = link
    this.#emit({ event: 'link', link })
  }

  #emit(event: RadioEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
