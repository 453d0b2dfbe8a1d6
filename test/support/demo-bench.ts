// The demo panel on the real simulators, its clock moved by hand, and questions as a console's probes would ask them.
import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import { afterEach } from 'vitest'
import type { DemoAction, DemoView } from '../../electron/contract/demo.ts'
import { encodeSipOptions } from '../../electron/host/watch/probes/sip-message.ts'
import { systemRandom } from '../../native/transport/clock.ts'
import type { DemoDisk } from '../sim/demo-disk.ts'
import { createDemoPanel, type DemoPanel } from '../sim/demo-panel.ts'
import { startWorld, type World } from '../sim/world.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'

const LOOPBACK = '127.0.0.1'
/** On loopback an answer takes less than 1 ms, on a loaded machine some more; this much silence is no answer. */
const NO_ANSWER_MS = 300

export interface DemoBench {
  readonly clock: ManualClock
  readonly world: World
  readonly panel: DemoPanel
  readonly disk: DemoDisk
  readonly state: () => DemoView['state']
  readonly click: (...actions: DemoAction[]) => Promise<void>
}

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

function memoryDisk(): DemoDisk {
  let isFull = false
  return {
    folder: '',
    get isFull() { return isFull },
    fill: async () => { isFull = true },
    empty: async () => { isFull = false },
    close: async () => {},
  }
}

/** Taken down after each test. */
export async function startDemoBench(): Promise<DemoBench> {
  const clock = createManualClock()
  const world = await startWorld(clock, systemRandom)
  ends.push(() => world.stop())
  const disk = memoryDisk()
  const panel = createDemoPanel({ clock, world, disk })
  ends.push(() => panel.stop())
  const click = async (...actions: DemoAction[]): Promise<void> => {
    for (const action of actions) await panel.perform(action)
  }
  return { clock, world, panel, disk, state: () => panel.view.state, click }
}

export type SipAnswer = 'answers' | 'silent' | 'refuses'

/** Asks the RBS as a probe does; `meanwhile` runs when the question is on its way. */
export function askSip(port: number, meanwhile: () => Promise<void> = async () => {}): Promise<SipAnswer> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    let timer: NodeJS.Timeout | undefined
    const done = (answer: SipAnswer): void => {
      clearTimeout(timer)
      socket.removeAllListeners().on('error', () => {}).close()
      resolve(answer)
    }
    socket.on('message', () => done('answers')).on('error', () => done('refuses'))
    socket.connect(port, LOOPBACK, () => {
      const nonce = { branch: 'z9hG4bKdemo', callId: 'demo', fromTag: 'demo', sequence: 1 }
      socket.send(encodeSipOptions({ transport: 'udp', target: { host: LOOPBACK, port }, local: { host: LOOPBACK, port: 1 }, nonce }), () => {
        void meanwhile().then(() => { timer = setTimeout(() => done('silent'), NO_ANSWER_MS) })
      })
    })
  })
}

export const askPage = (port: number): Promise<number | 'silent'> =>
  fetch(`http://${LOOPBACK}:${port}/`, { signal: AbortSignal.timeout(NO_ANSWER_MS) }).then((response) => response.status, () => 'silent')

export const takesConnection = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, LOOPBACK, () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })

/** Another program takes this port. @returns what lets it go again */
export async function occupy(port: number): Promise<() => Promise<void>> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(port, LOOPBACK, resolve) })
  return () => new Promise((resolve) => { server.close(() => resolve()) })
}
