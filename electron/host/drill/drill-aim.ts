// Where a press may go while a drill runs: on a group of the drill or nowhere. Never to the RBS, whose groups nobody here can
// know, and never to a radio that stands elsewhere than it was asked to. Pure; nothing outside a drill group is ever keyed.
import type { ActiveChannel } from '../fallback/types.ts'
import type { PttTarget } from '../ptt/types.ts'

export interface DrillAim {
  readonly active: Pick<ActiveChannel, 'channel' | 'group'>
  /** The group its radio itself was last seen on; absent: not told. */
  readonly seen?: string | undefined
}

export function drillAim({ active, seen }: DrillAim, groups: readonly string[]): PttTarget {
  const { channel, group } = active
  const isAllowed = group !== undefined && groups.includes(group) && (seen === undefined || groups.includes(seen))
  return isAllowed ? { kind: 'channel', channel, group } : { kind: 'none', because: 'drill-group' }
}
