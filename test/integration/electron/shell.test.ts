// The built shell on the stub of Electron, with the real built host on the demo's simulators: pipes, restarts, keys, demo.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DESK } from '../../support/console-stage.ts'
import { channelOf, deskIsReady, loaded, openPage, withShells } from '../../support/electron-stub/electron-stage.ts'
import { drivePage } from '../../support/electron-stub/page-driver.ts'
import { buildConsole, type BuiltConsole } from '../../support/electron-stub/stub-shell.ts'

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 60_000 })

let built: BuiltConsole
beforeAll(async () => {
  built = await buildConsole()
})
afterAll(() => built.remove())

describe.concurrent('the pipe of a page', () => {
  it('leads straight to the host, one for each window: topics come, calls are answered and recorded', async () => {
    await withShells(built, async ({ start, verify, folder }) => {
      // A store that guards nothing: the host is not told of one, and its key stays in a file.
      const shell = await start({ env: { ELECTRON_STUB_VAULT: 'basic_text' } })
      const strip = await openPage(shell, 'strip')
      const main = await openPage(shell, 'main')
      await shell.until('both hear the real host', () => strip.topic('site').site?.simulated === true && deskIsReady(strip) && deskIsReady(main))
      expect(await main.call('note.add', { text: 'gezien' })).toMatchObject({ ok: true, value: { seq: expect.any(Number) } })
      expect(await strip.call('switch.to', { to: DESK })).toMatchObject({ ok: true })
      await shell.until('both on the desk radio', () => channelOf(strip) === DESK && channelOf(main) === DESK)
      expect(strip.hostStates.at(-1)).toBe('running')
      // Nothing of it passes through the shell: to the host it only ever sent its own subscription and the ports.
      const sent = shell.calls('utilityProcess.postMessage').map(([packet]) => packet as { readonly packet: string })
      expect([...new Set(sent.map(({ packet }) => packet))].sort()).toEqual(['page-port', 'subscribe'])
      expect(sent.filter(({ packet }) => packet === 'page-port')).toEqual([{ packet: 'page-port', page: 'strip' }, { packet: 'page-port', page: 'main' }])
      expect(sent.find(({ packet }) => packet === 'subscribe')).toEqual({ packet: 'subscribe', topics: ['switch', 'channels', 'alarms'] })
      expect(shell.calls('utilityProcess.fork')[0]?.[1]).not.toContain('--vault')
      expect(readdirSync(join(folder, 'keys'))).toEqual(['ledger-key.pem'])
      expect(shell.calls('utilityProcess.fork')[0]?.[2]).toMatchObject({ execArgv: ['--max-semi-space-size=1', '--optimize-for-size'] })
      await shell.stop()
      expect(verify().findings).toEqual([])
    })
  })

  it('closes when the host is killed; the page is told, and asks for a new one that leads to the new host', async () => {
    await withShells(built, async ({ start }) => {
      const shell = await start()
      const page = await openPage(shell)
      await shell.until('topics', () => page.topic('site').site !== undefined)
      const first = await shell.order<number>('host-pid')
      process.kill(first, 'SIGKILL')
      await shell.until('its pipe closed', () => page.closedPipes.includes(1))
      // Asked twice before there is a host to lead to: one pipe comes of it.
      await page.connect()
      await page.connect()
      await shell.until('a new pipe', () => page.pipes === 2)
      await shell.until('topics of the new host', () => page.topic('site').site !== undefined && page.topic('record').record !== undefined)
      expect(await page.call('note.add', { text: 'weer terug' })).toMatchObject({ ok: true })
      expect(page.pipes).toBe(2)
      expect(await shell.order<number>('host-pid')).not.toBe(first)
      expect(page.hostStates.slice(-3)).toEqual(['died', 'starting', 'running'])
      expect(page.told).toContainEqual({ packet: 'host-state', state: { host: 'died', againInMs: 0 } })
      // A second death within a minute waits longer: something is wrong that a restart alone does not mend.
      process.kill(await shell.order<number>('host-pid'), 'SIGKILL')
      await shell.until('the second death told', () => page.told.some((packet) => packet.packet === 'host-state' && packet.state.host === 'died' && packet.state.againInMs === 250))
    })
  })
})

describe.concurrent('a host that cannot run', () => {
  it('is shown with what is wrong, not tried again, and not left behind', async () => {
    await withShells(built, async ({ start, folder }) => {
      const site = join(folder, 'broken.yaml')
      writeFileSync(site, 'site: 12\n')
      const shell = await start({ args: ['--site', site, '--data', join(folder, 'data')] })
      await loaded(shell)
      const page = drivePage(shell, 'strip')
      await page.open()
      await shell.until('the refusal', () => page.hostStates.includes('refused'))
      const [refusal] = page.told.filter((packet) => packet.packet === 'host-state' && packet.state.host === 'refused')
      expect(refusal).toMatchObject({ state: { error: { code: expect.stringMatching(/^SITE_/) }, problems: expect.arrayContaining([expect.any(String)]) } })
      // Without the shell's help this process would stay: a utility process does not end when it has nothing left to do.
      await shell.until('its process ended', () => shell.calls('utilityProcess.exit').length === 1)
      expect(shell.calls('utilityProcess.fork')).toHaveLength(1)
      expect(page.hostStates.at(-1)).toBe('refused')
      expect(shell.calls('dialog.showErrorBox')).toEqual([])
    })
  })
})

describe.concurrent('the global keys', () => {
  it('switch and go back with every page gone', async () => {
    await withShells(built, async ({ start }) => {
      const shell = await start()
      const page = await openPage(shell)
      await shell.until('desk radio proven', () => deskIsReady(page))
      await shell.order('crash-page', 'strip')
      await shell.order('crash-page', 'main')
      expect(await shell.order('press', 'F13')).toBe(true)
      const again = await openPage(shell)
      await shell.until('on the desk radio', () => channelOf(again) === DESK && again.topic('switch').switch?.confirmed === true)
      expect(await shell.order('kept-awake')).toEqual(['prevent-app-suspension', 'prevent-display-sleep'])
      await shell.until('presses count again', () => (again.topic('switch').switch?.quietUntilUtcMs ?? 0) < Date.now())
      await shell.order('press', 'F14')
      await shell.until('back on the RBS', () => channelOf(again) === 'rbs')
    })
  })

  it('take an emergency call, and acknowledge what is no emergency', async () => {
    await withShells(built, async ({ start, world }) => {
      const shell = await start()
      const page = await openPage(shell)
      await shell.until('desk radio proven', () => deskIsReady(page))
      const open = (kind: 'emergency' | 'other'): number =>
        Object.values(page.topic('alarms')).filter((alarm) => !alarm.acknowledged && (alarm.kind === 'emergency') === (kind === 'emergency')).length
      world.desk.radio.setFault({ fault: 'emergency', ssi: 1_234_567, as: 'status' })
      await shell.until('an emergency', () => open('emergency') === 1)
      await world.pedal.wire.unplug()
      await shell.until('an alarm of the pedal', () => open('other') > 0)
      await shell.order('press', 'Control+Shift+F11')
      await shell.until('the alarms are seen', () => open('other') === 0)
      expect(open('emergency')).toBe(1)
      await shell.order('press', 'Control+Shift+F9')
      await shell.until('the emergency is taken', () => open('emergency') === 0)
    })
  })
})

describe.concurrent('a demo', () => {
  const view = { state: { rbs: 'works' }, cannot: { disk: 'niet hier' } }

  it('shows what is simulated, takes back what a page breaks, and ends with the process that runs the simulators', async () => {
    await withShells(built, async ({ start }) => {
      const shell = await start({ withParent: true })
      shell.say({ packet: 'demo', demo: view })
      shell.say({ packet: 'demo', demo: { ...view, state: { rbs: 7 } } })
      shell.say('nonsense')
      const page = await openPage(shell, 'main')
      await shell.until('the view', () => page.told.some((packet) => packet.packet === 'demo'))
      expect(page.told.filter((packet) => packet.packet === 'demo')).toEqual([{ packet: 'demo', demo: view }])
      await shell.order('bridge', 'main', 'toShell', { packet: 'break', action: { what: 'rbs', to: 'melts' } })
      await page.toShell({ packet: 'break', action: { what: 'rbs', to: 'hangs' } })
      await shell.until('the break arrived', () => shell.heard.length > 0)
      expect(shell.heard).toEqual([{ packet: 'break', action: { what: 'rbs', to: 'hangs' } }])
      expect(shell.calls('BrowserWindow.show')).toHaveLength(1)
      shell.leave()
      expect(await shell.ended).toBe(0)
    })
  })
})

describe('the system store for secrets', () => {
  it('the key is sealed by the system and changed through a page; a store that is locked is an alarm until it opens, and no new record', async () => {
    await withShells(built, async ({ start, folder, verify }) => {
      const keys = join(folder, 'keys')
      const shell = await start({ env: { ELECTRON_STUB_VAULT: 'gnome_libsecret' } })
      const page = await openPage(shell)
      await shell.until('the key sealed', () => existsSync(join(keys, 'ledger-key.sealed')) && !existsSync(join(keys, 'ledger-key.pem')))
      expect(await page.call('key.rotate', {})).toMatchObject({ ok: true, value: { seq: expect.any(Number), key: expect.stringMatching(/^[0-9a-f]{64}$/) } })
      await shell.until('the new key sealed', () => readdirSync(keys).join() === 'ledger-key.sealed')

      await shell.order('lock-vault', true)
      process.kill(await shell.order<number>('host-pid'), 'SIGKILL')
      await shell.until('its pipe closed', () => page.closedPipes.length > 0)
      await page.connect()
      await shell.until('the alarm', () => Object.values(page.topic('alarms')).some(({ code }) => code === 'STORE_KEY_LOCKED'))
      expect(readdirSync(keys)).toEqual(['ledger-key.sealed'])
      await shell.order('lock-vault', false)
      await shell.until('the record open again', () => !Object.values(page.topic('alarms')).some(({ code }) => code === 'STORE_KEY_LOCKED'))
      expect(await page.call('note.add', { text: 'weer open' })).toMatchObject({ ok: true })
      await shell.stop()
      expect(verify().findings).toEqual([])
      expect(readdirSync(join(folder, 'ledger')).filter((name) => name.startsWith('set-aside'))).toEqual([])
    })
  })
})
