// Packets between a shell and the host, over whatever pipe the shell has: process channel, message port, WebSocket.
import type { Failure } from '../../native/kit/errors.ts'
import type { TopicName, TopicPacket, Topics } from './topics.ts'

export type ToHost =
  | { readonly packet: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** The caller stopped waiting; what was recorded stays recorded. */
  | { readonly packet: 'cancel'; readonly id: number }
  | { readonly packet: 'subscribe'; readonly topics: readonly TopicName[] }
  | { readonly packet: 'stop' }

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure }

export type ToShell =
  | TopicPacket
  | { readonly packet: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly packet: 'ready'; readonly bootId: string; readonly tookMs: number }
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
