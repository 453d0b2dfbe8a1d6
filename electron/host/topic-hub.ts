// Keeps each topic's present value and tells subscribers what changed: a snapshot first, then deltas without a gap.
import type { TopicName, TopicPacket, Topics } from '../contract/topics.ts'

type Listener = (packet: TopicPacket) => void

export interface TopicHub {
  /** Sets parts of a topic; parts that are equal to what stands there are not sent again. */
  set<Name extends TopicName>(topic: Name, parts: Partial<Topics[Name]>): void
  remove(topic: TopicName, parts: readonly string[]): void
  value<Name extends TopicName>(topic: Name): Topics[Name]
  /** Sends a snapshot of each topic at once, then deltas, until the returned function is called. */
  subscribe(topics: readonly TopicName[], listener: Listener): () => void
}

interface Held {
  seq: number
  value: Record<string, unknown>
}

export function createTopicHub(): TopicHub {
  const held = new Map<TopicName, Held>()
  const listeners = new Set<{ readonly topics: ReadonlySet<TopicName>; readonly listener: Listener }>()

  const of = (topic: TopicName): Held => {
    const known = held.get(topic)
    if (known) return known
    const fresh: Held = { seq: 0, value: {} }
    held.set(topic, fresh)
    return fresh
  }
  const send = (topic: TopicName, set: Record<string, unknown>, remove: readonly string[]): void => {
    const topicHeld = of(topic)
    topicHeld.seq += 1
    const packet = { packet: 'delta', topic, seq: topicHeld.seq, set, remove } as unknown as TopicPacket
    // Who subscribes while this is delivered has it in the snapshot already.
    for (const one of [...listeners]) if (listeners.has(one) && one.topics.has(topic)) one.listener(packet)
  }

  return {
    set(topic, parts) {
      const { value } = of(topic)
      const changed: Record<string, unknown> = {}
      for (const [part, next] of Object.entries(parts)) {
        if (isSame(value[part], next)) continue
        value[part] = next
        changed[part] = next
      }
      if (Object.keys(changed).length > 0) send(topic, changed, [])
    },
    remove(topic, parts) {
      const { value } = of(topic)
      const gone = parts.filter((part) => Object.hasOwn(value, part))
      for (const part of gone) delete value[part]
      if (gone.length > 0) send(topic, {}, gone)
    },
    value: (topic) => of(topic).value as never,
    subscribe(topics, listener) {
      const one = { topics: new Set(topics), listener }
      for (const topic of topics) {
        const { seq, value } = of(topic)
        listener({ packet: 'snapshot', topic, seq, value: { ...value } } as unknown as TopicPacket)
      }
      listeners.add(one)
      return () => listeners.delete(one)
    },
  }
}

/** Parts are small JSON values: compared as such. */
const isSame = (left: unknown, right: unknown): boolean => left === right || JSON.stringify(left) === JSON.stringify(right)
