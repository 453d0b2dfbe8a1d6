// Starts the active exchange of a control radio when a console fault is suspected: does the network still carry data, or is
// it the network? Off unless the site allows it for that radio, never while observing, at most one a minute.
// Source: architecture section 5, "The witness".
import type { Clock } from '../../native/kit/clock.ts'
import type { RadioDriver } from '../../native/kit/driver.ts'
import type { Unsubscribe } from '../../native/kit/transport.ts'
import type { Log } from './log/log.ts'
import { sendStatusToSelf } from './devices/self-status.ts'
import type { Site } from './site/types.ts'
import type { ExchangeOutcome, ServiceView, WatchChange } from './watch/index.ts'

/** Air time is everybody's: a console that comes and goes must not be answered with a status each time. */
export const EXCHANGE_EVERY_MS = 60_000

export interface ExchangingRadio {
  readonly device: string
  /** Service of the probe that asks this radio. */
  readonly service: string
  readonly status: number
  readonly driver: RadioDriver
}

export interface ActiveExchangeDeps {
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly radios: readonly ExchangingRadio[]
}

export class ActiveExchange {
  readonly #deps: ActiveExchangeDeps
  readonly #listeners = new Map<string, Set<(outcome: ExchangeOutcome) => void>>()
  readonly #lastMs = new Map<string, number>()

  constructor(deps: ActiveExchangeDeps) {
    this.#deps = deps
  }

  /** How each exchange of this radio ended. */
  onOutcome(device: string, listener: (outcome: ExchangeOutcome) => void): Unsubscribe {
    const listeners = this.#listeners.get(device) ?? new Set()
    this.#listeners.set(device, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  watchChanged(change: WatchChange, services: readonly ServiceView[]): void {
    const nowMs = this.#deps.clock.monotonicMs()
    for (const radio of this.#deps.radios) {
      if (!isDue(change, services, radio.service, nowMs - (this.#lastMs.get(radio.device) ?? -Infinity))) continue
      this.#lastMs.set(radio.device, nowMs)
      void this.#exchange(radio)
    }
  }

  async #exchange({ device, status, driver }: ExchangingRadio): Promise<void> {
    const { clock, log } = this.#deps
    const sentMs = clock.monotonicMs()
    const done = await sendStatusToSelf(driver, status, clock)
    log.info('witness.exchange', done.ok ? { device, tookMs: done.value } : { device, code: done.error.code, detail: done.error.detail })
    // Only what went out and was awaited in vain is a miss; what could not be sent says nothing at all.
    if (!done.ok && done.error.code !== 'LINK_TIMEOUT') return
    for (const listener of this.#listeners.get(device) ?? []) listener({ sentMs, ...(done.ok && { tookMs: done.value }) })
  }
}

/** A console that leaves ok while the control radio is well: the one question is then whether the network carries anything. */
function isDue(change: WatchChange, services: readonly ServiceView[], witness: string, sinceLastMs: number): boolean {
  if (change.effect !== 'announce-change' || change.from !== 'ok' || change.maintenance) return false
  const isConsole = services.some((one) => one.id === change.service && one.role === 'console')
  const isWitnessWell = services.some((one) => one.id === witness && one.now === 'ok')
  return isConsole && isWitnessWell && sinceLastMs >= EXCHANGE_EVERY_MS
}

/** The control radios that this site allows it for. */
export function exchangingRadios(site: Pick<Site, 'mode' | 'services'>, driverOf: (device: string) => RadioDriver | undefined): readonly ExchangingRadio[] {
  // Observing is asking and showing: nothing goes on the air.
  if (site.mode === 'observe') return []
  return site.services.flatMap((service) => service.probes.flatMap((probe) => {
    const driver = probe.kind === 'witness' && probe.activeExchange ? driverOf(probe.device) : undefined
    return probe.kind === 'witness' && driver ? [{ device: probe.device, service: service.id, status: probe.exchangeStatus, driver }] : []
  }))
}
