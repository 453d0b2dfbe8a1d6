// The alarms of one simulated service: which sound, and how often the level of the label changes.
import { serviceVerdict, UNSTABLE_DOWN_MS } from '../../../electron/host/service-alarms.ts'
import { viewWatch } from '../../../electron/host/watch/view.ts'
import type { WatchState } from '../../../electron/host/watch/watch-machine.ts'
import type { Told } from './told.ts'

/** From bad to worst: one that is worse sounds anew. */
const WORSE: readonly string[] = ['service-degraded', 'service-unknown', 'service-unstable', 'service-down']

export class SimulatedAlarms {
  readonly levels: { atMs: number; level: Told['levels'][number]['level'] }[] = []
  readonly sounds: { atMs: number; code: string }[] = []
  #standing: string | undefined
  #dueMs = Infinity

  /** When time alone changes the alarm. */
  get dueMs(): number {
    return this.#dueMs
  }

  look(state: WatchState, nowMs: number): void {
    const service = viewWatch(state, { nowMs, utcMs: nowMs }).services[0]
    if (!service) return
    const { alarm, againInMs } = serviceVerdict(service, this.#standing)
    this.#dueMs = againInMs === undefined ? Infinity : nowMs + againInMs
    const isNew = alarm !== undefined && (this.#standing === undefined || WORSE.indexOf(alarm.code) > WORSE.indexOf(this.#standing))
    if (alarm && isNew) this.sounds.push({ atMs: nowMs, code: alarm.code })
    this.#standing = alarm?.code
    const level = service.unstable === undefined ? 'none' : service.now === 'down' && service.sinceAgoMs >= UNSTABLE_DOWN_MS ? 'down' : 'unstable'
    if (level !== (this.levels.at(-1)?.level ?? 'none')) this.levels.push({ atMs: nowMs, level })
  }
}
