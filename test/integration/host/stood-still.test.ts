// A host that stood still, as on a machine that swaps or sleeps: what was pressed meanwhile is not carried out when it wakes.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { PULSE_MS, STALE_CALL_MS } from '../../../electron/contract/link.ts'
import { goToDesk, reaches, withStage } from '../../support/console-stage.ts'

vi.setConfig({ testTimeout: 60_000 })

test('neither keys nor switches for presses that waited in its queue, and says so; a later press counts', async () => {
  await withStage({}, async ({ world, bare }) => {
    const host = bare()
    await reaches('ready', () => host.packets.some((packet) => packet.packet === 'ready'))
    await goToDesk(host)
    const replies = (): readonly unknown[] => host.packets.flatMap((packet) => (packet.packet === 'page' && packet.inner.packet === 'reply' ? [packet.inner] : []))
    const pulses = (): readonly number[] => host.packets.flatMap((packet) => (packet.packet === 'page' && packet.inner.packet === 'pulse' ? [packet.inner.utcMs] : []))
    const says = (inner: unknown): void => host.send({ packet: 'page', page: 'page-1', inner })
    const asks = (id: number, name: string, input: unknown): void => says({ packet: 'call', id, name, input, heardUtcMs: pulses().at(-1) })
    says({ packet: 'subscribe', topics: ['ptt'] })
    await reaches('a pulse', () => pulses().length > 0)
    let wasKeyed = false
    const watching = setInterval(() => { wasKeyed ||= world.desk.radio.transmitting !== undefined }, 2)

    process.kill(host.pid, 'SIGSTOP')
    try {
      await sleep(PULSE_MS)
      asks(1, 'ptt.press', { source: 'screen' })
      asks(2, 'switch.to', { to: 'rbs' })
      await sleep(STALE_CALL_MS + PULSE_MS)
    } finally {
      process.kill(host.pid, 'SIGCONT')
    }
    await reaches('both answered', () => replies().length === 2)
    expect(replies()).toMatchObject([1, 2].map((id) => ({ id, reply: { ok: false, error: { code: 'CALL_TIMEOUT' } } })))
    await sleep(PULSE_MS)
    expect(wasKeyed).toBe(false)
    expect(host.topic('switch').switch).toMatchObject({ channel: 'desk-radio', phase: 'settled' })

    clearInterval(watching)
    asks(3, 'ptt.press', { source: 'screen' })
    await reaches('the radio transmits', () => world.desk.radio.transmitting?.by === 'console')
    asks(4, 'ptt.release', { source: 'screen' })
    await reaches('it is off the air', () => world.desk.radio.transmitting === undefined)
  })
})
