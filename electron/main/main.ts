// The Electron shell: opens the strip and the main window, keeps the host running beside them, and says no to everything
// else. It touches no hardware and parses no data. Arguments: --site FILE --data FOLDER [--display N] | --quit.
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog, Menu, powerMonitor, session } from 'electron'
import type { Clock } from '../contract/clock.ts'
import type { PageToShell, ShellView } from '../contract/shell.ts'
import nl from '../../resources/locales/nl.json' with { type: 'json' }
import en from '../../resources/locales/en.json' with { type: 'json' }
import { relayDemo } from './demo-relay.ts'
import { createGlobalKeys } from './global-keys.ts'
import { guardContents, guardSession } from './guards.ts'
import { createHostProcess, type HostProcess } from './host-process.ts'
import { openKeptSettings } from './kept-settings.ts'
import { servePages } from './pages.ts'
import { createPower } from './power.ts'
import { registerScheme, servePage } from './protocol.ts'
import { forkDeviceChild } from './device-child.ts'
import { awakeFor } from './rules/awake.ts'
import { createDeviceChildren } from './rules/device-children.ts'
import { INDEX, readPageFiles } from './rules/page-files.ts'
import { readStartArguments } from './rules/start-arguments.ts'
import { answerVault, isVaultThere } from './vault.ts'
import { openWindows } from './windows.ts'

const clock: Clock = {
  monotonicMs: () => performance.now(),
  utcMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
/** The folder of dist: this file is main/main.js in it. */
const BUILT = fileURLToPath(new URL('../', import.meta.url))
const APP_ID = 'nl.achterwacht.console'
const EXIT_BROKEN = 70

const complain = (cause: unknown): void => console.error(cause instanceof Error ? (cause.stack ?? cause.message) : cause)
// Electron's own answer to an exception is a dialog over whatever the dispatcher is doing, and the end of the host.
process.on('uncaughtException', complain)
process.on('unhandledRejection', complain)

const args = readStartArguments(process.argv.slice(app.isPackaged ? 1 : 2))
app.enableSandbox()
app.setAppUserModelId(APP_ID)
registerScheme()
// Each record has its own shell: a demo beside the real console is no second start of it.
if (args.data !== undefined) app.setPath('userData', resolve(args.data, 'shell'))
// Nothing is to be looked up: not by Chromium's own services either.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
// Without its handler Electron ends when the last window closes; the console ends when it is told to.
app.on('window-all-closed', () => {})

if (!app.requestSingleInstanceLock()) app.exit(0) // the first one shows itself
else if (args.quit) app.exit(0) // nothing runs
else app.whenReady().then(openShell).catch(broken)

function openShell(): void {
  const files = readPageFiles(join(BUILT, 'page'))
  if (!files.has(INDEX)) return broken(new Error(`no page in ${BUILT}`))
  const withTools = !app.isPackaged
  Menu.setApplicationMenu(null) // its keys would reload a page, zoom it or close it
  guardContents()
  guardSession(session.defaultSession, { withTools })
  servePage(files)

  const kept = openKeptSettings(complain)
  if (args.display !== undefined) kept.keepStripDisplay(args.display)
  const pages = servePages({ host: () => host, onPacket: (packet) => obey(packet) })
  const power = createPower()
  const demo = relayDemo(process, (view) => pages.tell({ packet: 'demo', demo: view }), () => app.quit())
  const windows = openWindows({ clock, kept, preload: join(BUILT, 'preload', 'preload.cjs'), withTools, onPage: pages.add, onSessionEnd: () => void host.stop() })
  const keys = createGlobalKeys({
    clock,
    send: (packet) => host.send(packet),
    onShowMain: windows.showMain,
    onFacts: (facts) => power.keep(awakeFor(facts)),
  })
  const children = createDeviceChildren({ fork: () => forkDeviceChild(join(BUILT, 'host', 'device-child.js')), send: (packet) => host.send(packet) })
  const host: HostProcess = createHostProcess({
    clock,
    entry: join(BUILT, 'host', 'main.js'),
    args: ['--site', args.site ?? installedSite(), '--data', args.data ?? join(app.getPath('userData'), 'data'), ...(isVaultThere() ? ['--vault'] : [])],
    onPacket: (packet) => {
      if (packet.packet === 'device-child') children.receive(packet)
      else if (packet.packet === 'vault') host.send(answerVault(packet))
      else keys.receive(packet)
    },
    onState: (state) => {
      pages.tell({ packet: 'host-state', state })
      if (state.host === 'running') pages.handOver()
      // Between two hosts: what the one before held is gone.
      if (state.host !== 'died' && state.host !== 'ended' && state.host !== 'starting') return
      keys.hostGone()
      children.endAll()
    },
  })

  const obey = (packet: PageToShell): void => {
    switch (packet.packet) {
      case 'prefer':
        pages.tell({ packet: 'preferences', preferences: kept.prefer(packet.change) })
        return windows.placeStrip()
      case 'show':
        return packet.view === 'main' ? windows.showMain() : windows.showStrip()
      case 'break':
        return demo.break(packet.action)
    }
  }

  power.keep('computer')
  pages.tell({ packet: 'preferences', preferences: kept.preferences })
  pages.tell({ packet: 'shell', shell: { shell: 'electron', docked: windows.isDocked, ...keys.register() } satisfies ShellView })
  host.start()
  // Who tries it out wants to see all of it.
  if (demo.isThere) windows.showMain()
  app.on('second-instance', (_event, argv) => (readStartArguments(argv.slice(1)).quit ? app.quit() : windows.showMain()))
  endInOrder(host, () => {
    keys.release()
    power.release()
    windows.letClose()
  })
}

/** The host first: it un-keys, and closes the record. Then the windows, then the process. */
function endInOrder(host: HostProcess, release: () => void): void {
  let isOver = false
  let stopping: Promise<void> | undefined
  app.on('before-quit', (event) => {
    if (isOver) return
    event.preventDefault()
    stopping ??= host.stop().then(() => {
      isOver = true
      release()
      app.quit()
    })
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit())
  // Electron's types leave its event out; prevented, the system waits for us as long as it likes.
  powerMonitor.on('shutdown', (...[event]: readonly { preventDefault(): void }[]) => {
    event?.preventDefault()
    app.quit()
  })
}

/** Where an administrator puts the site file of an installed console. */
function installedSite(): string {
  return process.platform === 'win32' ? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'Achterwacht', 'site.yaml') : '/etc/achterwacht/site.yaml'
}

/** No page can say it: the one time a dialog is right. */
function broken(cause: unknown): void {
  complain(cause)
  dialog.showErrorBox('Achterwacht', `${nl['shell.broken']}\n\n${en['shell.broken']}`)
  app.exit(EXIT_BROKEN)
}
