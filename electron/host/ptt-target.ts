// What a press reaches: the channel in use, the RBS by its own pedal, or nothing at a position that is out of service.
import type { ActiveChannel } from './fallback/types.ts'
import type { PttTarget } from './ptt/types.ts'

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
