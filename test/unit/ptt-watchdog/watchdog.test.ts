// Where no guard can stand, none is pretended: the reason is a code of its own, and no process is started.
import { expect, test } from 'vitest'
import { createPttWatchdog } from '../../../native/transport/ptt-watchdog/watchdog.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const PACKAGED = { electron: '45.0.0', platform: 'linux', arch: 'x64', own: '/opt/Achterwacht/achterwacht', exists: () => false } as const
const NODE = { ...PACKAGED, electron: undefined, own: '/nowhere/node' } as const
const unkeyReport = Uint8Array.of(0, 0, 0, 4, 0)

test('a packaged Electron refuses with LINK_UNGUARDED before anything is handed over, and arms nothing', async () => {
  let asked = 0
  const guard = createPttWatchdog({ device: () => void (asked += 1), unkeyReport }, { clock: createManualClock(), around: PACKAGED })
  expect(await guard.start()).toMatchObject({ ok: false, error: { code: 'LINK_UNGUARDED' } })
  expect(await guard.arm()).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
  expect([asked, guard.pid]).toEqual([0, undefined])
})

test('a Node that does not start is LINK_UNGUARDED too, and names what failed', async () => {
  const guard = createPttWatchdog({ device: () => ({ kind: 'simulated', host: '127.0.0.1', port: 9 }), unkeyReport }, { clock: createManualClock(), around: NODE })
  expect(await guard.start()).toMatchObject({ ok: false, error: { code: 'LINK_UNGUARDED', detail: expect.stringContaining('/nowhere/node') } })
  await guard.stop()
})

test('nothing is guarded that the console itself does not hold', async () => {
  const guard = createPttWatchdog({ device: () => undefined, unkeyReport }, { clock: createManualClock(), around: { ...NODE, own: process.execPath } })
  expect(await guard.start()).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
  expect(guard.pid).toBeUndefined()
})
