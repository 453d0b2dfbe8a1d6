// Trunked and direct mode, changed at a person's wish and noticed when turned by hand. Source: EN 300 392-5, +CTOM; open
// programs: a change takes seconds, drops calls and may drop the registrations, so the radio is set up anew 3 s after it.
import type { Clock, Timer } from '../kit/clock.ts'
import type { RadioMode } from '../kit/driver.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Asking } from './asking.ts'
import { encodeSetMode } from './messages/mode.ts'

export interface ModeControl {
  setMode(mode: RadioMode): Promise<Result<void>>
  /** The radio said that it changed, whoever turned it. */
  changed(): void
  stop(): void
  /** A press now would be lost. */
  readonly isChanging: boolean
}

export interface ModeControlOptions {
  readonly clock: Clock
  readonly ask: Asking['ask']
  readonly mode: () => RadioMode
  /** The radio is talked through, or asked for the floor. */
  readonly isBusy: () => boolean
  /** Sets the radio up again; settles when it is. */
  readonly setUpAnew: () => Promise<unknown>
}

const CHANGE_MS = 10_000 // a radio leaves one mode and finds its way in the other
const PAUSE_MS = 3000 // it takes no commands yet, although it said OK

const AI_MODE: Readonly<Record<Exclude<RadioMode, 'unknown'>, number>> = {
  tmo: 0, dmo: 1, 'tmo-dmo-watch': 2, 'dmo-tmo-watch': 3, 'tmo-and-dmo': 4, gateway: 5, 'dmo-repeater': 6,
}
const MODES = Object.keys(AI_MODE) as readonly Exclude<RadioMode, 'unknown'>[]

export const modeOf = (aiMode: number): RadioMode => MODES.find((mode) => AI_MODE[mode] === aiMode) ?? 'unknown'

/** Modes in which the radio speaks by the network, and what it says of registration and cell counts. */
export const isTrunked = (mode: RadioMode): boolean => mode === 'tmo' || mode === 'tmo-dmo-watch' || mode === 'tmo-and-dmo'

export function createModeControl({ clock, ask, mode, isBusy, setUpAnew }: ModeControlOptions): ModeControl {
  let isChanging = false
  let timer: Timer | undefined

  const setUpLater = (): void => {
    timer?.cancel()
    timer = clock.after(PAUSE_MS, () => void setUpAnew())
  }

  return {
    async setMode(wanted) {
      if (wanted === 'unknown') return fail(failure('DEVICE_UNSUPPORTED', wanted))
      if (isBusy() || isChanging) return fail(failure('DEVICE_STATE', 'in use'))
      isChanging = true
      try {
        const asked = await ask(encodeSetMode({ aiMode: AI_MODE[wanted] }), { timeoutMs: CHANGE_MS })
        if (!asked.ok) return asked.error.code === 'DEVICE_UNSUPPORTED' ? fail(failure('DEVICE_DENIED', asked.error.detail)) : asked
        setUpLater()
        if (mode() === wanted) return ok()
        // Not every radio tells of a change it was told to make.
        await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve))
        const read = await ask('AT+CTOM?')
        if (!read.ok) return read
        return mode() === wanted ? ok() : fail(failure('DEVICE_DENIED', `mode ${mode()}`))
      } finally {
        isChanging = false
      }
    },
    changed() {
      if (!isChanging) setUpLater()
    },
    stop: () => timer?.cancel(),
    get isChanging() {
      return isChanging
    },
  }
}
