// Keyed sets under the real host process: over a terminal server and over a USB interface; killed and frozen while they talk.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { createSimulatedCm108, type SimulatedCm108 } from '../../../native/cm108/index.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { createSimulatedTerminalServer, type SimulatedTerminalServer } from '../../../native/transport/rfc2217/simulated-server.ts'
import { createSimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { eventually } from '../../contract/eventually.ts'
import { startHostProcess, type HostProcess } from '../../support/host-process.ts'
import { editSite } from '../../support/site-edit.ts'
import { startWorld, type World } from '../../sim/world.ts'

const COS = { byte: 0, bit: 1, activeLow: true } as const
const AUDIO = { microphone: 'handmicrofoon', loudspeaker: 'set', recorded: false }
const READY_MS = 15_000
const UNKEYED_MS = 500

interface Bench {
  readonly world: World
  readonly server: SimulatedTerminalServer
  readonly chip: SimulatedCm108
  readonly start: () => HostProcess
  readonly host: () => HostProcess
}

function must<T>(made: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly detail: string } }): T {
  if (!made.ok) throw new Error(made.error.detail)
  return made.value
}

async function withBench(run: (bench: Bench) => Promise<void>): Promise<void> {
  await withFolder('keyed', async (folder) => {
    const world = await startWorld(systemClock, systemRandom)
    const server = must(await createSimulatedTerminalServer({ port: 0 }))
    const device = must(await createSimulatedHidServer({ port: 0 }))
    const chip = createSimulatedCm108(device)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site, { settleMs: 200 })
    await editSite(site, [
      [['plan', 'automatic'], false],
      [['devices', 3], { id: 'set', driver: 'keyed-radio', label: 'Portoset', transport: { kind: 'rfc2217', host: '127.0.0.1', port: server.port, keyBy: 'rts-not-dtr', carrier: { input: 'dcd' } } }],
      [['devices', 4], { id: 'usb-set', driver: 'keyed-radio', label: 'USB-set', transport: { kind: 'simulated', host: '127.0.0.1', port: device.port, carrier: COS } }],
      [['plan', 'channels', 2], { id: 'set', kind: 'keyed', label: 'Portoset', device: 'set', group: '4037002', audio: AUDIO }],
      [['plan', 'channels', 3], { id: 'usb-set', kind: 'keyed', label: 'USB-set', device: 'usb-set', audio: AUDIO }],
    ])
    const hosts: HostProcess[] = []
    const start = (): HostProcess => {
      const host = startHostProcess({ site, data: folder })
      hosts.push(host)
      return host
    }
    start()
    try {
      await run({ world, server, chip, start, host: () => hosts.at(-1)! })
    } finally {
      await Promise.all(hosts.filter((host) => host.ended === undefined).map((host) => host.stop()))
      await Promise.all([world.stop(), server.cut(), device.unplug()])
    }
  })
}

const channel = (host: HostProcess, id: string) => host.topic('channels')[id]
const talks = (host: HostProcess): boolean => host.topic('ptt').ptt?.phase === 'talking'

/** Switches to the channel and holds the pedal down until the host says that it talks. */
async function talk({ world, host }: Bench, id: string): Promise<void> {
  await eventually(() => channel(host(), id)?.readiness === 'ready', READY_MS, `${id} ready`)
  await eventually(() => host().topic('devices')['pedal']?.link === 'up', READY_MS)
  expect(await host().client.call('switch.to', { to: id })).toMatchObject({ ok: true })
  await eventually(() => host().topic('switch').switch?.channel === id && host().topic('switch').switch?.confirmed === true, READY_MS)
  await new Promise((resolve) => setTimeout(resolve, 300))
  world.pedal.buttons.press('middle')
  await eventually(() => talks(host()), READY_MS, `${id} talks`)
}

async function within(limitMs: number, holds: () => boolean, act: () => void): Promise<void> {
  const from = performance.now()
  act()
  await eventually(holds, 5_000)
  expect(performance.now() - from).toBeLessThan(limitMs)
}

describe.concurrent('a keyed set behind a terminal server', () => {
  test('is keyed by the pedal, and by nothing when its host is killed; the next start un-keys before all else', () => withBench(async (bench) => {
    const { server, world, host } = bench
    await talk(bench, 'set')
    expect(server.outputs).toEqual({ rts: true, dtr: false })
    expect(host().topic('switch').switch).toMatchObject({ channel: 'set', group: '4037002' })
    await within(UNKEYED_MS, () => !server.outputs.rts, () => host().kill('SIGKILL'))
    const moves: object[] = []
    server.onOutputs((outputs) => moves.push(outputs))
    bench.start()
    await eventually(() => channel(host(), 'set')?.readiness === 'ready' && host().topic('switch').switch?.confirmed === true, READY_MS)
    const kinds = Object.values(host().topic('timeline')).map((entry) => entry.kind)
    expect(kinds).toEqual(expect.arrayContaining(['radio.may-transmit', 'radio.hung-up']))
    // The pedal is still down: it must come up and be pressed anew.
    expect(moves).not.toContainEqual({ rts: true, dtr: false })
    world.pedal.buttons.release('middle')
    world.pedal.buttons.press('middle')
    await eventually(() => talks(host()))
    world.pedal.buttons.release('middle')
    await eventually(() => !server.outputs.rts)
  }), 60_000)

  test('whose network breaks while it talks is alarmed, and un-keyed when it is back', () => withBench(async (bench) => {
    const { server, host } = bench
    await talk(bench, 'set')
    await server.cut()
    await eventually(() => host().topic('alarms')['radio:set:may-transmit'] !== undefined)
    expect(host().topic('ptt').ptt).toMatchObject({ phase: 'refused', cause: 'link-lost' })
    await server.mend()
    await eventually(() => host().topic('alarms')['radio:set:may-transmit'] === undefined, READY_MS)
    expect(server.outputs).toEqual({ rts: false, dtr: true })
  }), 60_000)
})

describe.concurrent('a keyed set on a CM108', () => {
  test('is un-keyed within 500 ms when its host is killed', () => withBench(async (bench) => {
    const { chip, host } = bench
    chip.setInput(COS, false)
    await eventually(() => channel(host(), 'usb-set')?.readiness !== undefined, READY_MS)
    // The chip tells its carrier only when it changes: said until the host has heard it.
    const telling = setInterval(() => chip.setInput(COS, false), 200)
    await talk(bench, 'usb-set').finally(() => clearInterval(telling))
    expect(chip.isHigh(3)).toBe(true)
    await within(UNKEYED_MS, () => !chip.isHigh(3), () => host().kill('SIGKILL'))
  }), 60_000)

  test('is un-keyed within 500 ms when its host freezes, and comes back un-keyed and ready', () => withBench(async (bench) => {
    const { chip, host, world } = bench
    const telling = setInterval(() => chip.setInput(COS, false), 200)
    try {
      await talk(bench, 'usb-set')
      await within(UNKEYED_MS, () => !chip.isHigh(3), () => host().kill('SIGSTOP'))
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      host().kill('SIGCONT')
      await eventually(() => host().topic('ptt').ptt?.phase === 'refused', READY_MS)
      expect(chip.isHigh(3)).toBe(false)
      world.pedal.buttons.release('middle')
      await eventually(() => channel(host(), 'usb-set')?.readiness === 'ready' && host().topic('switch').switch?.confirmed === true, READY_MS)
      world.pedal.buttons.press('middle')
      await eventually(() => chip.isHigh(3), READY_MS)
      world.pedal.buttons.release('middle')
      await eventually(() => !chip.isHigh(3))
    } finally {
      host().kill('SIGCONT')
      clearInterval(telling)
    }
  }), 60_000)
})
