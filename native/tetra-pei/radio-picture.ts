// What a radio tells of the air: its group, who speaks, and through the parts it is made of how it stands and whom it calls.
// Each is told on only when it changes. Source: EN 300 392-5, +CTGS, events of a call.
import type { RadioEvent } from '../kit/driver.ts'
import { TX_GRANT } from './constants.ts'
import { floorEventOf, isOfAnotherGroup, toRadioEvents } from './floor-events.ts'
import type { FloorEvent } from './floor-types.ts'
import { createIndividualCalls, isIndividual, type IndividualCalls } from './individual-calls.ts'
import type { PeiMessage } from './message.ts'
import { createRadioStanding, type RadioStanding } from './radio-standing.ts'

export interface RadioPicture {
  hear(message: PeiMessage): void
  /** Nothing was heard of the call for long: nobody speaks in it any more. */
  fellQuiet(): void
  /** The link is gone, and with it all that was known. */
  forget(): void
  readonly standing: RadioStanding
  readonly calls: IndividualCalls
  /** GSSI of the selected group; undefined while it stands on none, or did not say. */
  readonly gssi: string | undefined
  /** Somebody else speaks. */
  readonly isReceiving: boolean
}

export interface PicturePorts {
  readonly toFloor: (event: FloorEvent) => void
  readonly emit: (event: RadioEvent) => void
  readonly onModeChanged: () => void
}

export function createRadioPicture({ toFloor, emit, onModeChanged }: PicturePorts): RadioPicture {
  const standing = createRadioStanding({ emit, onModeChanged, onNetworkLost: () => toFloor({ event: 'network-lost' }) })
  const calls = createIndividualCalls(emit)
  let gssi: string | undefined
  /** The call in which somebody else speaks. */
  let speakingCc: number | undefined
  /** Calls of groups that the radio scans, and to itself: heard, and never answered into. */
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
  const isToUsAlone = (message: PeiMessage): boolean => 'cmd' in message && message.cmd === '+CTICN' && isIndividual(message, { own: standing.own, gssi })
  const tellFloor = (message: PeiMessage, cc: number | undefined): void => {
    if (cc !== undefined && (isOfAnotherGroup(message, gssi) || isToUsAlone(message))) scanned.add(cc)
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

  return {
    standing,
    calls,
    hear(message) {
      if (!('cmd' in message)) return
      const cc = 'cc' in message ? message.cc : undefined
      tellFloor(message, cc)
      if (message.cmd === '+CTGS' && 'groups' in message) keepGroup(message.selected === undefined ? undefined : String(message.selected))
      standing.hear(message)
      calls.hear(message, { own: standing.own, gssi })
      for (const event of toRadioEvents(message, gssi)) tell(event, cc)
    },
    fellQuiet,
    forget() {
      standing.forget()
      calls.forget()
      gssi = undefined
      scanned.clear()
      fellQuiet()
    },
    get gssi() {
      return gssi
    },
    get isReceiving() {
      return speakingCc !== undefined
    },
  }
}
