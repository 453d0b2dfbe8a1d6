// The browser shell: one loopback server, its pages, and the preferences they share. Who starts it has the host.
import type { Clock, Random } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import type { HostToPage, ToHost } from '../contract/link.ts'
import type { HostState } from '../contract/shell.ts'
import type { SupervisorState } from '../host/supervisor.ts'
import { createAccess } from './access.ts'
import type { Texts } from './answers.ts'
import type { DemoPort } from './demo-port.ts'
import { LOOPBACK } from './guard.ts'
import type { PageFiles } from './page-files.ts'
import { createPages } from './pages.ts'
import { openPreferences } from './preferences.ts'
import { ENTER_PATH, startShellServer } from './server.ts'

/** Outside the ranges that systems give to connections: Linux from 32768, Windows from 49152. */
export const DEFAULT_PORT = 24112

export interface BrowserShell {
  readonly port: number
  /** An address that opens the console once, within TOKEN_MS. Never to be written to a log. */
  newAddress(): string
  hostIs(state: SupervisorState): void
  fromHost(page: string, packet: HostToPage): void
  /** Pages that are connected now. */
  readonly pages: number
  close(): Promise<void>
}

/** What went wrong beside the radio path: a key of the locale files, and what a technician needs. */
export type OnTrouble = (key: 'shell.preferences-not-kept' | 'shell.demo-failed', cause: string) => void

export interface BrowserShellDeps {
  readonly clock: Clock
  readonly random: Random
  /** 0: any free port. */
  readonly port: number
  readonly files: PageFiles
  readonly dataFolder: string
  readonly texts: Texts
  readonly sendToHost: (packet: ToHost) => void
  readonly onTrouble: OnTrouble
  readonly demo?: DemoPort | undefined
}

/** @returns LINK_BUSY when the port is taken, LINK_DENIED when the system keeps it for itself */
export async function openBrowserShell(deps: BrowserShellDeps): Promise<Result<BrowserShell>> {
  const access = createAccess(deps.clock, deps.random)
  const pages = createPages({
    clock: deps.clock,
    sendToHost: deps.sendToHost,
    preferences: openPreferences(deps.dataFolder, (cause) => deps.onTrouble('shell.preferences-not-kept', cause)),
    demo: deps.demo,
    onDemoFailure: (cause) => deps.onTrouble('shell.demo-failed', cause),
  })
  const { port, files, texts } = deps
  const server = await startShellServer({ port, access, files, texts, onSocket: (socket) => pages.adopt(socket) })
  if (!server.ok) {
    pages.close()
    return server
  }
  return ok({
    port: server.value.port,
    newAddress: () => `http://${LOOPBACK}:${server.value.port}${ENTER_PATH}?token=${access.issueToken()}`,
    hostIs: (state) => pages.hostIs(hostState(state)),
    fromHost: (page, packet) => pages.fromHost(page, packet),
    get pages() {
      return pages.count
    },
    close() {
      pages.close()
      return server.value.close()
    },
  })
}

function hostState(state: SupervisorState): HostState {
  switch (state.host) {
    case 'died':
      return { host: 'died', againInMs: state.againInMs }
    case 'refused':
      return { host: 'refused', error: state.error, problems: state.problems }
    case 'starting':
    case 'running':
    case 'taking-over':
    case 'ended':
      return { host: state.host }
  }
}
