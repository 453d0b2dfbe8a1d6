// The arguments of the shell. Chromium's own switches stand among them and are none of ours.
import { parseArgs } from 'node:util'

export interface StartArguments {
  readonly site?: string
  readonly data?: string
  /** The strip's display from left to right, from 1; kept for the next start. */
  readonly display?: number
  /** Ends the console that runs: a second start says it to the first. */
  readonly quit: boolean
}

/** @param args  without the program, and without the app's path where there is one */
export function readStartArguments(args: readonly string[]): StartArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { site: { type: 'string' }, data: { type: 'string' }, display: { type: 'string' }, quit: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const display = Number(values.display)
  return {
    ...(typeof values.site === 'string' ? { site: values.site } : {}),
    ...(typeof values.data === 'string' ? { data: values.data } : {}),
    ...(Number.isInteger(display) && display >= 1 ? { display } : {}),
    quit: values.quit === true,
  }
}
