// A latching key under the built shell: shell, host and watchdog are real processes, killed and stopped while a CM108 is keyed.
// Where no Node can run the watchdog the line is refused, and says why.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSimulatedCm108, type SimulatedCm108 } from '../../../native/cm108/index.ts'
import { createSimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { openPage, withShells, type ElectronStage } from '../../support/electron-stub/electron-stage.ts'
import type { PageDriver } from '../../support/electron-stub/page-driver.ts'
import { buildConsole, type BuiltConsole, type StubShell } from '../../support/electron-stub/stub-shell.ts'
import { editSite } from '../../support/site-edit.ts'

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 60_000 })

const UNKEYED_MS = 500
const AUDIO = { microphone: 'handmicrofoon', loudspeaker: 'set', recorded: false }

let built: BuiltConsole
beforeAll(async () => {
  built = await buildConsole()
})
afterAll(() => built.remove())

interface Bench extends ElectronStage {
  readonly chip: SimulatedCm108
}

async function withSet(from: BuiltConsole, use: (bench: Bench) => Promise<void>): Promise<void> {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const device = made.value
  try {
    await withShells(from, async (stage) => {
      await editSite(stage.site, [
        [['plan', 'automatic'], false],
        [['devices', 3], { id: 'usb-set', driver: 'keyed-radio', label: 'USB-set', transport: { kind: 'simulated', host: '127.0.0.1', port: device.port } }],
        [['plan', 'channels', 2], { id: 'usb-set', kind: 'keyed', label: 'USB-set', device: 'usb-set', audio: AUDIO }],
      ])
      await use({ ...stage, chip: createSimulatedCm108(device) })
    })
  } finally {
    await device.unplug()
  }
}

const phaseOf = (page: PageDriver): string | undefined => page.topic('ptt').ptt?.phase

async function talking({ start, world, chip }: Bench): Promise<{ readonly shell: StubShell; readonly page: PageDriver }> {
  const shell = await start()
  const page = await openPage(shell)
  await shell.until('the set is ready', () => page.topic('channels')['usb-set']?.readiness === 'ready' && page.topic('devices')['pedal']?.link === 'up')
  expect(await page.call('switch.to', { to: 'usb-set' })).toMatchObject({ ok: true })
  await shell.until('on the set', () => page.topic('switch').switch?.channel === 'usb-set' && page.topic('switch').switch?.confirmed === true)
  await new Promise((resolve) => setTimeout(resolve, 300))
  world.pedal.buttons.press('middle')
  await shell.until('it talks', () => phaseOf(page) === 'talking')
  expect(chip.isHigh(3)).toBe(true)
  return { shell, page }
}

async function msUntilLow(shell: StubShell, chip: SimulatedCm108, act: () => void): Promise<number> {
  const fromMs = performance.now()
  act()
  await shell.until('the pin is low', () => !chip.isHigh(3))
  return performance.now() - fromMs
}

describe('a set on a latching key, with a Node beside the shell', () => {
  it('is un-keyed within 500 ms when the shell is killed, which takes the host along and not the watchdog', () => withSet(built, async (bench) => {
    const { shell } = await talking(bench)
    expect(await msUntilLow(shell, bench.chip, () => shell.kill('SIGKILL'))).toBeLessThan(UNKEYED_MS)
    expect(await shell.ended).toBe('SIGKILL')
  }))

  it('is un-keyed within 500 ms when the host is killed, and the next host does not key it under a pedal that is still down', () => withSet(built, async (bench) => {
    const { shell, page } = await talking(bench)
    const host = await shell.order<number>('host-pid')
    let keyings = 0
    expect(await msUntilLow(shell, bench.chip, () => void process.kill(host, 'SIGKILL'))).toBeLessThan(UNKEYED_MS)
    bench.chip.onPins(() => (keyings += bench.chip.isHigh(3) ? 1 : 0))
    await shell.until('the next host', () => page.hostStates.filter((state) => state === 'running').length === 2)
    await page.connect()
    await shell.until('the set is ready again', () => page.pipes === 2 && page.topic('channels')['usb-set']?.readiness === 'ready')
    expect([keyings, bench.chip.isHigh(3)]).toEqual([0, false])
  }))

  it('is let go of by the pedal while the shell stands still: no press or release passes through it', () => withSet(built, async (bench) => {
    const { shell } = await talking(bench)
    shell.kill('SIGSTOP')
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(bench.chip.isHigh(3)).toBe(true)
      expect(await msUntilLow(shell, bench.chip, () => bench.world.pedal.buttons.release('middle'))).toBeLessThan(UNKEYED_MS)
    } finally {
      shell.kill('SIGCONT')
    }
  }))
})

describe('a set on a latching key, in a packaged Electron', () => {
  it('is not ready, says that nothing can stand guard over it, and is never keyed', async () => {
    const packaged = packagedAs(built)
    try {
      await withSet(packaged, async ({ start, chip }) => {
        let keyings = 0
        chip.onPins(() => (keyings += chip.isHigh(3) ? 1 : 0))
        const shell = await start({ env: { NODE_OPTIONS: `--import=${IN_ELECTRON}` } })
        const page = await openPage(shell)
        await shell.until('the set has failed', () => page.topic('channels')['usb-set']?.readiness === 'failed')
        expect(page.topic('channels')['usb-set']).toMatchObject({ cause: 'no-guard' })
        expect(page.topic('devices')['usb-set']).toMatchObject({ link: 'down', cause: 'LINK_UNGUARDED' })
        expect(keyings).toBe(0)
      })
    } finally {
      packaged.remove()
    }
  })
})

/** Makes a Node say that it is Electron. */
const IN_ELECTRON = `data:text/javascript,${encodeURIComponent(`Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.0.0' } })`)}`

/** The same console as electron-builder packs it: without the locked Node. */
function packagedAs({ folder }: BuiltConsole): BuiltConsole {
  const place = mkdtempSync(join(tmpdir(), 'achterwacht-packaged-'))
  for (const part of ['dist', 'resources']) cpSync(join(folder, part), join(place, part), { recursive: true })
  mkdirSync(join(place, 'node_modules'))
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !/^(?:\.|node-(?:linux|win)-)/.test(name))
  for (const name of packages) symlinkSync(join(folder, 'node_modules', name), join(place, 'node_modules', name))
  return { folder: place, remove: () => rmSync(place, { recursive: true, force: true }) }
}
