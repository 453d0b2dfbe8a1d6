// Serves one host to one pipe in the contract's packets: calls in, replies and topics out.
import { TOPIC_NAMES, type TopicName } from '../contract/topics.ts'
import type { ToHost, ToShell } from '../contract/link.ts'
import { z } from 'zod'
import type { Host } from './host.ts'

const toHost = z.discriminatedUnion('packet', [
  z.strictObject({ packet: z.literal('call'), id: z.number().int(), name: z.string(), input: z.unknown() }),
  z.strictObject({ packet: z.literal('cancel'), id: z.number().int() }),
  z.strictObject({ packet: z.literal('subscribe'), topics: z.array(z.enum(TOPIC_NAMES)).max(TOPIC_NAMES.length) }),
  z.strictObject({ packet: z.literal('stop') }),
]) satisfies z.ZodType<ToHost>

export interface LinkServer {
  /** Takes one packet as it came; what is not one of ours is dropped. */
  receive(packet: unknown): void
  /** The pipe is gone: its keys are released, its subscriptions end. */
  close(): void
}

/** @param caller  names this pipe; sources of its keys are told apart by it */
export function serveLink(host: Host, caller: string, send: (packet: ToShell) => void, onStop: () => void): LinkServer {
  let unsubscribe: (() => void) | undefined
  const cancelled = new Set<number>()
  const answer = async (id: number, name: string, input: unknown): Promise<void> => {
    const reply = await host.call(name, input, caller)
    if (!cancelled.delete(id)) send({ packet: 'reply', id, reply })
  }
  const subscribe = (topics: readonly TopicName[]): void => {
    unsubscribe?.()
    unsubscribe = host.subscribe(topics, send)
  }
  return {
    receive(packet) {
      const parsed = toHost.safeParse(packet)
      if (!parsed.success) return
      switch (parsed.data.packet) {
        case 'call':
          return void answer(parsed.data.id, parsed.data.name, parsed.data.input)
        case 'cancel':
          cancelled.add(parsed.data.id)
          return
        case 'subscribe':
          return subscribe(parsed.data.topics)
        case 'stop':
          return onStop()
      }
    },
    close() {
      unsubscribe?.()
      host.callerGone(caller)
    },
  }
}
