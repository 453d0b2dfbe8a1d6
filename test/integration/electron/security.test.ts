// Electron's security checklist, item by item, on the built shell. What Chromium itself enforces needs the binary; here stands
// that the shell asks for it, and that it refuses what it is asked.
// Source: electronjs.org/docs/latest/tutorial/security, the twenty items of 2026.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { CHANNELS } from '../../../electron/contract/bridge.ts'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { loaded } from '../../support/electron-stub/electron-stage.ts'
import { buildConsole, startStubShell, type BuiltConsole, type StubShell } from '../../support/electron-stub/stub-shell.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const OWN = 'app://achterwacht'
const FOREIGN = ['https://example.org/', 'http://127.0.0.1:45400/', 'file:///etc/passwd', 'app://achterwacht.example.org/', 'app://other/index.html', 'app://x@achterwacht/', 'about:blank', 'data:text/html,x', 'javascript:alert(1)']

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 60_000 })

let built: BuiltConsole
let shell: StubShell
let end: () => void
let complaints: Promise<string>
// One shell for all: every test only asks it. Its site file is missing, so its host refuses: no test here needs one.
beforeAll(async () => {
  built = await buildConsole()
  const started = new Promise<void>((resolve, reject) => {
    complaints = withFolder('security', async (folder) => {
      shell = await startStubShell({ console: built, args: ['--site', join(folder, 'none.yaml'), '--data', folder] })
      await loaded(shell).catch(reject)
      resolve()
      await new Promise<void>((over) => (end = over))
      return shell.stop()
    })
  })
  await started
})
afterAll(async () => {
  end()
  expect(await complaints).toBe('')
  built.remove()
})

interface Fetched {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}
const webPreferences = (): readonly Record<string, unknown>[] =>
  shell.calls('BrowserWindow.new').map(([, options]) => (options as { readonly webPreferences: Record<string, unknown> }).webPreferences)
const load = (url: string, method = 'GET'): Promise<Fetched | string> => shell.order('load', url, method)
const shellCode = (): string => readFileSync(join(built.folder, 'dist/main/main.js'), 'utf8')
const everyWindow = (options: Record<string, unknown>): void => {
  expect(webPreferences()).toHaveLength(2)
  for (const one of webPreferences()) expect(one).toMatchObject(options)
}

describe('Electron\'s security checklist', () => {
  it('1: only secure content is loaded: our own files, and nothing from any network', async () => {
    for (const url of ['https://example.org/x.js', 'http://example.org/', 'ws://127.0.0.1/', 'ftp://example.org/', 'file:///etc/passwd', 'app://other/index.html', 'blob:https://example.org/1']) {
      expect([url, await load(url)]).toEqual([url, 'cancelled'])
    }
    expect(await load(`${OWN}/index.html`)).toMatchObject({ status: 200 })
    expect(shell.calls('app.commandLine.appendSwitch')).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND'])
    for (const [, url] of shell.calls('BrowserWindow.loadURL')) expect(url).toMatch(/^app:\/\/achterwacht\/index\.html\?view=(?:strip|main)$/)
  })

  it('2: no page has Node', () => everyWindow({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false }))

  it('3: every page is isolated from its preload script', () => everyWindow({ contextIsolation: true }))

  it('4: every page is sandboxed, and everything that starts later too', () => {
    everyWindow({ sandbox: true })
    expect(shell.calls('app.enableSandbox')).toEqual([[false]]) // not ready yet: that is when it counts
  })

  it('5: every permission Electron knows is denied, but the choice of a loudspeaker', async () => {
    const details = (url: string, isMainFrame = true): object => ({ requestingUrl: url, isMainFrame })
    const permissions = permissionsOfElectron()
    expect(permissions.length).toBeGreaterThan(40)
    const granted: string[] = []
    for (const permission of [...permissions, 'constructor', '__proto__']) {
      if (await shell.order('permission-request', permission, details(`${OWN}/index.html`))) granted.push(`request ${permission}`)
      if (await shell.order('permission-check', permission, OWN, { isMainFrame: true })) granted.push(`check ${permission}`)
      if (await shell.order('permission-check', permission, OWN, { isMainFrame: true, mediaType: 'video' })) granted.push(`check ${permission} video`)
      if (await shell.order('permission-check', permission, OWN, { isMainFrame: true, mediaType: 'audio' })) granted.push(`check ${permission} audio`)
    }
    // `media` may be looked at, for sound only: without it Chromium names no loudspeaker. To record one must request it.
    expect(granted).toEqual(['check media audio', 'request speaker-selection', 'check speaker-selection', 'check speaker-selection video', 'check speaker-selection audio'])
    for (const url of FOREIGN) {
      expect(await shell.order('permission-request', 'speaker-selection', details(url))).toBe(false)
      expect(await shell.order('permission-check', 'speaker-selection', url, { isMainFrame: true })).toBe(false)
    }
    expect(await shell.order('permission-request', 'speaker-selection', details(`${OWN}/index.html`, false))).toBe(false)
    expect(await shell.order('permission-check', 'media', OWN, { isMainFrame: false, mediaType: 'audio' })).toBe(false)
  })

  it('5: no page gets a device, a screen or a pairing, whatever chooser it opens', async () => {
    for (const deviceType of ['hid', 'serial', 'usb']) expect(await shell.order('device-permission', { deviceType, origin: OWN, device: {} })).toBe(false)
    expect(await shell.order('bluetooth-pairing')).toEqual({ confirmed: false })
    expect(await shell.order('display-media')).toEqual({})
    for (const [event, ...args] of [['select-hid-device', {}], ['select-serial-port', [], {}], ['select-usb-device', {}]] as const) {
      expect([event, await shell.order('session-event', event, ...args)]).toMatchObject([event, { prevented: true }])
    }
    expect(await shell.order('session-event', 'will-download')).toMatchObject({ prevented: true })
  })

  it('6: web security stays on', () => everyWindow({ webSecurity: true }))

  it('7: every file comes with a policy that allows our own files only', async () => {
    for (const path of ['/', '/index.html', '/assets/page.js', '/not-there']) {
      const { headers } = await load(`${OWN}${path}`) as Fetched
      const policy = (headers['content-security-policy'] ?? '').split('; ')
      expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]))
      expect(policy.join()).not.toMatch(/unsafe|\*|https?:/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' })
    }
  })

  it('8: no insecure content runs', () => everyWindow({ allowRunningInsecureContent: false }))

  it('9: no experimental features', () => everyWindow({ experimentalFeatures: false }))

  it('10: no Blink features', () => {
    for (const one of webPreferences()) expect(Object.keys(one)).toEqual(expect.not.arrayContaining(['enableBlinkFeatures', 'disableBlinkFeatures']))
    expect(shell.calls('app.commandLine.appendSwitch').map(([name]) => name)).toEqual(['host-resolver-rules'])
  })

  it('11, 12: there are no webviews, with or without popups', async () => {
    everyWindow({ webviewTag: false })
    expect(await shell.order('navigate', 'main', 'will-attach-webview', `${OWN}/index.html`)).toBe(true)
  })

  it('13: no page leaves our origin, and no frame goes anywhere', async () => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of FOREIGN) expect([event, url, await shell.order('navigate', 'strip', event, url)]).toEqual([event, url, true])
      expect(await shell.order('navigate', 'strip', event, `${OWN}/index.html?view=strip`)).toBe(false)
    }
    expect(await shell.order('navigate', 'strip', 'will-frame-navigate', `${OWN}/index.html`, false)).toBe(true)
  })

  it('14: no page opens a window', async () => {
    for (const url of [...FOREIGN, `${OWN}/index.html`]) expect(await shell.order('open-window', 'main', url)).toBe('deny')
  })

  it('15: nothing is ever handed to another program', () => {
    // The one there is: electron-store's openInEditor, which nobody calls.
    expect(shellCode().match(/openExternal|openPath|showItemInFolder|openInEditor\(/g)).toEqual(['openInEditor(', 'openPath'])
    expect(/^import electron, (\{.*\}) from "electron"/m.exec(shellCode())?.[1]).not.toMatch(/\bshell\b/)
  })

  it('16: Electron is the locked one, the newest major version', () => {
    const pack = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(pack.devDependencies.electron).toMatch(/^4[5-9]\.\d+\.\d+$/)
    expect(parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')).electronVersion).toBe(pack.devDependencies.electron)
  })

  it('17: only the main frame of our own page is heard: others get no answer and no pipe', async () => {
    const before = shell.lines.length
    const packet = { packet: 'show', view: 'main' }
    const own = { url: `${OWN}/index.html?view=strip`, origin: OWN }
    for (const channel of [CHANNELS.connect, CHANNELS.listen, CHANNELS.toShell]) {
      for (const url of FOREIGN) await shell.order('ipc-main-frame', 'strip', { url, origin: new URL(url).origin }, channel, packet)
      // An origin that does not fit its address, either way round.
      await shell.order('ipc-main-frame', 'strip', { ...own, origin: 'null' }, channel, packet)
      await shell.order('ipc-main-frame', 'strip', { url: 'https://example.org/', origin: OWN }, channel, packet)
      await shell.order('ipc-other-frame', 'strip', own, channel, packet)
      await shell.order('ipc-other-frame', 'strip', 'gone', channel, packet)
      await shell.order('ipc-stranger', own, channel, packet)
    }
    expect(shell.lines.slice(before).map(({ call }) => call)).toEqual([])
    // The same packets from the right place are heard: what was refused above was refused for its sender.
    await shell.order('ipc-main-frame', 'strip', own, CHANNELS.toShell, packet)
    expect(shell.lines.slice(before).map(({ call }) => call)).toEqual(['BrowserWindow.show', 'BrowserWindow.focus'])
  })

  it('17: a packet that fits no schema does nothing, and electron-store answers no page', async () => {
    const before = shell.lines.length
    for (const nonsense of [undefined, null, 7, 'show', {}, { packet: 'show' }, { packet: 'show', view: 'main', more: 1 }, { packet: 'prefer', change: { volume: 'loud' } }, { packet: 'call', id: 1, name: 'switch.to', input: {} }, { packet: 'break', action: {} }]) {
      await shell.order('bridge', 'main', 'toShell', nonsense)
    }
    await shell.order('ipc-main-frame', 'main', { url: `${OWN}/index.html`, origin: OWN }, 'electron-store-get-data')
    expect(shell.lines.slice(before).map(({ call }) => call)).toEqual([])
  })

  it('18: pages come over a protocol of their own from a list of files, never from file://', async () => {
    expect(shell.calls('protocol.registerSchemesAsPrivileged')).toEqual([[[{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }]]])
    expect(shellCode().match(/loadFile\(|["'`]file:\/\/\//g)).toBeNull()
    expect(await load(`${OWN}/assets/page.js`)).toMatchObject({ status: 200, text: 'export {}', headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    for (const path of ['/notes.txt', '/../main/main.js', '/%2e%2e/main/main.js', '/..%2fmain%2fmain.js', '/assets', '/assets/', '//etc/passwd', '/index.html/', '/INDEX.HTML', '/__proto__']) {
      expect([path, await load(`${OWN}${path}`)]).toMatchObject([path, { status: 404, text: '' }])
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect(await load(`${OWN}/index.html`, method)).toMatchObject({ status: 405 })
    expect(await load(`${OWN}/index.html`, 'HEAD')).toMatchObject({ status: 200, text: '' })
  })

  it('19: every fuse is set, to the safe side', () => {
    expect(parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')).electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('20: a page gets three functions and nothing of Electron', () => {
    expect(shell.calls('contextBridge.exposeInMainWorld')).toEqual([
      ['strip', 'achterwacht', ['connect', 'toShell', 'onShell']],
      ['main', 'achterwacht', ['connect', 'toShell', 'onShell']],
    ])
    // One CommonJS file that loads Electron and nothing else: a sandboxed preload script cannot do more.
    const preload = readFileSync(join(built.folder, 'dist/preload/preload.cjs'), 'utf8')
    expect([...preload.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])
    expect(preload).not.toMatch(/^\s*(?:import|export)\b/m)
  })
})

describe('besides the checklist', () => {
  it('no certificate is trusted, no client certificate sent', async () => {
    expect(await shell.order('app-event', 'certificate-error', {}, 'https://example.org', 'ERR', {}, '[callback]')).toEqual({ prevented: true, answered: [false] })
    expect(await shell.order('app-event', 'select-client-certificate', {}, 'https://example.org', [], '[callback]')).toEqual({ prevented: true, answered: [] })
  })

  it('no menu gives its keys to a page, and an installed console has no developer tools', async () => {
    expect(shell.calls('Menu.setApplicationMenu')).toEqual([[null]])
    everyWindow({ devTools: true })
    expect(await load('devtools://devtools/bundled/inspector.html')).toBe('no-handler')
    await withFolder('packaged', async (folder) => {
      const packaged = await startStubShell({ console: built, args: ['--site', join(folder, 'none.yaml'), '--data', folder], env: { ELECTRON_STUB_PACKAGED: '1' } })
      try {
        await loaded(packaged)
        for (const [, options] of packaged.calls('BrowserWindow.new')) expect(options).toMatchObject({ webPreferences: { devTools: false } })
        expect(await packaged.order('load', 'devtools://devtools/bundled/inspector.html')).toBe('cancelled')
      } finally {
        await packaged.stop()
      }
    })
  })

  it('pages stay awake and sound without a click, and cannot raise dialogs of their own', () => {
    everyWindow({ backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required', disableDialogs: true, spellcheck: false, navigateOnDragDrop: false })
  })
})

/** The names in Electron's own types: a new version may bring new ones. */
function permissionsOfElectron(): readonly string[] {
  const types = readFileSync(join(ROOT, 'node_modules/electron/electron.d.ts'), 'utf8')
  const handlers = [...types.matchAll(/setPermission(?:Request|Check)Handler\(handler: \(\(webContents: .*?, permission: ((?:'[\w-]+' \| )*'[\w-]+')/g)]
  expect(handlers).toHaveLength(2)
  return [...new Set(handlers.flatMap(([, names = '']) => names.split(' | ').map((name) => name.slice(1, -1))))]
}
