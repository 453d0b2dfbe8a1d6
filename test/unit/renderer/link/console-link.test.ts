// The page's link on pipes that a test plays: what is asked anew, what is dropped, what is never believed.
import { describe, expect, it } from 'vitest'
import type { FromPage, ToPage } from '../../../../electron/contract/shell.ts'
import { createConsoleLink } from '../../../../renderer/link/console-link.ts'
import { LOST_MS } from '../../../../renderer/link/link-machine.ts'
import type { PipeEvents } from '../../../../renderer/link/pipe.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

interface PlayedPipe {
  readonly events: PipeEvents
  readonly sent: FromPage[]
  closed: boolean
}

function stage() {
  const clock = createManualClock()
  const pipes: PlayedPipe[] = []
  const link = createConsoleLink({
    clock,
    openPipe: (events) => {
      const pipe: PlayedPipe = { events, sent: [], closed: false }
      pipes.push(pipe)
      return { send: (packet) => void pipe.sent.push(packet), close: () => { pipe.closed = true; events.onClosed() } }
    },
  })
  link.start()
  const last = (): PlayedPipe => pipes.at(-1)!
  const says = (packet: ToPage): void => last().events.onPacket(packet)
  const pulse = (): void => says({ packet: 'pulse', utcMs: clock.utcMs() })
  const connect = (): void => {
    last().events.onOpened()
    pulse()
    says({ packet: 'snapshot', topic: 'record', seq: 5, value: { record: { seq: 1, anchoredSeq: 1, headCode: 'A' } } })
  }
  return { clock, link, pipes, last, says, pulse, connect }
}
const subscriptions = (pipe: PlayedPipe): number => pipe.sent.filter((packet) => packet.packet === 'subscribe').length

describe('the link', () => {
  it('subscribes to every topic when its pipe opens, and is live at the first pulse', () => {
    const { link, last, pulse } = stage()
    expect(link.view).toMatchObject({ link: 'connecting' })
    last().events.onOpened()
    expect(last().sent).toMatchObject([{ packet: 'subscribe' }])
    pulse()
    expect(link.view).toEqual({ link: 'live' })
  })

  it('asks for everything anew at a gap, and never shows a part of what it missed', () => {
    const { link, last, says, connect } = stage()
    connect()
    says({ packet: 'delta', topic: 'record', seq: 7, set: { record: { seq: 9, anchoredSeq: 9, headCode: 'B' } }, remove: [] })
    expect(link.topic('record').record?.seq).toBe(1)
    expect(subscriptions(last())).toBe(2)
  })

  it('asks once, however many deltas of what it has dropped are still under way, and again at a gap after the answer', () => {
    const { clock, link, last, says, connect } = stage()
    connect()
    clock.advance(LOST_MS)
    expect(link.view).toMatchObject({ link: 'lost' })
    const before = subscriptions(last())
    const delta = (seq: number): void => says({ packet: 'delta', topic: 'record', seq, set: { record: { seq, anchoredSeq: seq, headCode: 'B' } }, remove: [] })
    for (let seq = 6; seq < 46; seq++) delta(seq)
    expect(subscriptions(last()) - before).toBe(1)
    says({ packet: 'snapshot', topic: 'record', seq: 50, value: { record: { seq: 50, anchoredSeq: 50, headCode: 'C' } } })
    delta(52)
    expect(subscriptions(last()) - before).toBe(2)
  })

  it('asks anew of a host that is back, also when the one before never answered', () => {
    const { last, says, connect } = stage()
    connect()
    const gap = (): void => says({ packet: 'delta', topic: 'record', seq: 7, set: {}, remove: [] })
    gap()
    says({ packet: 'host-state', state: { host: 'died', againInMs: 250 } })
    says({ packet: 'host-state', state: { host: 'running' } })
    const before = subscriptions(last())
    gap()
    expect(subscriptions(last()) - before).toBeLessThanOrEqual(1)
    expect(before).toBeGreaterThan(2)
  })

  it('keeps one object for a topic as long as nothing in it changes', () => {
    const { link, connect, pulse } = stage()
    expect(link.topic('alarms')).toBe(link.topic('faults'))
    connect()
    const before = link.topic('record')
    pulse()
    expect(link.topic('record')).toBe(before)
  })

  it('drops what it holds and refuses calls at once when the host is gone', async () => {
    const { link, says, connect } = stage()
    connect()
    const asked = link.call('switch.to', {})
    says({ packet: 'host-state', state: { host: 'died', againInMs: 250 } })
    expect(await asked).toMatchObject({ ok: false, error: { code: 'CALL_HOST_GONE' } })
    expect(link.topic('record')).toEqual({})
    expect(await link.call('switch.to', {})).toMatchObject({ ok: false, error: { code: 'CALL_HOST_GONE' } })
  })

  it('is live again, with everything asked anew, when the host is back on the same pipe', () => {
    const { link, last, says, pulse, connect } = stage()
    connect()
    says({ packet: 'host-state', state: { host: 'died', againInMs: 250 } })
    const before = subscriptions(last())
    says({ packet: 'host-state', state: { host: 'running' } })
    expect(subscriptions(last())).toBeGreaterThan(before)
    pulse()
    expect(link.view).toEqual({ link: 'live' })
  })

  it('opens a new pipe when the old one closes, and hears nothing more of the old one', () => {
    const { clock, link, pipes, connect } = stage()
    connect()
    const [old] = pipes
    old!.events.onClosed()
    expect(link.view).toMatchObject({ link: 'lost', cause: 'pipe' })
    clock.advance(0)
    expect(pipes).toHaveLength(2)
    old!.events.onPacket({ packet: 'pulse', utcMs: clock.utcMs() })
    expect(link.view).toMatchObject({ link: 'lost' })
    connect()
    expect(link.view).toEqual({ link: 'live' })
  })

  it('gives up on a pipe that does not open and tries again', () => {
    const { clock, pipes } = stage()
    clock.advance(4100)
    expect(pipes[0]!.closed).toBe(true)
    clock.advance(1000)
    expect(pipes.length).toBeGreaterThan(1)
  })

  it('says lost when the host stands still although its pipe is open', () => {
    const { clock, link, connect } = stage()
    connect()
    clock.advance(LOST_MS)
    expect(link.view).toMatchObject({ link: 'lost', cause: 'silent' })
    expect(link.topic('record')).toEqual({})
  })

  it('lets go of the transmit key although the host stands still: there it is still down', async () => {
    const { clock, link, last, connect } = stage()
    connect()
    clock.advance(LOST_MS)
    void link.call('ptt.release', { source: 'screen' })
    expect(last().sent.at(-1)).toMatchObject({ packet: 'call', name: 'ptt.release' })
    expect(await link.call('ptt.press', { source: 'screen' })).toMatchObject({ ok: false, error: { code: 'CALL_HOST_GONE' } })
  })

  it('says with each call how old the picture was that it answers', () => {
    const { clock, link, last, connect } = stage()
    void link.call('switch.to', {})
    expect(last().sent.at(-1)).not.toHaveProperty('heardUtcMs')
    connect()
    const heardUtcMs = clock.utcMs()
    clock.advance(400)
    void link.call('switch.to', {})
    expect(last().sent.at(-1)).toMatchObject({ name: 'switch.to', heardUtcMs })
  })

  it('goes by the clock of the host', () => {
    const { clock, link, last, says } = stage()
    last().events.onOpened()
    says({ packet: 'pulse', utcMs: clock.utcMs() + 3000 })
    expect(link.utcOffsetMs).toBe(3000)
  })

  it('hears preferences, shell and demo before it has a pipe in hand', () => {
    const clock = createManualClock()
    const link = createConsoleLink({
      clock,
      openPipe: (events) => {
        events.onPacket({ packet: 'shell', shell: { shell: 'electron', docked: true, globalKeys: {}, keysRefused: {} } })
        events.onOpened()
        return { send: () => {}, close: () => {} }
      },
    })
    link.start()
    expect(link.shell?.shell).toBe('electron')
  })
})
