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
}

/** Call sign of an SSI, where the site file knows it. */
export type UnitOf = (ssi: string | undefined) => string | undefined

const QUIET: Ear = { localKey: false }
const NOWHERE: RadioStanding = { linkUp: false, registration: 'unknown', cell: 'unknown', gssi: '' }

export class Ears {
  readonly #ears = new Map<string, Ear>()
  readonly #standing = new Map<string, RadioStanding>()

  on(channel: string): Ear {
    return this.#ears.get(channel) ?? QUIET
  }

  /** GSSI that this device hears now. */
  hears(device: string): string | undefined {
    return hearsGroup(this.#standing.get(device) ?? NOWHERE)
  }

  hear(channel: string, event: Extract<RadioEvent, { event: 'heard' | 'local-key' }>, nowMs: number): void {
    const { speaker, before, localKey } = this.on(channel)
    if (event.event === 'local-key') return void this.#ears.set(channel, { ...this.on(channel), localKey: event.keyed })
    const now = event.speaking ? (event.ssi ?? '') : undefined
    const left = speaker !== undefined && speaker !== now ? { ssi: speaker, untilMs: nowMs } : before
    this.#ears.set(channel, { localKey, ...(now === undefined ? {} : { speaker: now }), ...(left ? { before: left } : {}) })
  }

  /** @returns whether it says something of where the device stands */
  stand(device: string, event: RadioEvent): boolean {
    const at = this.#standing.get(device) ?? NOWHERE
    switch (event.event) {
      case 'link':
        this.#standing.set(device, event.link.link === 'up' ? { ...at, linkUp: true } : NOWHERE)
        return true
      case 'registration':
        this.#standing.set(device, { ...at, registration: event.registration, cell: event.cell })
        return true
      case 'group':
        this.#standing.set(device, { ...at, gssi: event.gssi })
        return true
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
