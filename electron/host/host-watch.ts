// The watch as the host runs it: its probes opened on this machine's lines and radios, and what the last run still knew.
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { ActiveExchange } from './active-exchange.ts'
import type { Devices } from './devices/devices.ts'
import type { OwnPresses } from './devices/own-presses.ts'
import { createWitnessRadio } from './devices/witness-radio.ts'
import type { HostDeps } from './parts.ts'
import type { Restored } from './restore.ts'
import { createProbeOpener, createWatch, watchedSite, type Watch, type WatchDeps } from './watch/index.ts'

interface WatchParts {
  readonly devices: Devices
  readonly restored: Restored
  readonly presses: OwnPresses
  readonly exchange: ActiveExchange
}

export function createHostWatch(deps: HostDeps, { devices, restored, presses, exchange }: WatchParts, told: Pick<WatchDeps, 'onChange' | 'trace'>): Watch {
  const { site, clock, random, log, logReader, processes, openSenseLine } = deps
  const { services, targets } = watchedSite(site.services)
  const open = createProbeOpener({
    clock,
    random,
    settings: site.settings,
    witnessRadio: (device) => {
      const radio = devices.radios.get(device)
      return radio && createWitnessRadio(radio.driver, { ownIdentity: radio.site.ownIdentity, presses, onExchange: (listener) => exchange.onOutcome(device, listener) })
    },
    logReader,
    processes,
    openSenseLine,
  })
  const watch = createWatch({
    clock,
    random,
    services,
    settings: site.settings,
    openProbe: (probe) => {
      const target = targets.get(probe)
      return target ? open(target) : fail(failure('SITE_INVALID', probe))
    },
    ...(deps.ownNetwork ? { ownNetwork: deps.ownNetwork } : {}),
    ...told,
  })
  const remembered: Result<void> = restored.watch === undefined ? ok() : watch.restore(restored.watch)
  if (!remembered.ok) log.warn('watch.not-restored', { detail: remembered.error.detail })
  return watch
}
