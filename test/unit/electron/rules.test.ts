// What the Electron shell decides without Electron: who is heard, what may be asked, where windows stand, what keeps it awake.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ChannelView, SwitchView, Topics } from '../../../electron/contract/topics.ts'
import { isLoadable, isOwnAddress, isOwnSender } from '../../../electron/main/rules/addresses.ts'
import { awakeFor } from '../../../electron/main/rules/awake.ts'
import { answerFrom, readPageFiles } from '../../../electron/main/rules/page-files.ts'
import { mayCheck, mayRequest } from '../../../electron/main/rules/permissions.ts'
import { mainBounds, stripBounds, type Screen } from '../../../electron/main/rules/placement.ts'
import { readStartArguments } from '../../../electron/main/rules/start-arguments.ts'

describe('an address', () => {
  it.each(['app://achterwacht', 'app://achterwacht/', 'app://achterwacht/index.html?view=strip', 'app://achterwacht/a#b'])('%s is ours', (address) => {
    expect([isOwnAddress(address), isLoadable(address, false)]).toEqual([true, true])
  })

  it.each(['', 'app:', 'app://', 'app://achterwacht.nl/', 'app://achterwacht:80/', 'app://a@achterwacht/', 'app://:b@achterwacht/', 'APP2://achterwacht/', 'https://achterwacht/', 'file:///app://achterwacht/', '//achterwacht/', 'app:/achterwacht'])(
    '%s is not', (address) => {
      expect([isOwnAddress(address), isLoadable(address, false)]).toEqual([false, false])
    })

  it('may be loaded when a page made it itself, and developer tools load theirs only where they are', () => {
    expect(isLoadable('blob:app://achterwacht/0f3a', false)).toBe(true)
    expect(isLoadable('blob:https://example.org/0f3a', true)).toBe(false)
    expect(isLoadable('data:image/png;base64,AA==', false)).toBe(true)
    expect([isLoadable('devtools://devtools/x.html', true), isLoadable('devtools://devtools/x.html', false)]).toEqual([true, false])
  })

  it('makes a sender ours only together with its origin and its place in the window', () => {
    const own = { url: 'app://achterwacht/index.html', origin: 'app://achterwacht', isMainFrame: true }
    expect(isOwnSender(own)).toBe(true)
    for (const wrong of [{ isMainFrame: false }, { origin: 'null' }, { origin: 'app://achterwacht/' }, { url: 'https://example.org/' }]) expect(isOwnSender({ ...own, ...wrong })).toBe(false)
  })
})

describe('a permission', () => {
  const own = { address: 'app://achterwacht/index.html', isMainFrame: true }

  it('is had by our main frame only, and only the loudspeaker', () => {
    expect([mayRequest('speaker-selection', own), mayCheck('speaker-selection', own)]).toEqual([true, true])
    expect([mayRequest('speaker-selection', { ...own, isMainFrame: false }), mayCheck('speaker-selection', { ...own, address: 'https://example.org' })]).toEqual([false, false])
  })

  it('to record is never had, although the names of loudspeakers hang on the check of it', () => {
    expect([mayRequest('media', own), mayCheck('media', own), mayCheck('media', own, 'video'), mayCheck('media', own, 'unknown'), mayCheck('media', own, 'audio')]).toEqual([false, false, false, false, true])
  })

  it.each(['notifications', 'geolocation', 'hid', 'unknown', 'constructor', '__proto__', 'toString', ''])('"%s" is not had', (permission) => {
    expect([mayRequest(permission, own), mayCheck(permission, own, 'audio')]).toEqual([false, false])
  })
})

describe('the place of a window', () => {
  const screen = (id: number, x: number, y = 0): Screen => ({ id, workArea: { x, y, width: 1920, height: 1080 } })
  const primary = screen(1, 0)

  it('of the strip is the top of the chosen display, counted from the left, else of the primary one', () => {
    const left = screen(2, -1920, 30)
    expect(stripBounds([primary, left], undefined, 1)).toEqual({ x: 0, y: 0, width: 1920, height: 72 })
    expect(stripBounds([primary, left], 1, 2)).toEqual({ x: -1920, y: 30, width: 1920, height: 144 })
    expect(stripBounds([primary, left], 2, 1)).toMatchObject({ x: 0 })
    expect(stripBounds([primary, left], 3, 1)).toMatchObject({ x: 0 })
    expect(stripBounds([], 1, 1)).toBeUndefined()
    // One row does not fit there.
    expect(stripBounds([{ id: 1, workArea: { x: 0, y: 0, width: 1280, height: 800 } }], undefined, 1)).toMatchObject({ height: 144 })
  })

  it.each([
    ['where it was', { x: 100, y: 100, width: 1280, height: 900 }, { x: 100, y: 100, width: 1280, height: 900 }],
    ['grown to its least size', { x: 0, y: 0, width: 300, height: 200 }, { x: 0, y: 0, width: 1024, height: 700 }],
    ['half beside the display, where a hand still reaches it', { x: 1700, y: 0, width: 1280, height: 900 }, { x: 1700, y: 0, width: 1280, height: 900 }],
    ['nowhere when its display is gone', { x: 4000, y: 0, width: 1280, height: 900 }, undefined],
    ['nowhere when its title bar is above the display', { x: 0, y: -40, width: 1280, height: 900 }, undefined],
    ['nowhere when only its edge is left', { x: 1850, y: 0, width: 1280, height: 900 }, undefined],
    ['nowhere when it never was anywhere', undefined, undefined],
  ])('of the main window is %s', (_what, kept, expected) => {
    expect(mainBounds([primary], kept)).toEqual(expected)
  })
})

describe('the display', () => {
  const channel = (kind: 'rbs' | 'tetra'): ChannelView => ({ id: kind, kind, label: kind, readiness: 'ready', audio: { microphone: '', loudspeaker: '', recorded: false }, loses: [] })
  const view = (name: string): SwitchView => ({ channel: name, confirmed: true, sinceUtcMs: 0, wantedGroup: '', phase: 'settled', advised: false, returnOffered: false })
  const channels = { rbs: channel('rbs'), desk: channel('tetra') }
  const alarm = (acknowledged: boolean): Topics['alarms'] => ({ a: { id: 'a', kind: 'service', severity: 'error', sinceUtcMs: 0, code: 'x', params: {}, acknowledged } })

  it.each([
    ['may sleep while all is well on the RBS', 'computer', { switch: { switch: view('rbs') }, channels, alarms: {} }],
    ['stays on while an alternative is active', 'computer-and-display', { switch: { switch: view('desk') }, channels, alarms: {} }],
    ['stays on while nobody has seen an alarm', 'computer-and-display', { switch: { switch: view('rbs') }, channels, alarms: alarm(false) }],
    ['may sleep when it is seen', 'computer', { switch: { switch: view('rbs') }, channels, alarms: alarm(true) }],
    ['may sleep while nothing is known', 'computer', { switch: {}, channels: {}, alarms: {} }],
  ])('%s', (_what, awake, facts) => {
    expect(awakeFor(facts)).toBe(awake)
  })
})

describe('the arguments', () => {
  it('are found among those of Chromium, in any place', () => {
    expect(readStartArguments(['--no-sandbox', 'dist/main/main.js', '--site', 'a.yaml', '--enable-features=X', '--data', '/d', '--display', '2'])).toEqual({ site: 'a.yaml', data: '/d', display: 2, quit: false })
    expect(readStartArguments(['--quit', '--inspect=0'])).toEqual({ quit: true })
  })

  it.each(['0', '-1', '1.5', 'left', ''])('name no display by %s', (display) => {
    expect(readStartArguments(['--display', display])).toEqual({ quit: false })
  })
})

describe('the files of the page', () => {
  it('are read once: what changes on the disk later is not served', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'achterwacht-page-'))
    try {
      mkdirSync(join(folder, 'assets'))
      writeFileSync(join(folder, 'index.html'), 'first')
      writeFileSync(join(folder, 'assets/a.js.map'), 'map')
      const files = readPageFiles(folder)
      writeFileSync(join(folder, 'index.html'), 'second')
      writeFileSync(join(folder, 'late.html'), 'late')
      expect([...files.keys()]).toEqual(['/index.html'])
      const got = answerFrom(files, { method: 'GET', url: 'app://achterwacht/?view=strip' })
      expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, 'text/html; charset=utf-8', 'first'])
      expect(answerFrom(files, { method: 'GET', url: 'app://achterwacht/late.html' }).status).toBe(404)
      expect(answerFrom(files, { method: 'GET', url: 'app://elsewhere/index.html' }).status).toBe(404)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('are none where there is no folder', () => {
    expect(readPageFiles('/nonexistent/page').size).toBe(0)
  })
})
