// What a radio tells of itself and of the air: its network, its group, who speaks. Each is told on only when it changes.
// Source: EN 300 392-5, +CREG, +CTBCT, +CTGS, events of a call.
import type { CellMode, RadioEvent, Registration } from '../kit/driver.ts'
import { TX_GRANT } from './constants.ts'
import { floorEventOf, isOfAnotherGroup, toRadioEvents } from './floor-events.ts'
import type { FloorEvent } from './floor-types.ts'
import type { PeiMessage } from './message.ts'

export interface RadioPicture {
  hear(message: PeiMessage): void
  /** Nothing was heard of the call for long: nobody speaks in it any more. */
  fellQuiet(): void
  /** The link is gone, and with it all that was known. */
  forget(): void
  readonly registration: Registration
  readonly cell: CellMode
  /** GSSI of the selected group; undefined while it stands on none, or did not say. */
  readonly gssi: string | undefined
}

export function createRadioPicture(toFloor: (event: FloorEvent) => void, emit: (event: RadioEvent) => void): RadioPicture {
  let registration: Registration = 'unknown'
  let cell: CellMode = 'unknown'
  let gssi: string | undefined
  /** The call in which somebody else speaks. */
  let speakingCc: number | undefined
  /** Calls of groups that the radio scans: heard, and never answered into. */
  const scanned = new Set<number>()

  const fellQuiet = (): void => {
    if (speakingCc === undefined) return
    speakingCc = undefined
    emit({ event: 'heard', speaking: false })
  }
  const tell = (event: RadioEvent, cc: number | undefined): void => {
    if (event.event !== 'heard') return emit(event)
    // The end of speech is news only when somebody spoke, in that call.
    if (!event.speaking && speakingCc !== cc) return
    speakingCc = event.speaking ? cc : undefined
    emit(event)
  }
  const tellFloor = (message: PeiMessage, cc: number | undefined): void => {
    if (cc !== undefined && isOfAnotherGroup(message, gssi)) scanned.add(cc)
    const event = floorEventOf(message)
    // A grant to us is ours to give back wherever it comes; else the floor is that of the group on the screen.
    const isOurs = cc === undefined || !scanned.has(cc) || (event?.event === 'grant' && event.txGrant === TX_GRANT.granted)
    if (event && isOurs) toFloor(event)
    if (event?.event === 'call-ended') scanned.delete(event.cc)
  }
  const keepGroup = (selected: string | undefined): void => {
    if (selected === gssi) return
    gssi = selected
    toFloor({ event: 'group-changed' })
    emit({ event: 'group', gssi: gssi ?? '' })
  }
  const keepNetwork = (message: Extract<PeiMessage, { cmd: unknown }>): void => {
    const before = { registration, cell }
    if (message.cmd === '+CREG' && 'registration' in message) registration = message.registration
    if (message.cmd === '+CTBCT') cell = message.cell
    if (registration !== before.registration || cell !== before.cell) emit({ event: 'registration', registration, cell })
  }

  return {
    hear(message) {
      if (!('cmd' in message)) return
      const cc = 'cc' in message ? message.cc : undefined
      tellFloor(message, cc)
      if (message.cmd === '+CTGS' && 'groups' in message) keepGroup(message.selected === undefined ? undefined : String(message.selected))
      keepNetwork(message)
      for (const event of toRadioEvents(message, gssi)) tell(event, cc)
    },
    fellQuiet,
    forget() {
      registration = 'unknown'
      cell = 'unknown'
      gssi = undefined
      scanned.clear()
      fellQuiet()
    },
    get registration() {
      return registration
    },
    get cell() {
      return cell
    },
    get gssi() {
      return gssi
    },
  }
}
