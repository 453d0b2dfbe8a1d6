// Two desks and one radio of the room over real connections: the terminal server lets one in, whatever it says to the other.
import { expect, test } from 'vitest'
import { LeasedRadio } from '../../../electron/host/devices/leased-radio.ts'
import { createFallback, type Fallback } from '../../../electron/host/fallback/fallback.ts'
import type { RadioChannel } from '../../../electron/host/fallback/radio-channel.ts'
import { createSharedChannel } from '../../../electron/host/fallback/shared-channel.ts'
import type { SwitchReport } from '../../../electron/host/fallback/types.ts'
import { RADIO_DRIVERS, type RadioOptions } from '../../../native/registry.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createTcpSerial } from '../../../native/transport/tcp-serial.ts'
import { eventually } from '../../contract/eventually.ts'
import { startRadioServer, type LineRule, type RadioServer } from '../../sim/radio-server.ts'
import { createMemory } from '../../support/radio-bench.ts'

const SETTINGS = {
  confirmMs: 1000, settleMs: 100, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000, hardTimeoutMs: 120_000,
}
const GROUP = '4037001'
interface Desk {
  readonly fallback: Fallback
  readonly reports: SwitchReport[]
  readonly room: RadioChannel
  stop(): Promise<void>
}

function desk(server: RadioServer, own: RadioServer): Desk {
  const reports: SwitchReport[] = []
  const shared = (id: string, port: number): { driver: LeasedRadio; channel: RadioChannel } => {
    let knock = (): void => undefined
    const open = (as: Partial<RadioOptions>) => RADIO_DRIVERS['tetra-pei']({
      clock: systemClock, transport: createTcpSerial({ host: '127.0.0.1', port }, { clock: systemClock }), access: 'full', memory: createMemory(), floor: { grantMs: 5000, queueMs: 10_000 }, ...as,
    })
    const driver = new LeasedRadio({ clock: systemClock, access: 'full', look: open({ extent: 'look' }), use: open({ extent: 'speech', arrivals: { onArrived: (listener) => { knock = listener; return () => undefined } } }), knock: () => knock(), owesHangUp: () => false })
    const channel = createSharedChannel({
      id, driver, lease: driver.lease, groups: [GROUP], verifyEveryMs: 20_000, clock: systemClock, random: { fraction: () => 0.5 }, confirmMs: SETTINGS.confirmMs,
      onChange: () => fallback.refresh(), onVerified: () => undefined,
    })
    return { driver, channel }
  }
  const [room, spare] = [shared('room', server.port), shared('spare', own.port)]
  const fallback: Fallback = createFallback({
    clock: systemClock,
    plan: { channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'room', kind: 'tetra' }, { id: 'spare', kind: 'tetra' }], groups: [GROUP], mode: 'act', automatic: false },
    settings: SETTINGS, manned: true, channels: [room.channel, spare.channel], audioUndeclared: new Set(), releaseEverything: () => undefined,
    onReport: (report) => void reports.push(report), onChange: () => undefined,
  })
  for (const { driver, channel } of [room, spare]) {
    driver.start()
    channel.verifyNow()
  }
  return { fallback, reports, room: room.channel, stop: async () => {
    fallback.stop()
    await Promise.all([room.driver.stop(), spare.driver.stop()])
  } }
}
const radio = (rule?: LineRule): Promise<RadioServer> =>
  startRadioServer({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [{ gssi: 4_037_001, name: 'INC-1' }] }, 0, rule)
const isReady = (one: Desk): boolean => Object.values(one.fallback.readiness).filter(({ state }) => state === 'ready').length >= 2

test.concurrent.each<LineRule>(['refuse', 'words'])('of two desks that press in the same moment one gets the radio (second one: %s), the other its next channel, and back again', async (rule) => {
  const servers = await Promise.all([radio(rule), radio(), radio()])
  const [server, own, other] = servers
  const both = [desk(server, own), desk(server, other)] as const
  try {
    await eventually(() => {
      for (const one of both) if (!isReady(one)) one.room.verifyNow()
      return both.every(isReady)
    }, 8000, 'both are ready')
    const fromMs = systemClock.monotonicMs()
    for (const one of both) one.fallback.press({ event: 'switch-pressed', to: 'room' })
    const on = (): string => both.map(({ fallback }) => fallback.state.active.channel).toSorted().join(' ')
    await eventually(() => on() === 'room spare', 4000, 'one each')
    expect(systemClock.monotonicMs() - fromMs).toBeLessThan(2 * SETTINGS.confirmMs + 500)
    const [first, second] = both
    const [lucky, unlucky] = first.fallback.state.active.channel === 'room' ? [first, second] : [second, first]
    expect(unlucky.reports).toContainEqual({ report: 'not-confirmed', channel: 'room', cause: 'LINK_BUSY' })
    expect(unlucky.fallback.readiness['room']).toEqual({ state: 'failed', cause: 'in-use' })
    await new Promise((resolve) => setTimeout(resolve, SETTINGS.settleMs))
    lucky.fallback.press({ event: 'return-pressed' })
    await eventually(() => {
      unlucky.room.verifyNow()
      return unlucky.fallback.readiness['room']?.state === 'ready'
    }, 6000, 'free again')
  } finally {
    await Promise.all(both.map((one) => one.stop()))
    await Promise.all(servers.map((one) => one.stop()))
  }
}, 30_000)
