// What a technician's bench may have of a running host: the facts of its devices, and the right to export, recorded.
import type { Clock } from '../../native/kit/clock.ts'
import type { RadioAbout } from '../../native/kit/driver.ts'
import type { Result } from '../../native/kit/result.ts'
import type { Devices } from './devices/devices.ts'
import type { Recorder } from './recorder.ts'
import { beginFacts, maskIdentity, quantiles, reduceButtonFacts, reduceRadioFacts, type FactsState, type Now } from './traffic/device-facts.ts'
import type { DeviceFacts, TakenFromRecord } from './traffic/words.ts'

export interface Bench {
  readonly devices: readonly string[]
  facts(): readonly DeviceFacts[]
  /** Resolves when the record holds it. */
  recordExport(devices: readonly string[]): Promise<Result<unknown>>
  /** Resolves when the record holds that a command read it beside the console. */
  recordTaken(what: TakenFromRecord): Promise<Result<{ readonly seq: number }>>
  /** Resolves when the record holds that all of it is copied to this folder, whose name may name somebody. */
  recordCopy(to: string): Promise<Result<{ readonly seq: number }>>
}

export function createBench(devices: Devices, clock: Clock, recorder: Recorder): Bench {
  const now = (): Now => ({ monotonicMs: clock.monotonicMs(), utcMs: clock.utcMs() })
  const states = new Map<string, FactsState>()
  const step = (id: string, next: (state: FactsState) => FactsState): void => void states.set(id, next(stateOf(id)))
  const stateOf = (id: string): FactsState => states.get(id) ?? beginFacts(clock.utcMs())
  for (const [id, { driver }] of [...devices.radios, ...devices.keyed]) {
    states.set(id, beginFacts(clock.utcMs()))
    driver.onEvent((event) => step(id, (state) => reduceRadioFacts(state, event, now())))
  }
  for (const [id, { driver }] of devices.buttons) {
    states.set(id, beginFacts(clock.utcMs()))
    driver.onEvent((event) => step(id, (state) => reduceButtonFacts(state, event, now())))
  }
  for (const [id, { driver }] of devices.relays) {
    states.set(id, beginFacts(clock.utcMs()))
    driver.onEvent((event) => {
      if (event.event === 'link') step(id, (state) => reduceRadioFacts(state, event, now()))
    })
  }
  const factsOf = (id: string, driver: string): DeviceFacts => {
    const { facts, answersMs } = stateOf(id)
    const { about, refusedFeatures } = devices.radios.get(id)?.driver ?? {}
    const answerMs = quantiles(answersMs)
    return { ...facts, id, driver, ...(about ? { about: withoutIdentity(about) } : {}), ...(refusedFeatures ? { refused: refusedFeatures } : {}), ...(answerMs ? { answerMs } : {}) }
  }
  return {
    devices: [...states.keys()],
    facts: () => [...devices.radios, ...devices.buttons, ...devices.keyed, ...devices.relays].map(([id, { site }]) => factsOf(id, site.driver)),
    recordExport: (wanted) => recorder.person('traffic.exported', { devices: [...wanted], identities: 'plain' }, { role: 'technician' }),
    // Counts and measurements name nobody.
    recordTaken: (what) => recorder.person('record.exported', { what, masked: what !== 'entries', by: 'command' }, { role: 'technician' }),
    recordCopy: (to) => recorder.person('record.exported', { what: 'record' }, { role: 'technician', content: to }),
  }
}

/** A status is read without a mask: whose radio it is says the last digits, as on the technician's screen. */
const withoutIdentity = ({ ssi, ...about }: RadioAbout): RadioAbout => ({ ...about, ...(ssi === undefined ? {} : { ssi: maskIdentity(ssi) }) })
