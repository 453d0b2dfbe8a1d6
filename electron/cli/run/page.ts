// One console in a browser: host, shell and window together, until somebody ends it. Closing the window ends nothing: the
// console works on, says so, and gives a new address.
import { join } from 'node:path'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { openBrowserShell, DEFAULT_PORT, type BrowserShell } from '../../browser/browser-shell.ts'
import { openBrowserWindow, type BrowserWindow } from '../../browser/browser-window.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import type { DemoPort } from '../../browser/demo-port.ts'
import type { PageFiles } from '../../browser/page-files.ts'
import { TOKEN_MS } from '../../browser/access.ts'
import { whoHasPort } from '../../browser/who-has-port.ts'
import type { SupervisorState } from '../../host/supervisor.ts'
import { startSession, type ConsoleSession } from '../console-session.ts'
import { onTypedLine } from './typed-lines.ts'
import type { ViewOptions } from './view-options.ts'
import { bothTexts, say, tellRefusal, textOf, type Tell } from './words.ts'

export interface PageOptions {
  readonly site: string
  readonly data: string
  readonly files: PageFiles
  readonly view: ViewOptions
  readonly surroundings: Surroundings
  readonly err: Tell
  readonly demo?: DemoPort | undefined
  /** Plays while the page is shown; it never ends the console. */
  readonly tour?: ((session: ConsoleSession, tell: Tell) => Promise<unknown>) | undefined
}

const EXIT_CANNOT_START = 3
/** A host that says nothing for this long is shown as what it is; the page waits as long before it says so. */
const FIRST_WORD_MS = 8000

/** @returns the exit code: 0 when ended by a person, 3 when the console cannot start */
export async function runPage(options: PageOptions): Promise<number> {
  const { site, data, files, view, err, demo } = options
  const line: { session?: ConsoleSession } = {}
  const opened = await openBrowserShell({
    clock: systemClock,
    random: systemRandom,
    port: view.port ?? DEFAULT_PORT,
    files,
    dataFolder: data,
    texts: bothTexts,
    sendToHost: (packet) => line.session?.supervisor.send(packet),
    onTrouble: (key, cause) => say(err, key, { cause }),
    demo,
  })
  if (!opened.ok) return tellPort(err, view.port ?? DEFAULT_PORT, opened.error.detail)
  const shell = opened.value
  const watch = watchHost(shell, err)
  const session = startSession({ clock: systemClock, site, data, onPage: (page, packet) => shell.fromHost(page, packet), onState: watch.take })
  line.session = session
  const windows = createWindows(options, shell)
  const stopReading = onTypedLine(process.stdin, () => windows.show())
  const ended = Promise.withResolvers<number>()
  // A terminal's Ctrl-C and the launcher's may both arrive: one request all the same.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve(0))
  void watch.refusedAtStart.then(() => ended.resolve(EXIT_CANNOT_START))

  const isToShow = await Promise.race([watch.firstWord.then(() => true), ended.promise.then(() => false)])
  if (isToShow) {
    windows.show()
    void options.tour?.(session, err)
  }
  const code = await ended.promise
  windows.end()
  stopReading()
  await session.stop()
  await shell.close()
  await windows.closed()
  return code
}

interface HostWatch {
  /** It runs, or it died, or it says nothing: worth a window. */
  readonly firstWord: Promise<void>
  /** It never ran and never will. A host that is refused after it ran is shown on the pages. */
  readonly refusedAtStart: Promise<void>
  take(state: SupervisorState): void
}

/** Tells pages and terminal how the host is. */
function watchHost(shell: BrowserShell, err: Tell): HostWatch {
  const [firstWord, refusedAtStart] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const timer = systemClock.after(FIRST_WORD_MS, firstWord.resolve)
  let hasRun = false
  return {
    firstWord: firstWord.promise,
    refusedAtStart: refusedAtStart.promise,
    take(state) {
      shell.hostIs(state)
      switch (state.host) {
        case 'starting':
        case 'taking-over':
          return
        case 'refused':
          timer.cancel()
          tellRefusal(err, textOf('nl'), state)
          return hasRun ? undefined : refusedAtStart.resolve()
        case 'running':
        case 'died':
        case 'ended':
          hasRun ||= state.host === 'running'
          timer.cancel()
          return firstWord.resolve()
      }
    },
  }
}

interface Windows {
  /** Opens a window where there is none of ours, else gives an address. */
  show(): void
  /** From now on a window that closes is no news. */
  end(): void
  closed(): Promise<void>
}

function createWindows({ data, view, surroundings, err }: PageOptions, shell: BrowserShell): Windows {
  let window: BrowserWindow | undefined
  let isEnding = false

  const giveAddress = (): void => {
    // On standard output only: whoever reads it may enter.
    process.stdout.write(`${shell.newAddress()}\n`)
    say(err, 'shell.address', { seconds: TOKEN_MS / 1000 })
  }
  const open = (): BrowserWindow | undefined =>
    view.window === 'none' ? undefined : openBrowserWindow(systemClock, { address: shell.newAddress(), profile: join(data, 'browser') }, surroundings)
  const whenClosed = (): void => {
    window = undefined
    if (isEnding) return
    say(err, 'shell.window-closed')
    giveAddress()
  }
  return {
    show() {
      const fresh = window ? undefined : open()
      if (!fresh) return giveAddress()
      window = fresh
      void fresh.closed.then(whenClosed)
      say(err, 'shell.window-opened')
    },
    end() {
      isEnding = true
    },
    closed: () => window?.close() ?? Promise.resolve(),
  }
}

async function tellPort(err: Tell, port: number, cause: string): Promise<number> {
  if (!cause.includes('EADDRINUSE')) say(err, 'shell.port-denied', { port, cause })
  else if ((await whoHasPort(port)) === 'achterwacht') say(err, 'error.SITE_ALREADY_RUNNING', { detail: '' })
  else say(err, 'shell.port-taken', { port })
  return EXIT_CANNOT_START
}
