// Packets between host and whoever looks at it, over whatever pipe there is: process channel, message port, WebSocket.
// One process channel carries many pipes: bare packets are the shell's own, wrapped ones are a page's.
import type { Failure } from '../../native/kit/errors.ts'
import type { TopicName, TopicPacket, Topics } from './topics.ts'

/** While subscribed, the host says this often that it lives: a page must see a host that stands still. */
export const PULSE_MS = 500
/** A call of somebody whose last pulse is older is not carried out: it stood in a queue, and who asked was told that nobody answered. */
export const STALE_CALL_MS = 3 * PULSE_MS

/** How a host process ends that is to be started again at once, by another plan: nothing went wrong. */
export const EXIT_TAKE_OVER = 75
/** A host that takes over another plan is back by then, or it is an outage like any other. */
export const TAKE_OVER_MS = 3000
/** A shell says with it that the host before this one died: it goes on by the site file that was in use. */
export const GOES_ON = '--goes-on'

/** What a page may say. */
export type PageToHost =
  /** `heardUtcMs`: of the last pulse heard when it was asked; absent before the first. What it answers is not younger. */
  | { readonly packet: 'call'; readonly id: number; readonly name: string; readonly input: unknown; readonly heardUtcMs?: number | undefined }
  /** The caller stopped waiting; what was recorded stays recorded. */
  | { readonly packet: 'cancel'; readonly id: number }
  | { readonly packet: 'subscribe'; readonly topics: readonly TopicName[] }

/** The page is gone: its keys are released, its subscriptions end. */
export interface PageGone {
  readonly packet: 'gone'
}

export type ToHost =
  | PageToHost
  | { readonly packet: 'stop' }
  | { readonly packet: 'page'; readonly page: string; readonly inner: PageToHost | PageGone }
  /** From a process that the host asked for. `gone`: it has ended, or was never started. */
  | { readonly packet: 'device-child'; readonly child: number; readonly say: 'tell'; readonly inner: unknown }
  | { readonly packet: 'device-child'; readonly child: number; readonly say: 'gone' }
  /** From the system's store for secrets: base64, or why not. */
  | { readonly packet: 'vault'; readonly id: number; readonly bytes?: string; readonly detail?: string }

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure }

/** What the host says to a page. */
export type HostToPage =
  | TopicPacket
  | { readonly packet: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly packet: 'pulse'; readonly utcMs: number }

export type ToShell =
  | HostToPage
  | { readonly packet: 'page'; readonly page: string; readonly inner: HostToPage }
  | { readonly packet: 'ready'; readonly bootId: string; readonly tookMs: number }
  /** A host in Electron may start no process: it asks its shell for the one that looks for devices. Only such a host does. */
  | { readonly packet: 'device-child'; readonly child: number; readonly say: 'start' | 'end' }
  | { readonly packet: 'device-child'; readonly child: number; readonly say: 'tell'; readonly inner: unknown }
  /** For the system's store for secrets, base64. Said only by a host that was started with `--vault`. */
  | { readonly packet: 'vault'; readonly id: number; readonly say: 'seal' | 'open'; readonly bytes: string }
  /** It ends in a moment with EXIT_TAKE_OVER. */
  | { readonly packet: 'taking-over' }
  /** The host cannot run at all, and why; the process ends after this. */
  | { readonly packet: 'refused'; readonly error: Failure; readonly problems: readonly string[] }

/** Folds one packet into what a subscriber holds; undefined means: a gap, subscribe again. */
export function foldTopic(held: { seq: number; value: Topics[TopicName] } | undefined, packet: TopicPacket): { seq: number; value: Topics[TopicName] } | undefined {
  switch (packet.packet) {
    case 'snapshot':
      return { seq: packet.seq, value: packet.value }
    case 'delta': {
      if (!held || packet.seq !== held.seq + 1) return undefined
      const value: Record<string, unknown> = { ...held.value, ...packet.set }
      for (const part of packet.remove) delete value[part]
      return { seq: packet.seq, value: value as Topics[TopicName] }
    }
  }
}
