// Topics: a snapshot, then deltas without a gap; whoever folds them holds what the host holds.
import { expect, test } from 'vitest'
import { foldTopic } from '../../../electron/contract/link.ts'
import type { AlarmView, TopicPacket, Topics } from '../../../electron/contract/topics.ts'
import { createHostClient } from '../../../electron/contract/host-client.ts'
import { createTopicHub, type TopicHub } from '../../../electron/host/topic-hub.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const alarm = (id: string, more: Partial<AlarmView> = {}): AlarmView =>
  ({ id, kind: 'radio', severity: 'error', sinceUtcMs: 1, code: 'x', params: {}, acknowledged: false, ...more })

function listen(hub: TopicHub): { packets: TopicPacket[]; stop: () => void } {
  const packets: TopicPacket[] = []
  return { packets, stop: hub.subscribe(['alarms'], (packet) => packets.push(packet)) }
}

function folded(packets: readonly TopicPacket[]): Topics['alarms'] {
  let held: ReturnType<typeof foldTopic>
  for (const packet of packets) {
    held = foldTopic(held, packet)
    if (!held) throw new Error('a gap')
  }
  return (held?.value ?? {}) as Topics['alarms']
}

test('gives a snapshot at once and every change after it, numbered without a gap', () => {
  const hub = createTopicHub()
  hub.set('alarms', { a: alarm('a') })
  const { packets } = listen(hub)
  hub.set('alarms', { b: alarm('b') })
  hub.remove('alarms', ['a'])
  expect(packets.map(({ packet, seq }) => [packet, seq])).toEqual([['snapshot', 1], ['delta', 2], ['delta', 3]])
  expect(folded(packets)).toEqual(hub.value('alarms'))
})

test('sends nothing when nothing changed', () => {
  const hub = createTopicHub()
  hub.set('alarms', { a: alarm('a') })
  const { packets } = listen(hub)
  hub.set('alarms', { a: alarm('a') })
  hub.remove('alarms', ['b'])
  expect(packets).toHaveLength(1)
})

test('a snapshot stands still while the topic goes on', () => {
  const hub = createTopicHub()
  const { packets } = listen(hub)
  hub.set('alarms', { a: alarm('a') })
  expect(packets[0]).toMatchObject({ packet: 'snapshot', value: {} })
})

test('sends only what was subscribed to, and nothing after the end', () => {
  const hub = createTopicHub()
  const { packets, stop } = listen(hub)
  hub.set('record', { record: { seq: 1, anchoredSeq: 1, headCode: '' } })
  stop()
  hub.set('alarms', { a: alarm('a') })
  expect(packets).toHaveLength(1)
})

test('a gap is told apart: the delta does not fold', () => {
  const hub = createTopicHub()
  const { packets } = listen(hub)
  for (const id of ['a', 'b', 'c']) hub.set('alarms', { [id]: alarm(id) })
  const [snapshot, , second] = packets
  expect(foldTopic(foldTopic(undefined, snapshot!), second!)).toBeUndefined()
  expect(foldTopic(undefined, second!)).toBeUndefined()
})

test('a client that misses a delta subscribes again and ends with what the host holds', () => {
  const hub = createTopicHub()
  let lose = false
  let unsubscribe = (): void => undefined
  const subscribed: string[] = []
  const client = createHostClient(createManualClock(), (packet) => {
    if (packet.packet !== 'subscribe') return
    subscribed.push('again')
    unsubscribe()
    unsubscribe = hub.subscribe(packet.topics, (one) => void (lose || client.receive(one)))
  }, () => undefined)
  client.receive({ packet: 'ready', bootId: 'b', tookMs: 1 })
  hub.set('alarms', { a: alarm('a') })
  lose = true
  hub.set('alarms', { b: alarm('b') })
  lose = false
  hub.set('alarms', { c: alarm('c') })
  expect(subscribed).toHaveLength(2)
  expect(client.topic('alarms')).toEqual(hub.value('alarms'))
})
