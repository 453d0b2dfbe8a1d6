// What the clock probes say of UTC at this moment: every entry of the record carries it.
import type { Clock } from '../../native/kit/clock.ts'
import type { ClockQuality } from './ledger/port.ts'
import type { Site } from './site/schema.ts'
import type { Watch } from './watch/index.ts'

/** Entries come in bursts, clocks do not. */
const FRESH_MS = 1_000

/** `synchronised` while a time server of the site answers and finds our clock within bounds; else nobody knows. */
export function createClockQuality(services: Site['services'], watch: Pick<Watch, 'view'>, clock: Clock): () => ClockQuality {
  const probes = new Set(services.flatMap((service) => service.probes).filter((probe) => probe.kind === 'clock').map((probe) => probe.id))
  let last: { readonly quality: ClockQuality; readonly atMs: number } | undefined
  const read = (): ClockQuality => {
    const seen = watch.view().services.flatMap((service) => service.probes).filter((probe) => probes.has(probe.id))
    return seen.some((probe) => probe.state === 'answering' && probe.limited === undefined) ? 'synchronised' : 'unknown'
  }
  return () => {
    if (probes.size === 0) return 'unknown'
    const atMs = clock.monotonicMs()
    if (!last || atMs - last.atMs >= FRESH_MS) last = { quality: read(), atMs }
    return last.quality
  }
}
