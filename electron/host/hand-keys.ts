// Keys under a hand or a foot, of pedals, panels and headsets alike: what they tell the arbiter. The press path, so it is the
// first thing each event does.
import type { ButtonsEvent } from '../../native/kit/buttons.ts'
import type { Concerns } from './concerns.ts'
import { Headsets } from './headsets.ts'
import type { Parts } from './parts.ts'
import type { PttState } from './ptt/types.ts'
import { sourceOf, transmitKeys, type SharedPedals } from './shared-pedals.ts'
import { Standstill } from './standstill.ts'

interface HandKeysDeps {
  readonly parts: Parts
  readonly concerns: Concerns
  readonly pedals: SharedPedals
}

export class HandKeys {
  readonly #parts: Parts
  readonly #concerns: Concerns
  readonly #pedals: SharedPedals
  readonly #headsets: Headsets
  readonly #standstill: Standstill

  constructor({ parts, concerns, pedals }: HandKeysDeps) {
    this.#parts = parts
    this.#concerns = concerns
    this.#pedals = pedals
    this.#headsets = new Headsets({ alarms: parts.alarms, labelOf: (device) => parts.devices.buttons.get(device)?.site.label ?? device })
    this.#standstill = new Standstill(parts.deps.clock)
    for (const [device, { driver, site }] of parts.devices.buttons) driver.onEvent((event) => this.#heard(device, transmitKeys(site), event))
  }

  start(): void {
    this.#standstill.start()
  }

  stop(): void {
    this.#standstill.stop()
  }

  pttChanged(after: PttState): void {
    this.#headsets.pttChanged(after)
  }

  #heard(device: string, keys: readonly string[], event: ButtonsEvent): void {
    const { ptt, deps } = this.#parts
    const source = (name: string): string => sourceOf(device, name)
    const ours = this.#pedals.counts(device)
    switch (event.kind) {
      case 'baseline':
        return (ours ? keys : []).forEach((name) => ptt.dispatch({ event: 'source-read', source: source(name), down: event.down.includes(name) }))
      case 'found':
        return ours && keys.includes(event.name) ? this.#mustComeUp(source(event.name)) : undefined
      case 'down':
      case 'up':
        if (ours && keys.includes(event.name)) this.#transmitKey(event.kind, source(event.name))
        return event.kind === 'up' ? this.#pedals.letGo(device) : undefined
      case 'link':
        if (event.state === 'up' && ours) keys.forEach((name) => ptt.dispatch({ event: 'source-added', source: source(name), kind: 'device' }))
        if (event.state === 'lost') {
          keys.forEach((name) => ptt.dispatch({ event: 'source-removed', source: source(name) }))
          this.#pedals.letGo(device)
          this.#headsets.lost(device)
        }
        return this.#concerns.buttonsLink(device, event)
      case 'microphone':
        return this.#headsets.told(device, event.state)
      case 'lights':
        return this.#concerns.panelLights(device, event)
      case 'about':
        return deps.log.info('device.about', { device, firmware: event.firmware, serial: event.serial })
      case 'odd-report':
        return deps.log.warn('hid.odd-report', { device, hex: event.hex })
    }
  }

  #transmitKey(kind: 'down' | 'up', source: string): void {
    const { ptt, recorder } = this.#parts
    if (kind === 'up' || !this.#standstill.hasJustEnded) return ptt.dispatch({ event: kind === 'up' ? 'source-released' : 'source-pressed', source })
    // As a page's: pressed seconds ago, at what stood there then.
    recorder.note('ptt.press-void', { source })
    this.#mustComeUp(source)
  }

  /** Like a key that is down at plug-in: held, and not pressed for us. Said to be stuck, so that nobody speaks into nothing. */
  #mustComeUp(source: string): void {
    const { ptt } = this.#parts
    ptt.dispatch({ event: 'source-added', source, kind: 'device' })
    ptt.dispatch({ event: 'source-read', source, down: true })
  }
}
