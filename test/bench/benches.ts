// The benches by name, each a stream of figures.
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { benchDetectionCore } from './detection-core.ts'
import { benchHost } from './host.ts'
import { benchLedger } from './ledger.ts'
import { benchStart } from './start.ts'

export interface BenchRow {
  readonly bench: string
  readonly figure: string
  readonly unit: string
  readonly value: number
  readonly p50: number
  readonly p99: number
  readonly n: number
  /** What the figure is held against: a limit, a peer in the same run. */
  readonly against: Readonly<Record<string, number | string>>
}

export const BENCHES: Readonly<Record<string, () => AsyncGenerator<BenchRow>>> = {
  'detection-core': () => benchDetectionCore({ clock: systemClock, random: systemRandom }),
  ledger: () => benchLedger(),
  host: () => benchHost(),
  start: () => benchStart(),
}
