// Serves one host to one pipe in the contract's packets: calls in, replies, topics and a pulse out.
import { z } from 'zod'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { PULSE_MS, STALE_CALL_MS, type HostToPage, type PageToHost } from '../contract/link.ts'
import { fail } from '../../native/kit/result.ts'
import { TOPIC_NAMES, type TopicName } from '../contract/topics.ts'
import type { Host } from './host.ts'

export const pageToHostSchema = z.discriminatedUnion('packet', [
  z.strictObject({ packet: z.literal('call'), id: z.number().int(), name: z.string(), input: z.unknown(), heardUtcMs: z.number().optional() }),
  z.strictObject({ packet: z.literal('cancel'), id: z.number().int() }),
  z.strictObject({ packet: z.literal('subscribe'), topics: z.array(z.enum(TOPIC_NAMES)).max(TOPIC_NAMES.length) }),
]) satisfies z.ZodType<PageToHost>

type Call = Extract<PageToHost, { packet: 'call' }>

export interface LinkServer {
  /** Takes one packet as it came; what is not one of ours is dropped. */
  receive(packet: unknown): void
  /** The pipe is gone: its keys are released, its subscriptions end. */
  close(): void
}

export interface LinkDeps {
  readonly host: Pick<Host, 'call' | 'subscribe' | 'callerGone'>
  readonly clock: Clock
  /** Names this pipe; sources of its keys are told apart by it. */
  readonly caller: string
  readonly send: (packet: HostToPage) => void
}

export function serveLink({ host, clock, caller, send }: LinkDeps): LinkServer {
  let unsubscribe: (() => void) | undefined
  let pulse: Timer | undefined
  let closed = false
  const running = new Set<number>()
  const cancelled = new Set<number>()
  // A host or shell that stood still finds the presses of that time in its queue: they would key and switch long after.
  // A release always counts.
  const isStale = ({ name, heardUtcMs }: Call): boolean =>
    name !== 'ptt.release' && heardUtcMs !== undefined && clock.utcMs() - heardUtcMs > STALE_CALL_MS
  const answer = async (call: Call): Promise<void> => {
    const { id, name, input } = call
    running.add(id)
    const reply = isStale(call) ? fail(failure('CALL_TIMEOUT', name)) : await host.call(name, input, caller)
    running.delete(id)
    if (!cancelled.delete(id) && !closed) send({ packet: 'reply', id, reply })
  }
  const beat = (): void => {
    send({ packet: 'pulse', utcMs: clock.utcMs() })
    pulse = clock.after(PULSE_MS, beat)
  }
  const subscribe = (topics: readonly TopicName[]): void => {
    unsubscribe?.()
    unsubscribe = host.subscribe(topics, send)
    if (!pulse) beat()
  }
  return {
    receive(packet) {
      const parsed = pageToHostSchema.safeParse(packet)
      if (!parsed.success || closed) return
      switch (parsed.data.packet) {
        case 'call':
          return void answer(parsed.data)
        case 'cancel':
          if (running.has(parsed.data.id)) cancelled.add(parsed.data.id)
          return
        case 'subscribe':
          return subscribe(parsed.data.topics)
      }
    },
    close() {
      closed = true
      pulse?.cancel()
      unsubscribe?.()
      host.callerGone(caller)
    },
  }
}
