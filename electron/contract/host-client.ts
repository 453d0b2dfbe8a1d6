// The asking side of the link, for shells and pages alike: calls with their deadline, topics folded from snapshot and deltas.
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, type Result } from '../../native/kit/result.ts'
import { CALLS, type CallInput, type CallName, type CallOutput } from './calls.ts'
import { foldTopic, type ToHost, type ToShell } from './link.ts'
import { TOPIC_NAMES, type TopicName, type Topics } from './topics.ts'

/** What a call comes to; never an exception. */
export type CallResult<T> = Result<T>

export interface HostClient {
  /** @returns what the host answers, CALL_TIMEOUT after the call's own deadline, CALL_HOST_GONE */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>>
  topic<Name extends TopicName>(name: Name): Topics[Name]
  /** Asks for every topic whole, as at a new pipe. */
  subscribe(): void
  /** Takes what the pipe delivers. */
  receive(packet: ToShell): void
  /** The host is gone: calls fail, topics are forgotten rather than shown as if live. */
  hostGone(): void
}

/** One object, so that a page sees that nothing has changed. */
const NOTHING = Object.freeze({})

export function createHostClient(clock: Clock, send: (packet: ToHost) => void, onTopic: (name: TopicName) => void): HostClient {
  const waiting = new Map<number, (reply: Result<never>) => void>()
  const held = new Map<TopicName, { seq: number; value: Topics[TopicName] }>()
  let lastId = 0
  let heardUtcMs: number | undefined
  // Everything was asked for and nothing has come yet: each further delta that misses its snapshot would ask again.
  let asked = false

  const subscribe = (): void => {
    asked = true
    send({ packet: 'subscribe', topics: TOPIC_NAMES })
  }

  const takeTopic = (packet: Extract<ToShell, { packet: 'snapshot' | 'delta' }>): void => {
    if (packet.packet === 'snapshot') asked = false
    const next = foldTopic(held.get(packet.topic), packet)
    if (!next) return asked ? undefined : subscribe()
    held.set(packet.topic, next)
    onTopic(packet.topic)
  }

  return {
    call(name, input) {
      const id = ++lastId
      return new Promise((resolve) => {
        const settle = (reply: Result<never>): void => {
          deadline.cancel()
          waiting.delete(id)
          resolve(reply)
        }
        const deadline = clock.after(CALLS[name].deadlineMs, () => {
          send({ packet: 'cancel', id })
          settle(fail(failure('CALL_TIMEOUT', name)))
        })
        waiting.set(id, settle)
        send({ packet: 'call', id, name, input, ...(heardUtcMs === undefined ? {} : { heardUtcMs }) })
      })
    },
    topic: (name) => (held.get(name)?.value ?? NOTHING) as never,
    subscribe,
    receive(packet) {
      switch (packet.packet) {
        case 'snapshot':
        case 'delta':
          return takeTopic(packet)
        case 'reply':
          return waiting.get(packet.id)?.(packet.reply as Result<never>)
        case 'ready':
          return subscribe()
        case 'pulse':
          heardUtcMs = packet.utcMs
          return undefined
        case 'page':
        case 'refused':
          return undefined
      }
    },
    hostGone() {
      heardUtcMs = undefined
      asked = false
      for (const settle of [...waiting.values()]) settle(fail(failure('CALL_HOST_GONE')))
      held.clear()
      for (const name of TOPIC_NAMES) onTopic(name)
    },
  }
}
