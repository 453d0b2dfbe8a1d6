// What a press reaches: the channel in use, the RBS by its own pedal, or nothing at a position that is out of service.
import type { ActiveChannel } from './fallback/types.ts'
import type { PttTarget } from './ptt/types.ts'

export interface PositionState {
  readonly isOutOfService: boolean
  /** Where a press goes while a drill runs, and nowhere else: `drill/drill-aim.ts`. */
  readonly drill?: PttTarget | undefined
}

export function pttTarget({ channel, group }: Pick<ActiveChannel, 'channel' | 'group'>, { isOutOfService, drill }: PositionState): PttTarget {
  if (drill) return drill
  if (isOutOfService) return { kind: 'none' }
  return group === undefined ? { kind: 'rbs' } : { kind: 'channel', channel, group }
}
