// Where the system keeps a program's state: record, keys, logs, and the socket of a running host.
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Surroundings } from '../browser/browser-command.ts'

export function defaultData({ platform, environment: { XDG_STATE_HOME, LOCALAPPDATA } }: Surroundings): string {
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Achterwacht')
  return join(XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'achterwacht')
}
