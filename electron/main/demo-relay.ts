// A demo runs the simulators in the process that started the shell: its view goes to the pages, what they break goes back.
import { z } from 'zod'
import type { DemoAction, DemoView } from '../contract/demo.ts'

export interface DemoRelay {
  /** Whether somebody started this shell with a channel to it. */
  readonly isThere: boolean
  break(action: DemoAction): void
}

/** What Node's process has where its parent gave it a channel. */
export interface ParentChannel {
  readonly send?: ((packet: unknown) => unknown) | undefined
  on(event: 'message', listener: (packet: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
}

const words = z.record(z.string().max(64), z.string().max(200))
const fromParent = z.object({ packet: z.literal('demo'), demo: z.strictObject({ state: words, cannot: words }) })

/** @param onGone  the parent has ended, and its simulators with it */
export function relayDemo(parent: ParentChannel, onView: (demo: DemoView) => void, onGone: () => void): DemoRelay {
  if (!parent.send) return { isThere: false, break: () => {} }
  parent.on('message', (packet) => {
    const parsed = fromParent.safeParse(packet)
    if (parsed.success) onView(parsed.data.demo)
  })
  parent.on('disconnect', onGone)
  return { isThere: true, break: (action) => void parent.send?.({ packet: 'break', action }) }
}
