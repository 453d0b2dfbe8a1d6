// What the control radios together show of the network. Pure. Source: architecture section 5.
import type { ConditionState } from './condition-state.ts'
import { isRegistered } from './probe-evidence.ts'
import type { HardCause } from './types.ts'

/** What the control radio shows of C2000. `isolated`: its cell is cut off although the radio says registered. */
export type WitnessSight =
  | 'heard'
  | 'isolated'
  | 'not-registered'
  | 'refused'
  | 'silent'
  /** Our own cable to the control radio is out: it says nothing about the network. */
  | 'unplugged'
  | 'unknown'
  | 'absent'

/** Of several control radios the last in this row speaks: one that hears the network proves it, all must fail to deny it. */
const SIGHTS: readonly WitnessSight[] = ['absent', 'unplugged', 'refused', 'silent', 'not-registered', 'isolated', 'unknown', 'heard']

export function witnessSight(services: readonly ConditionState[]): WitnessSight {
  const sights = services.filter((one) => one.service.role === 'witness').map(sightOf)
  let best: WitnessSight = 'absent'
  for (const sight of sights) if (SIGHTS.indexOf(sight) > SIGHTS.indexOf(best)) best = sight
  return best
}

function sightOf(state: ConditionState): WitnessSight {
  if (state.now === 'unknown') return 'unknown'
  if (state.now === 'down') return failureOf(state.probes) ?? 'silent'
  // One lost question takes nothing back of what the radio said in the answer before it.
  const answering = state.probes.filter(({ phase }) => phase === 'answering' || phase === 'missing')
  if (answering.some(({ registration, cell }) => registration !== undefined && isRegistered(registration) && cell !== 'local')) return 'heard'
  if (answering.some(({ cell }) => cell === 'local')) return 'isolated'
  // The line to the radio may answer beside a radio that does not: that is no word about the network.
  const primaries = state.probes.filter(({ weight }) => weight === 'primary')
  return failureOf(primaries) ?? (primaries.every((probe) => answering.includes(probe)) ? 'heard' : 'unknown')
}

const failureOf = (probes: ConditionState['probes']): WitnessSight | undefined =>
  probes.flatMap(({ hard }) => (hard ? [sightByCause(hard.cause)] : []))[0]

function sightByCause(cause: HardCause): WitnessSight {
  switch (cause) {
    case 'refused':
    case 'unplugged': return cause
    case 'searching':
    case 'none':
    case 'rejected': return 'not-registered'
  }
}
