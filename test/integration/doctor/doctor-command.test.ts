// achterwacht doctor end to end: a radio on a real serial port, a pedal, no rights, a port that is taken, a running console.
import { chmodSync, chownSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'
import { startWorld, type World } from '../../sim/world.ts'
import { runCommand, type CommandOptions } from '../../support/command.ts'
import { isUp, reaches, withStage } from '../../support/console-stage.ts'
import { createPtyRadio, type PtyRadio } from '../../support/pty-radio.ts'
import { editSite } from '../../support/site-edit.ts'

const NOBODY = 65_534
/** How fast is the machine’s affair: it may be slow while others test too. */
const ANSWERED: unknown = expect.stringMatching(/^(?:ok|warning)$/)
/** The desk radio on a real serial port, which one test at a time can have. */
const onPty = (): Edits[number] => [['devices', 0, 'transport'], { kind: 'serial', path: desk.path, baud: 38_400 }]
const OWN_SSI = 1_600_417
let desk: PtyRadio

beforeAll(async () => {
  desk = await createPtyRadio({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: OWN_SSI }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })) })
}, 60_000)
afterAll(() => desk?.end())

type Edits = Parameters<typeof editSite>[1]

interface Check {
  readonly id: string
  readonly title: string
  readonly state: string
  readonly detail: string
  readonly cure: string
}
interface Report {
  readonly ok: boolean
  readonly checks: readonly Check[]
  readonly devices: readonly { readonly id?: string; readonly path: string; readonly state: string }[]
}

interface Scene {
  readonly world: World
  readonly folder: string
  readonly site: string
  doctor(argv?: readonly string[], options?: CommandOptions): Promise<{ readonly code: number | string; readonly report: Report; readonly out: string; readonly err: string; readonly of: (id: string) => Check | undefined }>
}

async function withScene(edits: Edits, use: (scene: Scene) => Promise<void>): Promise<void> {
  await withFolder('doctor', async (folder) => {
    const world = await startWorld(systemClock, systemRandom)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site)
    await editSite(site, edits)
    try {
      await use({
        world,
        folder,
        site,
        async doctor(argv = [], options = {}) {
          const { code, out, err } = await runCommand(['doctor', '--json', '--site', site, '--data', join(folder, 'data'), ...argv], options)
          const report = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Report
          return { code, report, out, err, of: (id) => report.checks.find((check) => check.id === id) }
        },
      })
    } finally {
      await world.stop()
    }
  })
}

const keyed = (): boolean => desk.radio.commands.some((command) => /^AT(?:D|\+CTXD|\+CTSP|\+CTGS=|E0|Z|H)/.test(command.text))

describe('doctor, on a serial port', () => {
  test('finds, opens, asks and times each device, and neither keys nor sets anything', async () => {
    await withScene([onPty()], async ({ doctor, world }) => {
      const before = desk.radio.selectedGroup
      const { code, report, out, err, of } = await doctor()
      expect([code, report.ok]).toEqual([0, true])
      expect(out.trim().split('\n')).toHaveLength(1)
      expect(of('device.desk-radio.found')).toMatchObject({ state: 'ok', detail: expect.stringContaining(realpathSync(desk.path)) })
      expect(of('device.desk-radio.open')).toMatchObject({ state: 'ok', detail: expect.stringMatching(/ in \d+ ms$/) })
      expect(of('device.desk-radio.answer')).toMatchObject({ state: ANSWERED, detail: expect.stringContaining('n = 20') })
      expect(of('device.desk-radio.about')?.detail).toContain('••••417')
      expect(of('device.desk-radio.group')).toMatchObject({ state: 'ok', detail: 'INC-1 (4037001)' })
      expect(of('device.desk-radio.timeout')).toMatchObject({ state: 'unknown', cure: expect.stringContaining('--key-test desk-radio') })
      expect(of('device.pedal.answer')).toMatchObject({ state: ANSWERED, detail: expect.stringContaining('n = 5') })
      expect(['rbs-sip', 'rbs-heartbeat', 'control-radio'].map((id) => of(`probe.${id}`)?.state)).toEqual(['ok', 'ok', 'ok'])
      expect(report.devices.map((one) => [one.id, one.state])).toEqual(['desk-radio', 'control-radio', 'pedal', 'panel'].map((id) => [id, ANSWERED]))
      expect(out + err).not.toContain(String(OWN_SSI))
      expect(keyed()).toBe(false)
      expect(desk.radio.selectedGroup).toBe(before)
      expect(world.control.radio.commands.some((command) => /=|^ATD|^ATE/.test(command.text))).toBe(false)
    })
  }, 60_000)

  test('says that another program has the port', async () => {
    await withScene([onPty()], async ({ doctor }) => {
      const port = createSerialPort({ path: desk.path, baud: 38_400 }, { clock: systemClock })
      expect(await port.open()).toMatchObject({ ok: true })
      try {
        const { code, of } = await doctor()
        expect(code).toBe(1)
        expect(of('device.desk-radio.open')).toMatchObject({ state: 'failed', detail: expect.stringContaining('in gebruik'), cure: expect.not.stringMatching(/^$/) })
      } finally {
        await port.close()
      }
    })
  }, 60_000)

  test.runIf(process.getuid?.() === 0)('tells a user without rights whose the port is and what opens it', async () => {
    await withScene([onPty()], async ({ doctor, folder }) => {
      chmodSync(folder, 0o755)
      chmodSync(join(desk.path, '..'), 0o755)
      mkdirSync(join(folder, 'data'))
      chownSync(join(folder, 'data'), NOBODY, NOBODY)
      const { code, of } = await doctor([], { uid: NOBODY })
      expect(code).toBe(1)
      expect(of('device.desk-radio.permission')).toMatchObject({ state: 'failed', detail: expect.stringContaining('root'), cure: expect.stringContaining('--install-rules') })
      expect(of('device.desk-radio.open')).toBeUndefined()
    })
  }, 60_000)

  test('keys nothing without a terminal, whatever it is asked and told', async () => {
    await withScene([onPty()], async ({ doctor }) => {
      const { of } = await doctor(['--key-test', 'desk-radio'], { input: '4037001\nZEND 4037001\n' })
      expect(of('device.desk-radio.timeout')).toMatchObject({ state: 'unknown', detail: expect.stringContaining('terminal') })
      expect(keyed()).toBe(false)
    })
  }, 60_000)
})

describe.concurrent('doctor', () => {
  test('asks a pedal nothing at a site that only looks', async () => {
    await withScene([[['mode'], 'observe']], async ({ doctor, world }) => {
      const written: Uint8Array[] = []
      world.pedal.wire.onWritten((report) => written.push(report))
      const { of, code } = await doctor()
      expect(code).toBe(0)
      expect(of('device.pedal.answer')).toMatchObject({ state: 'unknown' })
      expect(written).toEqual([])
    })
  }, 60_000)

  test('names a pedal on which something stands', async () => {
    await withScene([], async ({ doctor, world }) => {
      world.pedal.buttons.press('middle')
      expect((await doctor()).of('device.pedal.rest')).toMatchObject({ state: 'warning', detail: expect.stringContaining('middle') })
    })
  }, 60_000)

  test('fails for a device that the site requires and passes without one that it does not', async () => {
    const gone = { kind: 'serial', path: '/dev/serial/by-id/usb-nobody', baud: 9600 }
    await withScene([[['devices', 0, 'transport'], gone]], async ({ doctor }) => {
      const { code, report, of } = await doctor()
      expect([code, report.ok, of('device.desk-radio.found')?.state]).toEqual([1, false, 'failed'])
    })
    await withScene([[['devices', 0, 'transport'], gone], [['devices', 0, 'required'], false]], async ({ doctor }) => {
      const { code, report, of } = await doctor()
      expect([code, report.ok, of('device.desk-radio.found')?.state]).toEqual([0, true, 'failed'])
    })
  }, 60_000)

  test('says that a radio is silent, and that one is not on the network', async () => {
    await withScene([], async ({ doctor, world }) => {
      world.control.radio.setFault({ fault: 'deregistered', stat: 2 })
      world.desk.radio.setFault({ fault: 'silent' })
      const { code, of } = await doctor()
      expect(code).toBe(1)
      expect(of('device.desk-radio.answer')).toMatchObject({ state: 'failed', cure: expect.stringContaining('baudrate') })
      expect(of('device.desk-radio.group')).toBeUndefined()
      expect(of('device.control-radio.network')).toMatchObject({ state: 'failed' })
    })
  }, 60_000)

  test.runIf(process.getuid?.() === 0)('gives a user who may not install the rules the command of who may', async () => {
    await withScene([], async ({ doctor, folder }) => {
      chmodSync(folder, 0o755)
      const { err } = await doctor(['--install-rules'], { uid: NOBODY })
      expect(err).toMatch(/(?:sudo|pkexec) sh -c 'install -m 0644 ".*70-achterwacht\.rules" \/etc\/udev\/rules\.d\/70-achterwacht\.rules && udevadm control --reload/)
    })
  }, 60_000)

  test('speaks the language of the site file, and without one that of the system', async () => {
    await withScene([[['language'], 'en']], async ({ doctor }) => {
      expect((await doctor()).of('console')?.title).toBe('Console at this position')
    })
    const said = async (LANG: string): Promise<string> => (await runCommand(['doctor'], { environment: { LANG, LC_ALL: '', LC_MESSAGES: '' } })).err
    expect(await said('en_GB.UTF-8')).toContain('Console at this position')
    expect(await said('C.UTF-8')).toContain('Console op deze werkplek')
  }, 60_000)

  test('tells every mistake of a site file, and tests nothing by it', async () => {
    await withScene([], async ({ doctor, site }) => {
      writeFileSync(site, readFileSync(site, 'utf8').replace('driver: tetra-pei', 'driver: tetra-pie'))
      const { code, report, of } = await doctor()
      expect([code, report.ok, of('site')?.state]).toEqual([1, false, 'failed'])
      expect(of('site')?.detail).toContain('tetra-pie')
      expect(report.devices).toEqual([])
    })
  }, 60_000)

  test('opens no set that is keyed by its line, and says why', async () => {
    const analogue = { id: 'analogue', driver: 'keyed-radio', label: 'Analoge set', required: false, transport: { kind: 'serial', path: '/dev/null', keyBy: 'rts', carrier: { input: 'cts' } } }
    await withScene([[['devices', 4], analogue]], async ({ doctor }) => {
      const { of, report } = await doctor()
      expect(of('site'), report.checks[0]?.detail).toMatchObject({ state: 'ok' })
      expect(of('device.analogue.found')).toMatchObject({ state: 'ok' })
      expect(of('device.analogue.open')).toMatchObject({ state: 'unknown', detail: expect.stringContaining('zenden') })
    })
  }, 60_000)

  test('says that there is no such site file, and still tells of this computer', async () => {
    const { code, out } = await runCommand(['doctor', '--json', '--site', '/nowhere/site.yaml'])
    const report = JSON.parse(out) as Report
    expect([code, report.ok]).toEqual([1, false])
    expect(report.checks.find((check) => check.id === 'site')).toMatchObject({ state: 'failed', detail: expect.stringContaining('/nowhere/site.yaml') })
    expect(report.checks.some((check) => check.id === 'runtime.node')).toBe(true)
  }, 60_000)

  test('refuses a test of a device that the site file does not have', async () => {
    await withScene([], async ({ site, folder }) => {
      expect(await runCommand(['doctor', '--site', site, '--data', folder, '--key-test', 'lamp'])).toMatchObject({ code: 2 })
      expect(await runCommand(['doctor', '--lamp'])).toMatchObject({ code: 2, err: expect.stringContaining('usage: doctor') })
    })
  }, 60_000)
})

describe.concurrent('beside a running console', () => {
  test('doctor opens nothing, and tells what the console knows', async () => {
    await withStage({}, async (stage) => {
      const host = stage.bare()
      await reaches('devices up', () => isUp(host, 'desk-radio') && isUp(host, 'control-radio') && isUp(host, 'pedal'))
      await reaches('asked', () => stage.world.desk.radio.commands.length > 20)
      const connections = stage.world.pedal.wire.openings
      const { code, out } = await runCommand(['doctor', '--json', '--site', stage.site, '--data', stage.folder, '--key-test', 'desk-radio'])
      const report = JSON.parse(out) as Report
      const of = (id: string): Check | undefined => report.checks.find((check) => check.id === id)
      expect(code).toBe(0)
      expect(of('console')).toMatchObject({ state: 'ok', detail: expect.stringContaining(String(host.pid)) })
      expect(of('device.desk-radio.link')).toMatchObject({ state: 'ok' })
      expect(of('device.desk-radio.answer')).toMatchObject({ state: ANSWERED, detail: expect.stringMatching(/n = \d+/) })
      expect(of('device.desk-radio.about')).toMatchObject({ state: 'ok', detail: expect.stringMatching(/MOTOROLA.*ISSI •+001/) })
      expect(of('device.desk-radio.network')).toMatchObject({ state: 'ok' })
      expect(of('device.desk-radio.group')).toMatchObject({ state: 'ok' })
      expect(of('device.desk-radio.open')).toBeUndefined()
      expect(of('device.desk-radio.timeout')).toMatchObject({ state: 'unknown', detail: expect.stringContaining('draait een console') })
      expect(stage.world.pedal.wire.openings).toBe(connections)
      expect(isUp(host, 'desk-radio')).toBe(true)

      await stage.world.pedal.wire.unplug()
      await reaches('the host has noticed', () => !isUp(host, 'pedal'))
      const after = await runCommand(['doctor', '--json', '--site', stage.site, '--data', stage.folder])
      expect(after.code).toBe(1)
      expect((JSON.parse(after.out) as Report).checks.find((check) => check.id === 'device.pedal.link')).toMatchObject({ state: 'failed' })
    })
  }, 60_000)

  test.runIf(process.getuid?.() === 0)('doctor of another user says that it cannot ask, and disturbs nothing', async () => {
    await withStage({}, async (stage) => {
      const host = stage.bare()
      await reaches('devices up', () => isUp(host, 'desk-radio') && isUp(host, 'pedal'))
      chmodSync(stage.folder, 0o755)
      chmodSync(join(stage.folder, 'ledger'), 0o755)
      const { out } = await runCommand(['doctor', '--json', '--site', stage.site, '--data', stage.folder], { uid: NOBODY })
      const report = JSON.parse(out) as Report
      expect(report.checks.find((check) => check.id === 'console')).toMatchObject({ state: 'unknown', cure: expect.not.stringMatching(/^$/) })
      expect(report.checks.find((check) => check.id === 'device.desk-radio.link')).toMatchObject({ state: 'unknown' })
      expect(report.checks.some((check) => check.id === 'device.desk-radio.open')).toBe(false)
      expect(isUp(host, 'desk-radio')).toBe(true)
    })
  }, 60_000)
})
