// How a console is shown: the arguments that `demo` and `run` share.

export interface ViewOptions {
  /** `best`: Electron where its binary is, else the browser shell, else the terminal. */
  readonly view: 'best' | 'browser' | 'terminal'
  readonly window: 'open' | 'none'
  /** Of the browser shell; 0 is any free one. */
  readonly port: number | undefined
}

export const VIEW_ARGUMENTS = {
  terminal: { type: 'boolean' },
  browser: { type: 'boolean' },
  'no-window': { type: 'boolean' },
  port: { type: 'string' },
} as const
export const VIEW_USAGE = '[--terminal | --browser] [--no-window] [--port N]'

interface Values {
  readonly terminal?: boolean | undefined
  readonly browser?: boolean | undefined
  readonly 'no-window'?: boolean | undefined
  readonly port?: string | undefined
}

/** @returns undefined when they contradict each other or name no port */
export function viewOptions(values: Values): ViewOptions | undefined {
  const port = values.port === undefined ? undefined : portOf(values.port)
  if (values.port !== undefined && port === undefined) return undefined
  const wantsBrowser = Boolean(values.browser) || Boolean(values['no-window']) || port !== undefined
  if (values.terminal && wantsBrowser) return undefined
  return { view: values.terminal ? 'terminal' : wantsBrowser ? 'browser' : 'best', window: values['no-window'] ? 'none' : 'open', port }
}

const LOWEST_PORT = 1024 // below it are the system's own, and 80 a browser leaves out of its addresses
const HIGHEST_PORT = 65_535

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port === 0 || (port >= LOWEST_PORT && port <= HIGHEST_PORT) ? port : undefined
}
