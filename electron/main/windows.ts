// The two windows: the strip along the top of a display, above everything and never with the focus, and the main window,
// which comes when it is called.
import { BrowserWindow, screen, type BrowserWindowConstructorOptions, type WebContents, type WebPreferences } from 'electron'
import { VIEW_PARAMETER } from '../contract/bridge.ts'
import type { Clock, Timer } from '../contract/clock.ts'
import type { KeptSettings } from './kept-settings.ts'
import { watchPage } from './page-watch.ts'
import type { PageName } from './pages.ts'
import { ORIGIN } from './rules/addresses.ts'
import { INDEX } from './rules/page-files.ts'
import { MAIN_LEAST, MAIN_SIZE, mainBounds, stripBounds, type Bounds, type Screen } from './rules/placement.ts'

export interface Windows {
  /** Brings the main window forward, with the focus: somebody asked for it. */
  showMain(): void
  /** Brings the strip forward, without the focus. */
  showStrip(): void
  /** The strip moves to where settings and displays now say. */
  placeStrip(): void
  readonly isDocked: boolean
  /** From now on windows close; before, closing the main window puts it away. */
  letClose(): void
}

export interface WindowsDeps {
  readonly clock: Clock
  readonly kept: KeptSettings
  /** Path of the built preload script. */
  readonly preload: string
  readonly withTools: boolean
  readonly onPage: (name: PageName, contents: WebContents) => void
  /** The system ends the session: seconds are left. */
  readonly onSessionEnd: () => void
}

const TITLE = 'Achterwacht'
/** Panel colour of the night theme: a window that has not drawn yet must not flash white in a dark room. */
const BACKGROUND = '#16191C'
const KEEP_BOUNDS_MS = 500 // a window that is dragged moves many times a second

export function openWindows(deps: WindowsDeps): Windows {
  const { clock, kept, onSessionEnd } = deps
  let isClosing = false
  const strip = open(deps, 'strip', stripOptions(stripPlace(kept)))
  const main = open(deps, 'main', { ...MAIN_SIZE, ...mainBounds(screens(), kept.mainBounds), minWidth: MAIN_LEAST.width, minHeight: MAIN_LEAST.height })

  strip.setAlwaysOnTop(true, 'screen-saver')
  strip.setVisibleOnAllWorkspaces(true)
  strip.once('ready-to-show', () => strip.showInactive())

  const placeStrip = (): void => {
    const place = stripPlace(kept)
    if (place && !strip.isDestroyed()) strip.setBounds(place)
  }
  screen.on('display-added', placeStrip)
  screen.on('display-removed', placeStrip)
  screen.on('display-metrics-changed', placeStrip)
  keepBounds(clock, main, kept)
  for (const window of [strip, main]) {
    window.on('close', (event) => {
      if (isClosing) return
      event.preventDefault()
      if (window === main) main.hide()
    })
    window.on('session-end', onSessionEnd)
  }

  return {
    showMain() {
      if (main.isDestroyed()) return
      if (main.isMinimized()) main.restore()
      main.show()
      main.focus()
    },
    showStrip() {
      if (strip.isDestroyed()) return
      strip.showInactive()
      strip.moveTop()
    },
    placeStrip,
    get isDocked() {
      return !strip.isDestroyed() && strip.isAlwaysOnTop()
    },
    letClose() {
      isClosing = true
    },
  }
}

function open(deps: WindowsDeps, name: PageName, options: BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow({ show: false, title: TITLE, backgroundColor: BACKGROUND, ...options, webPreferences: webPreferences(deps) })
  const load = (): void => {
    // A load that fails tells `did-fail-load` too, and is tried again there.
    window.loadURL(`${ORIGIN}${INDEX}?${VIEW_PARAMETER}=${name}`).catch(() => {})
  }
  deps.onPage(name, window.webContents)
  watchPage(deps.clock, window, load)
  load()
  return window
}

/** Electron's defaults are said all the same: a default may change, and a check can read these. */
function webPreferences({ preload, withTools }: WindowsDeps): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    spellcheck: false,
    devTools: withTools,
    // An alarm sounds before anybody has clicked, and also while the window is covered or put away.
    autoplayPolicy: 'no-user-gesture-required',
    backgroundThrottling: false,
  }
}

function stripOptions(place: Bounds | undefined): BrowserWindowConstructorOptions {
  return {
    ...place,
    frame: false,
    focusable: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    hasShadow: false,
    // Windows: no rounded corners and no resize border at the top of the display.
    roundedCorners: false,
    thickFrame: false,
    // The first touch presses the button, it does not only wake the window.
    acceptFirstMouse: true,
  }
}

/** The primary display first. */
function screens(): readonly Screen[] {
  const primary = screen.getPrimaryDisplay()
  return [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)]
}

const stripPlace = (kept: KeptSettings): Bounds | undefined => stripBounds(screens(), kept.stripDisplay, kept.preferences.stripRows)

function keepBounds(clock: Clock, window: BrowserWindow, kept: KeptSettings): void {
  let timer: Timer | undefined
  const changed = (): void => {
    timer?.cancel()
    timer = clock.after(KEEP_BOUNDS_MS, () => {
      if (!window.isDestroyed()) kept.keepMainBounds(window.getNormalBounds())
    })
  }
  window.on('resize', changed)
  window.on('move', changed)
  window.on('closed', () => timer?.cancel())
}
