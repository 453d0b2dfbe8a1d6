// What a press reaches: the channel in use, the RBS by its own pedal, the channel of a spoken test, or nothing at a position
// that is out of service.
import type { ActiveChannel } from './fallback/types.ts'
import type { Parts } from './parts.ts'
import type { PttTarget } from './ptt/types.ts'
import type { SharedPedals } from './shared-pedals.ts'
import { isOnAir } from './switch-facts.ts'

export interface PositionState {
  readonly isOutOfService: boolean
  /** The radio of the channel in use stands in direct mode, and is none for that. */
  readonly isOffNetwork: boolean
  /** Where a press goes while a drill runs, and nowhere else: `drill/drill-aim.ts`. */
  readonly drill?: PttTarget | undefined
}

export function pttTarget({ channel, group }: Pick<ActiveChannel, 'channel' | 'group'>, { isOutOfService, isOffNetwork, drill }: PositionState): PttTarget {
  // Also in a drill: whoever is near would hear it in earnest.
  if (isOffNetwork && drill?.kind !== 'none') return { kind: 'none', because: 'no-network' }
  if (drill) return drill
  if (isOutOfService) return { kind: 'none' }
  return group === undefined ? { kind: 'rbs' } : { kind: 'channel', channel, group }
}

/** Tells the arbiter what a press reaches now, and then hands the pedal over to that. */
export function aimPtt({ ptt, fallback, drill, shift, spoken, channels }: Parts, pedals: SharedPedals): void {
  const { active, step } = fallback.state
  const switching = step.phase === 'confirming' || !active.confirmed
  if (ptt.state.switching !== switching) ptt.dispatch({ event: 'switching-changed', switching })
  const drilled = drill.aim(active)
  const { aim } = spoken
  const isOffNetwork = channels.find(({ id }) => id === active.channel)?.isOffNetwork === true
  const target: PttTarget = aim ? { kind: 'channel', ...aim } : pttTarget(active, { isOutOfService: shift.isOutOfService, isOffNetwork, drill: drilled })
  // Its radio was turned out of the drill while it was spoken through: not a word more goes there.
  if (drilled?.kind === 'none' && isOnAir(ptt.state)) ptt.dispatch({ event: 'everything-released' })
  if (JSON.stringify(ptt.state.target) !== JSON.stringify(target)) ptt.dispatch({ event: 'target-changed', target })
  // After the target: the pedal is handed over only to what it then keys.
  pedals.aim(target.kind === 'rbs' ? 'rbs' : 'radio')
}
