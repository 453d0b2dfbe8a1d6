// Where a console is shown: Electron where its binary is, else a browser, else this terminal.
import { fileURLToPath } from 'node:url'
import type { Surroundings } from '../../browser/browser-command.ts'
import type { DemoPort } from '../../browser/demo-port.ts'
import { readPageFiles } from '../../browser/page-files.ts'
import { runConsole, type ConsoleOptions } from './console.ts'
import { findElectron, runElectron } from './electron.ts'
import { runPage, type PageOptions } from './page.ts'
import type { ViewOptions } from './view-options.ts'
import { say, type Tell } from './words.ts'

export interface ShowOptions {
  readonly site: string
  readonly data: string
  readonly view: ViewOptions
  readonly surroundings: Surroundings
  readonly err: Tell
  readonly demo?: DemoPort
  /** Of the terminal's screen. */
  readonly terminal?: Pick<ConsoleOptions, 'demoKey' | 'tour'>
  /** Plays in a browser; a page on Electron has no session here. */
  readonly pageTour?: PageOptions['tour']
}

const PAGE = fileURLToPath(new URL('../../../dist/page/', import.meta.url))

/** @returns the exit code: 0 when ended by a person, 3 when the console cannot start */
export async function showConsole({ site, data, view, surroundings, err, demo, terminal, pageTour }: ShowOptions): Promise<number> {
  if (view.view === 'terminal') return runConsole({ site, data, ...terminal })
  const electron = view.view === 'best' && !pageTour ? findElectron(surroundings.platform) : undefined
  if (electron) return runElectron({ electron, site, data, surroundings, err, demo })
  const files = readPageFiles(PAGE)
  if (files) return runPage({ site, data, files, view, surroundings, err, demo, tour: pageTour })
  say(err, 'shell.no-page')
  return runConsole({ site, data, ...terminal })
}
