// Which device the watchdog process opens: the very node that the console claimed and holds, and no other, on any account.
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { DeviceSighting } from '../../../native/kit/device-identity.ts'
import type { FromWatchdog, WatchdogTask } from '../../../native/transport/ptt-watchdog/messages.ts'
import { eventually } from '../../contract/eventually.ts'

const WATCHDOG = fileURLToPath(new URL('../../../native/transport/ptt-watchdog/child.ts', import.meta.url))
const PLAYED = fileURLToPath(new URL('../../support/played-hid.ts', import.meta.url))
const UNKEY = '0000000400'
/** No machine has so many. */
const NODE = '/dev/hidraw7777'
const CHIP: DeviceSighting = { bus: 'hid', path: NODE, vendorId: 0x0d8c, productId: 0x000c, topology: '1-1.4', usages: [], hasDescriptor: true }

let watchdog: ChildProcess | undefined
afterEach(() => void watchdog?.kill('SIGKILL'))

interface Heard {
  readonly words: FromWatchdog[]
  /** What it asked of node-hid. */
  readonly acts: string[]
  readonly ended: Promise<number | null>
}

function start(sighting: DeviceSighting): Heard {
  const task: WatchdogTask = { device: { kind: 'hid', sighting }, unkey: UNKEY }
  const child = fork(WATCHDOG, [JSON.stringify(task)], { execArgv: ['--import', PLAYED], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  watchdog = child
  const words: FromWatchdog[] = []
  const acts: string[] = []
  child.on('message', (message: FromWatchdog | { readonly played: string; readonly value: string }) => {
    if ('say' in message) words.push(message)
    else acts.push(`${message.played} ${message.value}`)
  })
  return { words, acts, ended: new Promise((resolve) => child.on('exit', resolve)) }
}

test('the node that was handed over is opened and un-keyed, and nothing is looked for', async () => {
  const { words, acts, ended } = start(CHIP)
  await eventually(() => words.length > 0)
  expect(words).toEqual([{ say: 'standing' }])
  watchdog?.send('arm')
  await eventually(() => words.some(({ say }) => say === 'cut'))
  expect(acts).toEqual([`opened ${NODE}`, `written ${NODE} ${UNKEY}`])
  watchdog?.send('end')
  expect(await ended).toBe(0)
})

test('a node that is no longer the device that was chosen is let go of, never written to, and told', async () => {
  const { words, acts, ended } = start({ ...CHIP, plugging: '0003:0D8C:000C.0001' })
  expect(await ended).toBe(0)
  expect(words).toMatchObject([{ say: 'failed', code: 'LINK_MISSING', detail: expect.stringContaining(NODE) }])
  expect(acts.filter((act) => act.startsWith('written') || act.startsWith('looked'))).toEqual([])
  expect(acts.slice(0, 2)).toEqual([`opened ${NODE}`, `closed ${NODE}`])
})
