// An entry `fault.changed` as both screens say it: which sentence, and which words go into it.
import type { TimelineEntry } from './topics.ts'

export interface FaultTold {
  readonly key: `timeline.fault-${'effect' | 'danger' | 'symptom' | 'begun' | 'owner' | 'closed' | 'opened-again' | 'relapsed' | 'linked' | 'unlinked' | 'measured'}`
  readonly to: string
  /** `to` is a code whose words stand under this prefix. */
  readonly words?: 'effect' | 'danger' | 'symptom' | 'owner'
  /** `to` is this moment. */
  readonly utcMs?: number
}

/** undefined: no change of a storing, or one that this version does not know. */
export function decodeFaultTold({ kind, payload }: Pick<TimelineEntry, 'kind' | 'payload'>): FaultTold | undefined {
  if (kind !== 'fault.changed') return undefined
  const { what, to: said, because } = payload
  const to = typeof said === 'string' ? said : ''
  switch (what) {
    case 'effect':
      return { key: 'timeline.fault-effect', to, words: what }
    case 'danger':
      return { key: 'timeline.fault-danger', to, words: what }
    case 'symptom':
      return { key: 'timeline.fault-symptom', to, words: what }
    case 'owner':
      return { key: 'timeline.fault-owner', to, words: what }
    case 'begun':
      return typeof said === 'number' ? { key: 'timeline.fault-begun', to, utcMs: said } : undefined
    case 'state':
      return { key: to === 'closed' ? 'timeline.fault-closed' : because === 'relapse' ? 'timeline.fault-relapsed' : 'timeline.fault-opened-again', to }
    case 'link':
      return { key: 'timeline.fault-linked', to }
    case 'cause':
      return { key: 'timeline.fault-measured', to }
    case 'unlink':
      return { key: 'timeline.fault-unlinked', to }
    default:
      return undefined
  }
}
