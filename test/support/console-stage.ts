// The demo world with a console on it, for tests of trouble: started as wanted, taken down whatever happens.
import { join } from 'node:path'
import { expect } from 'vitest'
import { startSession, withFolder, type ConsoleSession, type SessionOptions } from '../../electron/cli/console-session.ts'
import type { AlarmView } from '../../electron/contract/topics.ts'
import { verifyLedger, type VerifyReport } from '../../electron/host/ledger/verify-ledger.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { eventually } from '../contract/eventually.ts'
import { startWorld, type World } from '../sim/world.ts'
import { startHostProcess, type HostProcess, type HostProcessOptions } from './host-process.ts'
import { editSite } from './site-edit.ts'

/** Short, but in the order of the real ones. */
export const SHORT = { goodMs: 600, holdMs: 900, countdownMs: 300, settleMs: 200, silenceUnknownMs: 1500, silenceDownMs: 2500 }
/** The machine is shared: an end for waiting, not a promise. */
export const PATIENCE_MS = 20_000
export const DESK = 'desk-radio'
export const GROUP = '4037001'

export interface StageOptions {
  readonly settings?: Readonly<Record<string, number>>
  readonly edits?: Parameters<typeof editSite>[1]
  /** Which world; absent: the demo's. */
  readonly of?: Parameters<typeof startWorld>[2]
}

/** Whatever shows topics and takes calls. */
export type Console = Pick<ConsoleSession, 'topic' | 'client'>

export interface Stage {
  readonly world: World
  readonly folder: string
  readonly site: string
  /** Supervised, as a shell runs it. */
  supervised(options?: Pick<SessionOptions, 'onState'>): ConsoleSession
  bare(options?: Pick<HostProcessOptions, 'uid' | 'onPrint'>): HostProcess
  /** Called before the world ends, last one first. */
  finally(end: () => Promise<unknown>): void
  verify(): VerifyReport
}

export async function withStage({ settings = {}, edits = [], of }: StageOptions, use: (stage: Stage) => Promise<void>): Promise<void> {
  await withFolder('trouble', async (folder) => {
    const world = await startWorld(systemClock, systemRandom, of)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, { ...SHORT, ...settings })
    await editSite(site, edits)
    const ends: (() => Promise<unknown>)[] = []
    const started = <T extends { stop(): Promise<void> }>(one: T): T => {
      ends.push(() => one.stop())
      return one
    }
    try {
      await use({
        world,
        folder,
        site,
        supervised: (options = {}) => started(startSession({ clock: systemClock, site, data: folder, ...options })),
        bare: (options = {}) => started(startHostProcess({ site, data: folder, ...options })),
        finally: (end) => void ends.push(end),
        verify: () => verifyLedger(join(folder, 'ledger'), []),
      })
    } finally {
      for (const end of ends.toReversed()) await end()
      await world.stop()
    }
  })
}

export const reaches = (what: string, holds: () => boolean, limitMs = PATIENCE_MS): Promise<void> => eventually(holds, limitMs, what)

export const alarmsOf = ({ topic }: Console): readonly AlarmView[] => Object.values(topic('alarms'))
export const phaseOf = ({ topic }: Console): string | undefined => topic('ptt').ptt?.phase
export const channelOf = ({ topic }: Console): string | undefined => topic('switch').switch?.channel
export const readinessOf = ({ topic }: Console, channel = DESK): string | undefined => topic('channels')[channel]?.readiness
export const isUp = ({ topic }: Console, device: string): boolean => topic('devices')[device]?.link === 'up'
export const rbsOf = ({ topic }: Console): string | undefined => topic('services')['rbs']?.now

/** RBS and control radio answer, the pedal is there: everything but the desk radio. */
export const restWorks = (console: Console): Promise<void> =>
  reaches('RBS, control radio and pedal work', () => rbsOf(console) === 'ok' && isUp(console, 'control-radio') && isUp(console, 'pedal'))

export async function goToDesk(console: Console): Promise<void> {
  await reaches('desk radio proven, pedal there', () => readinessOf(console) === 'ready' && isUp(console, 'pedal'))
  expect(await console.client.call('switch.to', { to: DESK })).toMatchObject({ ok: true })
  await reaches('on the desk radio', () => channelOf(console) === DESK && console.topic('switch').switch?.confirmed === true)
}

export async function talk(console: Console, world: World): Promise<void> {
  world.pedal.buttons.press('middle')
  await reaches('on the air', () => phaseOf(console) === 'talking' && world.desk.radio.transmitting?.by === 'console')
}

export const noteMade = async (console: Console, text: string): Promise<void> =>
  void expect(await console.client.call('note.add', { text })).toMatchObject({ ok: true })
