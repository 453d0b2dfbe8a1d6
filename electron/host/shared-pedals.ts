// Pedals that key the RBS too. Behind a change-over relay such a pedal is ours only while the relay's own contact shows it;
// without one, a press may key both, and the console says so as long as it runs. Architecture section 6, "Pedal".
import type { RelayEvent, RelayFault } from '../../native/registry.ts'
import type { Parts } from './parts.ts'
import type { SiteButtons, SiteHeadset } from './site/types.ts'

export class SharedPedals {
  readonly #parts: Parts
  /** Relay by the pedal that hangs on it. */
  readonly #relayOf = new Map<string, string>()
  readonly #faults = new Map<string, RelayFault>()
  #side: 'rbs' | 'radio' = 'rbs'

  constructor(parts: Parts) {
    this.#parts = parts
    for (const [id, { site }] of parts.devices.buttons) if (site.driver === 'hid-buttons' && site.relay !== undefined) this.#relayOf.set(id, site.relay)
  }

  start(onRelayLink: (device: string, event: Extract<RelayEvent, { event: 'link' }>) => void): void {
    const { devices, deps, alarms } = this.#parts
    for (const [id, { driver }] of devices.relays) {
      driver.onEvent((event) => (event.event === 'link' ? onRelayLink(id, event) : this.#told(id, event)))
    }
    // Where nothing is keyed, nothing is keyed twice.
    if (deps.site.mode === 'observe') return
    for (const [id, { site }] of devices.buttons) {
      if (site.driver === 'hid-buttons' && site.sharedWithRbs && site.relay === undefined) alarms.raise({ id: `pedal-shared:${id}`, kind: 'relay', severity: 'warning', code: 'pedal-shared', params: { device: site.label } })
    }
  }

  /** Whether a press of this device is ours to act on. */
  counts(device: string): boolean {
    const relay = this.#relayOf.get(device)
    return relay === undefined || this.#parts.devices.relays.get(relay)?.driver.isPedalOurs === true
  }

  /** While the RBS is worked by, the pedal is the RBS's. */
  aim(side: 'rbs' | 'radio'): void {
    this.#side = side
    for (const id of this.#parts.devices.relays.keys()) {
      this.#steer(id)
      this.#showFault(id)
    }
  }

  /** A key of this pedal came up, or the pedal is gone. */
  letGo(device: string): void {
    const relay = this.#relayOf.get(device)
    if (relay !== undefined) this.#steer(relay)
  }

  /** A pedal that is held is not handed to the RBS: that would send by a press that was not meant for it. It keys nothing here either. */
  #steer(relay: string): void {
    const driver = this.#parts.devices.relays.get(relay)?.driver
    if (!driver || (this.#side === 'rbs' && driver.isPedalOurs && this.#isHeld(relay))) return
    driver.want(this.#side)
  }

  #isHeld(relay: string): boolean {
    return [...this.#parts.devices.buttons].some(([id, { site, driver }]) => this.#relayOf.get(id) === relay && transmitKeys(site).some((name) => driver.down?.includes(name)))
  }

  #told(relay: string, event: Exclude<RelayEvent, { event: 'link' }>): void {
    const { recorder } = this.#parts
    switch (event.event) {
      case 'pedal':
        recorder.note('relay.pedal', { device: relay, ours: event.ours })
        this.#handOver(relay, event.ours)
        // The RBS has it already: nothing is left to wait for.
        return event.ours ? undefined : this.#steer(relay)
      case 'fault':
        recorder.note('relay.fault', { device: relay, fault: event.fault, wanted: event.wanted })
        this.#faults.set(relay, event.fault)
        return this.#showFault(relay)
      case 'fault-over':
        recorder.note('relay.fault-over', { device: relay })
        this.#faults.delete(relay)
        return this.#showFault(relay)
    }
  }

  /**
   * A relay that is only out of reach rests at the RBS: as long as that is worked by, its missing device is alarm enough. One
   * that is not seen to be back there leaves a pedal that may speak nowhere, and nobody would know why.
   */
  #showFault(relay: string): void {
    const { alarms, devices } = this.#parts
    const id = `relay:${relay}`
    const fault = this.#faults.get(relay)
    if (fault === undefined || (fault === 'unreachable' && this.#side === 'rbs')) return alarms.clear(id)
    alarms.raise({ id, kind: 'relay', severity: 'error', code: this.#side === 'rbs' ? 'relay-not-back' : `relay-${fault}`, params: { device: devices.relays.get(relay)?.site.label ?? relay } })
  }

  /** A pedal that changes hands while it is down was not pressed for us: it must come up first. */
  #handOver(relay: string, ours: boolean): void {
    const { devices, ptt } = this.#parts
    for (const [id, { site, driver }] of devices.buttons) {
      if (this.#relayOf.get(id) !== relay) continue
      for (const name of transmitKeys(site)) {
        const source = sourceOf(id, name)
        if (!ours) ptt.dispatch({ event: 'source-removed', source })
        else {
          ptt.dispatch({ event: 'source-added', source, kind: 'device' })
          const { down } = driver
          if (down) ptt.dispatch({ event: 'source-read', source, down: down.includes(name) })
        }
      }
    }
  }
}

/** Keys that transmit; what the others of a panel do is no press. */
export const transmitKeys = ({ buttons }: SiteButtons | SiteHeadset): string[] => Object.keys(buttons).filter((name) => buttons[name] === 'ptt')

/** The name under which a key of a device is a source of presses. */
export const sourceOf = (device: string, name: string): string => `${device}:${name}`
