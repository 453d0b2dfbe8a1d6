// What the radios hear and where they stand, kept from their events: who speaks on a channel, who spoke before, and which
// group each device hears. Identities become call signs for the screen here and go into no record.
import type { RadioEvent } from '../../native/kit/driver.ts'
import { hearsGroup, type RadioStanding } from './fallback/coverage.ts'
import type { Site } from './site/schema.ts'

export interface Ear {
  /** SSI of who speaks, `''` when the network does not say; absent: nobody speaks. */
  readonly speaker?: string
  /** Who spoke before, and until when, monotonic. */
  readonly before?: { readonly ssi: string; readonly untilMs: number }
  /** The radio is keyed by its own microphone. */
  readonly localKey: boolean
  /** Whether anybody speaks cannot be told: to be taken for yes, and never shown as yes. */
  readonly isUnknown?: true
}

/** Call sign of an SSI, where the site file knows it. */
export type UnitOf = (ssi: string | undefined) => string | undefined

const QUIET: Ear = { localKey: false }
/** What keeps a radio from hearing its group although it stands there. */
interface Standing extends RadioStanding {
  /** It may be on the air: then it hears nothing. */
  readonly mayTransmit: boolean
  /** Its number of a call to it alone that speaks. */
  readonly ownCall?: number | undefined
}

const NOWHERE: Standing = { mayTransmit: false, linkUp: false, registration: 'unknown', cell: 'unknown', gssi: '' }

/** What a radio tells of who is on its channel. */
export type HeardEvent = Extract<RadioEvent, { event: 'heard' | 'hearing-unknown' | 'local-key' }>

export class Ears {
  /** Devices that hear by their loudspeaker alone: what they stand on is heard, whatever the network says of them. */
  readonly #byEar: ReadonlySet<string>
  readonly #ears = new Map<string, Ear>()
  readonly #standing = new Map<string, Standing>()

  constructor(byEar: ReadonlySet<string> = new Set()) {
    this.#byEar = byEar
  }

  on(channel: string): Ear {
    return this.#ears.get(channel) ?? QUIET
  }

  /** GSSI that this device hears now. */
  hears(device: string): string | undefined {
    const standing = this.#standing.get(device) ?? NOWHERE
    if (standing.mayTransmit || standing.ownCall !== undefined) return undefined
    if (!this.#byEar.has(device)) return hearsGroup(standing)
    return standing.linkUp && standing.gssi !== '' ? standing.gssi : undefined
  }

  hear(channel: string, event: HeardEvent, nowMs: number): void {
    const { speaker, before, localKey } = this.on(channel)
    if (event.event === 'local-key') return void this.#ears.set(channel, { ...this.on(channel), localKey: event.keyed })
    const now = event.event === 'heard' && event.speaking ? (event.ssi ?? '') : undefined
    const left = speaker !== undefined && speaker !== now ? { ssi: speaker, untilMs: nowMs } : before
    this.#ears.set(channel, { localKey, ...(event.event === 'hearing-unknown' ? { isUnknown: true } : {}), ...(now === undefined ? {} : { speaker: now }), ...(left ? { before: left } : {}) })
  }

  /** @returns whether it says something of where the device stands */
  stand(device: string, event: RadioEvent): boolean {
    const at = this.#standing.get(device) ?? NOWHERE
    switch (event.event) {
      case 'link':
        this.#standing.set(device, event.link.link === 'up' ? { ...at, linkUp: true } : { ...NOWHERE, mayTransmit: at.mayTransmit })
        return true
      case 'registration':
        this.#standing.set(device, { ...at, registration: event.registration, cell: event.cell })
        return true
      case 'group':
        this.#standing.set(device, { ...at, gssi: event.gssi })
        return true
      case 'may-transmit':
      case 'hung-up':
        this.#standing.set(device, { ...at, mayTransmit: event.event === 'may-transmit' })
        return true
      case 'individual-call':
        if (event.call === 'connected') this.#standing.set(device, { ...at, ownCall: event.cc })
        else if (event.call === 'ended' && event.cc === at.ownCall) this.#standing.set(device, { ...at, ownCall: undefined })
        return event.call !== 'ringing'
      default:
        return false
    }
  }
}

/** SSIs are numbers: a zero before one is no other unit. */
export function unitsOf(site: Pick<Site, 'units'>): UnitOf {
  const labels = new Map(site.units.map(({ ssi, label }) => [Number(ssi), label]))
  return (ssi) => (ssi === undefined || ssi === '' ? undefined : labels.get(Number(ssi)))
}
