// What the Electron shell puts into its pages as `window.achterwacht`. A page in a browser has none of it: there everything
// runs over one WebSocket. Here the host's packets have a port of their own, and the shell's packets come over the bridge.
import type { HostToPage } from './link.ts'
import type { PageToShell, PageView, ToPage } from './shell.ts'

/** What the shell itself tells a page. The host's packets (HostToPage) arrive on the page's port only. */
export type ShellToPage = Exclude<ToPage, HostToPage>

/**
 * The page's side, in order:
 *
 * 1. `bridgeOf(window)`: undefined means a browser; speak over the WebSocket instead.
 * 2. `window.addEventListener('message', …)`; `isPipe(event.data)` with `event.source === window` brings the port in
 *    `event.ports[0]`. Set its `onmessage` (or call `start()`): HostToPage comes in, PageToHost goes out, as objects.
 * 3. `onShell(listener)`: `host-state`, `shell`, `preferences` and, where something is simulated, `demo` come at once,
 *    and again at each change.
 * 4. `connect()`, once for each pipe, and subscribe anew on the port that arrives.
 *
 * A port leads to one host process. When that dies the port closes (its `close` event; `host-state` says `died` too) and
 * nothing arrives on it again: its answers never come, its topics are old. A new port never comes by itself: ask again.
 */
export interface Bridge {
  /**
   * Asks for a pipe to the host. Its port arrives as a message of this window as soon as a host runs, one port for all that
   * was asked until then. An earlier pipe of this page ends, and with it the keys it holds.
   */
  connect(): void
  /** What does not fit the schema of PageToShell is dropped unanswered. */
  toShell(packet: PageToShell): void
  /** One listener a page; a second one takes the place of the first. */
  onShell(listener: (packet: ShellToPage) => void): void
}

/** The name in the window; the preload script knows it too. */
export const BRIDGE_NAME = 'achterwacht'

/** Between the preload script and the shell. The page sees none of them. */
export const CHANNELS = {
  connect: 'achterwacht:connect',
  listen: 'achterwacht:listen',
  toShell: 'achterwacht:to-shell',
  toPage: 'achterwacht:to-page',
  pipe: 'achterwacht:pipe',
} as const

/** The message that brings the port to the window. */
export interface PipeMessage {
  readonly packet: 'pipe'
}

export const isPipe = (data: unknown): data is PipeMessage =>
  typeof data === 'object' && data !== null && 'packet' in data && data.packet === 'pipe'

/** Which window this is stands in its address: `app://achterwacht/index.html?view=strip`. */
export const VIEW_PARAMETER = 'view'

/** @returns `console` where the address names none: strip and main view in one window */
export function viewOf(search: string): PageView {
  const view = new URLSearchParams(search).get(VIEW_PARAMETER)
  return view === 'strip' || view === 'main' ? view : 'console'
}

export function bridgeOf(window: object): Bridge | undefined {
  return BRIDGE_NAME in window ? (window[BRIDGE_NAME] as Bridge) : undefined
}
