// How a radio stands, from what it says: network, cell, mode, signal, battery, and what it says it is. Told on a change that
// means something. Source: EN 300 392-5, +CREG, +CTBCT, +CTOM, +CSQ, +CBC, +GMI, +GMM, +GMR, +CNUMF.
import type { CellMode, RadioAbout, RadioEvent, RadioMode, Registration } from '../kit/driver.ts'
import type { PeiMessage } from './message.ts'
import { isTrunked, modeOf } from './mode-control.ts'

export interface RadioStanding {
  hear(message: PeiMessage): void
  /** It has no network although it did not say so itself. */
  networkLost(): void
  /** The link is gone, and with it all that changes; what the radio is stays. */
  forget(): void
  readonly registration: Registration
  readonly cell: CellMode
  readonly mode: RadioMode
  readonly about: RadioAbout
  readonly own: number | undefined
}

export interface StandingPorts {
  readonly emit: (event: RadioEvent) => void
  /** It was registered and is not any more. */
  readonly onNetworkLost: () => void
  /** The mode is another than it was; not told when it is learnt first. */
  readonly onModeChanged: () => void
}

const SIGNAL_STEP_DBM = 5 // what a person who moves about makes; the display steps by 2
const BATTERY_STEP = 5
const OWN_NUMBERS: readonly number[] = [0, 6] // see NUM_TYPES

const isRegistered = (registration: Registration): boolean => registration === 'home' || registration === 'visited'

export function createRadioStanding({ emit, onNetworkLost, onModeChanged }: StandingPorts): RadioStanding {
  let said: Registration = 'unknown'
  let saidCell: CellMode = 'unknown'
  let mode: RadioMode = 'unknown'
  let told: { registration: Registration; cell: CellMode } = { registration: 'unknown', cell: 'unknown' }
  let dbm: number | undefined
  let percent: number | undefined
  let about: RadioAbout = {}
  let own: number | undefined

  /** A radio in direct mode has no network to be registered with, whatever its last word of it was. */
  const network = (): typeof told => {
    if (mode === 'unknown' || isTrunked(mode)) return { registration: said, cell: isRegistered(said) ? saidCell : 'unknown' }
    return { registration: mode === 'dmo' || mode === 'dmo-repeater' ? 'none' : 'unknown', cell: 'unknown' }
  }
  const tell = (): void => {
    const before = told
    told = network()
    if (told.registration === before.registration && told.cell === before.cell) return
    emit({ event: 'registration', ...told })
    if (isRegistered(before.registration) && !isRegistered(told.registration)) onNetworkLost()
  }
  const keepMode = (aiMode: number): void => {
    const before = mode
    mode = modeOf(aiMode)
    if (mode === before) return
    emit({ event: 'mode', mode })
    if (!isTrunked(mode)) keepSignal(undefined)
    tell()
    if (before !== 'unknown') onModeChanged()
  }
  const keepSignal = (next: number | undefined): void => {
    const isNews = next === undefined || dbm === undefined ? next !== dbm : Math.abs(next - dbm) >= SIGNAL_STEP_DBM
    if (!isNews) return
    dbm = next
    emit(next === undefined ? { event: 'signal' } : { event: 'signal', dbm: next })
  }
  const keepBattery = (next: number): void => {
    if (percent !== undefined && Math.abs(next - percent) < BATTERY_STEP) return
    percent = next
    emit({ event: 'battery', percent })
  }
  const keepAbout = (message: PeiMessage): void => {
    if ('manufacturer' in message) about = { ...about, manufacturer: message.manufacturer }
    if ('model' in message) about = { ...about, model: message.model }
    if ('revision' in message) about = { ...about, firmware: message.revision }
    const isOwn = 'numType' in message && 'ssi' in message && OWN_NUMBERS.includes(message.numType)
    if (!isOwn || message.ssi === undefined) return
    own = message.ssi
    about = { ...about, ssi: String(message.ssi) }
  }

  return {
    hear(message) {
      if (!('cmd' in message)) return
      keepAbout(message)
      if (message.cmd === '+CREG' && 'registration' in message) said = message.registration
      if (message.cmd === '+CTBCT') saidCell = message.cell
      if (message.cmd === '+CTOM') keepMode(message.aiMode)
      if (message.cmd === '+CSQ') keepSignal(mode === 'unknown' || isTrunked(mode) ? message.dbm : undefined)
      if (message.cmd === '+CBC') keepBattery(message.percent)
      tell()
    },
    networkLost() {
      said = 'none'
      tell()
    },
    forget() {
      said = 'unknown'
      saidCell = 'unknown'
      mode = 'unknown'
      told = { registration: 'unknown', cell: 'unknown' }
      dbm = undefined
      percent = undefined
    },
    get registration() {
      return network().registration
    },
    get cell() {
      return network().cell
    },
    get mode() {
      return mode
    },
    get about() {
      return about
    },
    get own() {
      return own
    },
  }
}
