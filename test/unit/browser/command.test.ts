// How the console is shown: arguments, the browser and its command line, Electron where its binary is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserArguments, browserPlaces, hasDisplay, type Surroundings } from '../../../electron/browser/browser-command.ts'
import { findElectron } from '../../../electron/cli/run/electron.ts'
import { viewOptions } from '../../../electron/cli/run/view-options.ts'

const linux = (environment: Surroundings['environment'] = {}): Surroundings => ({ platform: 'linux', environment, isRoot: false })

describe('the arguments of demo and run', () => {
  it.each([
    [{}, { view: 'best', window: 'open', port: undefined }],
    [{ terminal: true }, { view: 'terminal', window: 'open', port: undefined }],
    [{ browser: true }, { view: 'browser', window: 'open', port: undefined }],
    [{ 'no-window': true }, { view: 'browser', window: 'none', port: undefined }],
    [{ port: '0' }, { view: 'browser', window: 'open', port: 0 }],
    [{ port: '24000', browser: true }, { view: 'browser', window: 'open', port: 24000 }],
    [{ port: '65535' }, { view: 'browser', window: 'open', port: 65535 }],
  ] as const)('%o', (values, options) => {
    expect(viewOptions(values)).toEqual(options)
  })

  it.each([{ port: '' }, { port: '80' }, { port: '65536' }, { port: '1e4' }, { port: '-1' }, { port: '24112x' }, { terminal: true, browser: true }, { terminal: true, port: '0' }, { terminal: true, 'no-window': true }])(
    '%o is wrong use',
    (values) => {
      expect(viewOptions(values)).toBeUndefined()
    },
  )
})

describe('a display', () => {
  it.each([
    [linux(), false],
    [linux({ DISPLAY: '' }), false],
    [linux({ DISPLAY: ':0' }), true],
    [linux({ WAYLAND_DISPLAY: 'wayland-0' }), true],
    [{ ...linux(), platform: 'win32' }, true],
  ] as const)('%o: %s', (surroundings, is) => {
    expect(hasDisplay(surroundings)).toBe(is)
  })
})

describe('the browser', () => {
  it('is looked for by name in every folder of the path, Chromium first, never in a relative one', () => {
    const places = browserPlaces(linux({ PATH: '/usr/local/bin:.:/usr/bin' }))
    expect(places.slice(0, 3)).toEqual(['/usr/local/bin/chromium', '/usr/bin/chromium', '/usr/local/bin/chromium-browser'])
    expect(places.every((place) => place.startsWith('/'))).toBe(true)
    expect(browserPlaces(linux())).toEqual([])
  })

  it('is Edge, then Chrome, where Windows keeps them', () => {
    const places = browserPlaces({ platform: 'win32', environment: { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Local' }, isRoot: false })
    expect(places[0]).toBe('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe')
    expect(places).toContain('C:\\Local\\Google\\Chrome\\Application\\chrome.exe')
  })

  const options = { address: 'http://127.0.0.1:24112/enter?token=x', profile: '/data/browser' }

  it('gets a window and a profile of its own, and a way out of this machine that leads nowhere', () => {
    const args = browserArguments(options, { isRoot: false })
    for (const wanted of [
      `--app=${options.address}`, '--user-data-dir=/data/browser', '--window-size=1280,1000', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-quic', '--autoplay-policy=no-user-gesture-required', '--proxy-server=127.0.0.1:9', '--proxy-bypass-list=127.0.0.1', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ]) expect(args).toContain(wanted)
  })

  it('keeps its sandbox, except for root', () => {
    expect(browserArguments(options, { isRoot: false })).not.toContain('--no-sandbox')
    expect(browserArguments(options, { isRoot: true })).toContain('--no-sandbox')
  })
})

describe('Electron', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'achterwacht-electron-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is taken when its binary and the built shell are both on disk', () => {
    const places = { folder: pathToFileURL(`${folder}/electron/`), main: pathToFileURL(join(folder, 'main.js')) }
    mkdirSync(join(folder, 'electron'))
    expect(findElectron('linux', places)).toBeUndefined()
    writeFileSync(join(folder, 'electron', 'electron'), '')
    expect(findElectron('linux', places)).toBeUndefined()
    writeFileSync(join(folder, 'main.js'), '')
    expect(findElectron('linux', places)).toEqual({ binary: join(folder, 'electron', 'electron'), main: join(folder, 'main.js') })
    expect(findElectron('win32', places)).toBeUndefined()
  })
})
