// What the terminal says of a host that is not there. One that begins anew with another plan says so beforehand and is back within a
// second; what takes longer is an outage like any other, as on a page.
import { TAKE_OVER_MS } from '../../contract/link.ts'
import type { SupervisorState } from '../../host/supervisor.ts'
import type { Text } from '../terminal/text.ts'

interface Said {
  readonly text: Text
  readonly rbs: string
  /** Since it said that it begins anew, ms; absent: it did not. */
  readonly takingMs?: number | undefined
}

/** @returns undefined while it runs */
export function hostTrouble(state: SupervisorState, { text, rbs, takingMs }: Said): string | undefined {
  switch (state.host) {
    case 'running':
      return undefined
    case 'starting':
    case 'taking-over':
      if (takingMs !== undefined) return takingMs < TAKE_OVER_MS ? text('link.taking-over') : text('host.died', { rbs })
      return text(state.host === 'starting' && state.attempt === 0 ? 'host.starting' : 'host.died', { rbs })
    case 'died':
      return text('host.died', { rbs })
    case 'refused':
      return text('host.refused', { cause: text(`error.${state.error.code}`, { detail: state.error.detail }) })
    case 'ended':
      return text('host.ended')
  }
}
