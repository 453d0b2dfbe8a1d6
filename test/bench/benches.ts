// The benches by name, each a stream of figures.
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { benchDetection } from './detection.ts'
import { benchDetectionCore } from './detection-core.ts'
import { benchDevices } from './devices.ts'
import { benchDiagnosis } from './diagnosis.ts'
import { benchEmergency } from './emergency.ts'
import { benchFlapping } from './flapping.ts'
import { benchHil } from './hil.ts'
import { benchHost } from './host.ts'
import { benchIdle } from './idle.ts'
import { benchLedger } from './ledger.ts'
import { benchMoment } from './moment.ts'
import type { BenchRow } from './row.ts'
import { benchPage } from './page.ts'
import { benchRetention } from './retention.ts'
import { benchScenarios } from './scenarios.ts'
import { benchReplay } from './replay.ts'
import { benchSwitch } from './switch.ts'
import { benchSwitching } from './switching.ts'
import { benchStart } from './start.ts'
import { benchVerify } from './verify.ts'
import { benchWatchLoad } from './watch-load.ts'
import { benchWatchWeek } from './watch-week.ts'

export const BENCHES: Readonly<Record<string, () => AsyncGenerator<BenchRow>>> = {
  detection: () => benchDetection({ clock: systemClock, random: systemRandom, onProgress: (text) => void process.stderr.write(`${text}\n`) }),
  'detection-core': () => benchDetectionCore({ clock: systemClock, random: systemRandom }),
  diagnosis: () => benchDiagnosis(systemClock),
  ledger: () => benchLedger(),
  retention: () => benchRetention(),
  moment: () => benchMoment({ onProgress: (text) => void process.stderr.write(`${text}\n`) }),
  emergency: () => benchEmergency(),
  flapping: async function* () {
    yield* benchFlapping()
  },
  hil: () => benchHil(),
  host: () => benchHost(),
  start: () => benchStart(),
  switch: () => benchSwitch(),
  switching: () => benchSwitching({ onProgress: (text) => void process.stderr.write(`${text}\n`) }),
  devices: () => benchDevices(),
  idle: () => benchIdle(),
  page: () => benchPage(),
  scenarios: () => benchScenarios({ clock: systemClock }),
  replay: () => benchReplay(systemClock),
  verify: () => benchVerify(),
  'watch-load': () => benchWatchLoad(),
  'watch-week': () => benchWatchWeek(systemClock),
}
