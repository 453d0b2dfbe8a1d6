// The demo world with built shells on it: each test has its own simulators, record and site file, and may run beside others.
import { expect } from 'vitest'
import { DESK, withStage, type Stage } from '../console-stage.ts'
import { drivePage, type PageDriver } from './page-driver.ts'
import { startStubShell, type BuiltConsole, type StubShell, type StubShellOptions } from './stub-shell.ts'

export interface ElectronStage extends Stage {
  start(options?: Partial<Omit<StubShellOptions, 'console'>>): Promise<StubShell>
}

/** Runs `use`, ends every shell, and holds them to having complained about nothing. */
export async function withShells(built: BuiltConsole, use: (stage: ElectronStage) => Promise<void>): Promise<void> {
  await withStage({}, async (stage) => {
    const complaints: string[] = []
    await use({
      ...stage,
      async start({ args = ['--site', stage.site, '--data', stage.folder], ...options } = {}) {
        const shell = await startStubShell({ console: built, args, ...options })
        stage.finally(async () => complaints.push(await shell.stop()))
        return shell
      },
    })
    stage.finally(async () => expect(complaints.join('')).toBe(''))
  })
}

export async function openPage(shell: StubShell, view: 'strip' | 'main' = 'strip'): Promise<PageDriver> {
  await shell.until(`the page of ${view}`, () => isLoaded(shell, view))
  const page = drivePage(shell, view)
  const before = page.pipes
  await page.open()
  await shell.until('a pipe', () => page.pipes > before)
  return page
}

export const loaded = (shell: StubShell): Promise<void> => shell.until('both pages loaded', () => isLoaded(shell, 'strip') && isLoaded(shell, 'main'))

/** It has run its preload script, since it last crashed if it did. */
function isLoaded(shell: StubShell, view: 'strip' | 'main'): boolean {
  const times = (call: string): number => shell.calls(call).filter(([name]) => name === view).length
  return times('contextBridge.exposeInMainWorld') > times('page.gone')
}

export const deskIsReady = (page: PageDriver): boolean => page.topic('channels')[DESK]?.readiness === 'ready'
export const channelOf = (page: PageDriver): string | undefined => page.topic('switch').switch?.channel
