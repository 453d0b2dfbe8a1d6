// Whose turn it is to sound. Of all pages of a workstation one does; a page that nobody hears, or that hears no console any
// more, must not keep the others silent.
import type { Clock, Timer } from '../../electron/contract/clock.ts'

/** A page that should not be the one that sounds, or cannot be heard, holds up the others no longer than this. */
export const YIELD_MS = 2000
/** A page that could not be heard believes only after this that another one can: several that cannot pass the turn round. */
export const ELSEWHERE_MS = 10_000

/**
 * How much this page may be the one that sounds. `whole`: as long as it can be heard. `yielding`: only while no other page
 * wants to, which is asked anew every YIELD_MS. `none`: never.
 */
export type SoundClaim = 'whole' | 'yielding' | 'none'

export interface SoundTurnDeps {
  readonly clock: Clock
  /** Calls `hold` once it is this page's turn, which lasts until what `hold` returns is settled. */
  readonly onlyOne: (hold: () => Promise<void>) => void
  readonly canBeHeard: () => boolean
  readonly onHeld: () => void
  /** Another page sounds, or this one may not. */
  readonly onElsewhere: () => void
}

export interface SoundTurn {
  readonly held: boolean
  /** Asks for the turn, behind the pages that asked before. */
  queue(): void
  /** `whole` until said otherwise. */
  claim(claim: SoundClaim): void
  /** Call when what can be heard has changed. */
  judge(): void
  stop(): void
}

export const createSoundTurn = (deps: SoundTurnDeps): SoundTurn => new Turn(deps)

class Turn implements SoundTurn {
  readonly #deps: SoundTurnDeps
  #claim: SoundClaim = 'whole'
  #state: 'none' | 'queued' | 'held' | 'stopped' = 'none'
  #release: () => void = () => undefined
  #yieldTimer: Timer | undefined
  #elsewhereTimer: Timer | undefined

  constructor(deps: SoundTurnDeps) {
    this.#deps = deps
  }

  get held(): boolean {
    return this.#state === 'held'
  }

  queue(): void {
    if (this.#state !== 'none') return
    this.#state = 'queued'
    this.#deps.onlyOne(() => this.#hold())
  }

  claim(claim: SoundClaim): void {
    if (claim === this.#claim || this.#state === 'stopped') return
    this.#claim = claim
    if (claim !== 'none') this.queue()
    else if (this.held) {
      this.#letGo()
      this.#deps.onElsewhere()
    }
    this.judge()
  }

  judge(): void {
    if (!this.held) return
    if (this.#claim === 'whole' && this.#deps.canBeHeard()) this.#keep()
    else this.#yieldTimer ??= this.#deps.clock.after(YIELD_MS, () => this.#yield())
  }

  stop(): void {
    this.#letGo()
    this.#state = 'stopped'
    this.#elsewhereTimer?.cancel()
  }

  #hold(): Promise<void> {
    if (this.#state === 'stopped') return Promise.resolve()
    this.#state = 'none'
    // The link was lost for good while this page waited.
    if (this.#claim === 'none') return Promise.resolve()
    this.#state = 'held'
    this.#elsewhereTimer?.cancel()
    this.#elsewhereTimer = undefined
    const held = new Promise<void>((resolve) => {
      this.#release = resolve
    })
    this.#deps.onHeld()
    this.judge()
    return held
  }

  /** Whoever waits goes first; when nobody does the turn comes back at once. */
  #yield(): void {
    this.#letGo()
    this.#elsewhereTimer ??= this.#deps.clock.after(ELSEWHERE_MS, this.#deps.onElsewhere)
    this.queue()
  }

  #keep(): void {
    this.#yieldTimer?.cancel()
    this.#yieldTimer = undefined
  }

  #letGo(): void {
    this.#keep()
    this.#state = 'none'
    this.#release()
  }
}
