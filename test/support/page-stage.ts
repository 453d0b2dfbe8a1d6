// The whole console in Debian's Chromium: demo world, supervised host, browser shell, and the built page, driven as a person
// would. Everything is taken down whatever happens. Used by tests and benches.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowserShell, type BrowserShell } from '../../electron/browser/browser-shell.ts'
import { readPageFiles } from '../../electron/browser/page-files.ts'
import { startSession, withFolder, type ConsoleSession } from '../../electron/cli/console-session.ts'
import { bothTexts } from '../../electron/cli/run/words.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { createDemoPanel } from '../sim/demo-panel.ts'
import { startWorld, type World } from '../sim/world.ts'
import { PAGE } from './built-page.ts'

export interface PageStage {
  readonly world: World
  readonly session: ConsoleSession
  readonly shell: BrowserShell
  /** Opens one more page of its own session; the console's complaints are kept. */
  open(options?: OpenOptions): Promise<OpenedPage>
}

export interface OpenOptions extends BrowserContextOptions {
  readonly view?: 'strip' | 'main' | 'console'
}

export interface OpenedPage {
  readonly page: Page
  /** What the browser complained about. */
  readonly complaints: readonly string[]
}

/** Long enough for a person's key, short enough for a test. */
export const PAGE_TIMES = { goodMs: 600, holdMs: 1500, countdownMs: 5000, settleMs: 300, silenceUnknownMs: 1500, silenceDownMs: 2500 }
export const WIDE = { width: 1920, height: 1080 } as const

export async function withPages(browser: Browser, use: (stage: PageStage) => Promise<void>, settings: Readonly<Record<string, number>> = {}): Promise<void> {
  await withFolder('pages', async (folder) => {
    const ends: (() => Promise<unknown>)[] = []
    try {
      await use(await openStage({ browser, folder, settings, ends }))
    } finally {
      for (const end of ends.toReversed()) await end()
    }
  })
}

interface StageDeps {
  readonly browser: Browser
  readonly folder: string
  readonly settings: Readonly<Record<string, number>>
  readonly ends: (() => Promise<unknown>)[]
}

async function openStage({ browser, folder, settings, ends }: StageDeps): Promise<PageStage> {
  const files = readPageFiles(PAGE)
  if (!files) throw new Error('the page is not built')
  const world = await startWorld(systemClock, systemRandom)
  ends.push(() => world.stop())
  const site = join(folder, 'site.yaml')
  await world.writeSite(site, { ...PAGE_TIMES, ...settings })
  const panel = createDemoPanel({ clock: systemClock, world, disk: { cannot: 'not-linux' } })
  ends.push(() => panel.stop())
  const line: { session?: ConsoleSession } = {}
  const opened = await openBrowserShell({
    clock: systemClock, random: systemRandom, port: 0, files, dataFolder: folder, texts: bothTexts, demo: panel,
    sendToHost: (packet) => line.session?.supervisor.send(packet),
    onTrouble: () => {},
  })
  if (!opened.ok) throw new Error(`${opened.error.code} ${opened.error.detail}`)
  const shell = opened.value
  ends.push(() => shell.close())
  const session = startSession({ clock: systemClock, site, data: folder, onPage: (page, packet) => shell.fromHost(page, packet), onState: (state) => shell.hostIs(state) })
  line.session = session
  ends.push(() => session.stop())
  return {
    world,
    session,
    shell,
    async open({ view, ...context } = {}) {
      const own = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...context })
      ends.push(() => own.close())
      const page = await own.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(shell.newAddress())
      if (view) await page.goto(`http://127.0.0.1:${shell.port}/?view=${view}`)
      await page.waitForSelector('.strip, .dispatcher')
      return { page, complaints }
    },
  }
}

const SCREENS = fileURLToPath(new URL('../../dist/screens/', import.meta.url))

/** Keeps a picture of what a person sees at this step; the README's are made of these. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true })
  await page.screenshot({ path: join(SCREENS, `${name}.png`) })
}

/** The machine is shared: an end for waiting, not a promise. */
const PATIENCE_MS = 20_000
const LOOK_EVERY_MS = 10

/** Waits until what is read matches; says what was read last when it never does. Usable where tests run together. */
export async function reads(read: () => string | Promise<string>, wanted: RegExp, limitMs = PATIENCE_MS): Promise<void> {
  const startMs = performance.now()
  let last = ''
  while (performance.now() - startMs < limitMs) {
    last = await read()
    if (wanted.test(last)) return
    await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS) })
  }
  throw new Error(`after ${limitMs} ms it reads ${JSON.stringify(last)}, not ${wanted}`)
}
