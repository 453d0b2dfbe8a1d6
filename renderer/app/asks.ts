// What was last asked by a press on this page, and what came of it: shown where the press was, at once, and in words when
// the console says no.
import type { Clock } from '../../electron/contract/clock.ts'
import type { CallResult } from '../../electron/contract/host-client.ts'
import type { ConsoleLink } from '../link/console-link.ts'
import type { Ask } from '../model/switch-face.ts'

/** How long an answer stays on screen. */
export const SHOWN_MS = 4000

export type AskOutcome =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'asked'; readonly ask: Ask }
  | { readonly outcome: 'done'; readonly ask: Ask; readonly seq: number | undefined; readonly utcMs: number }
  | { readonly outcome: 'refused'; readonly ask: Ask; readonly code: string; readonly detail: string }

export interface Asks {
  readonly last: AskOutcome
  subscribe(listener: () => void): () => void
  press(ask: Ask): Promise<CallResult<unknown>>
}

export interface AsksDeps {
  readonly link: Pick<ConsoleLink, 'call'>
  readonly clock: Clock
}

const NONE: AskOutcome = { outcome: 'none' }

export function createAsks({ link, clock }: AsksDeps): Asks {
  const listeners = new Set<() => void>()
  let last: AskOutcome = NONE
  let turn = 0
  const become = (next: AskOutcome): void => {
    last = next
    for (const listener of [...listeners]) listener()
  }
  return {
    get last() {
      return last
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async press(ask) {
      const mine = ++turn
      become({ outcome: 'asked', ask })
      const reply = await link.call(ask.call, ask.input as never)
      // A later press has taken its place on the screen; the answer still goes to whoever asked.
      if (mine !== turn) return reply
      become(reply.ok ? { outcome: 'done', ask, seq: seqOf(reply.value), utcMs: clock.utcMs() } : { outcome: 'refused', ask, ...reply.error })
      clock.after(SHOWN_MS, () => {
        if (mine === turn) become(NONE)
      })
      return reply
    },
  }
}

const seqOf = (value: unknown): number | undefined =>
  typeof value === 'object' && value !== null && 'seq' in value && typeof value.seq === 'number' ? value.seq : undefined
