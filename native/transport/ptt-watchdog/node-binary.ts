// Which Node runs the watchdog process. Pure but for what is handed in.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Surroundings {
  /** Electron's version, where this process is one. */
  readonly electron: string | undefined
  readonly platform: string
  readonly arch: string
  /** The binary that runs this process. */
  readonly own: string
  readonly exists: (path: string) => boolean
}

/** The packages beside the sources, where the locked Node of each platform lies; a packaged app has none. */
const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url))

/**
 * A Node, or undefined when there is none.
 *
 * @remarks Electron's own binary is none once packaged (its fuse `runAsNode` is off), and starting it would open a second console.
 */
export function nodeBinary({ electron, platform, arch, own, exists }: Surroundings): string | undefined {
  if (electron === undefined) return own
  const name = platform === 'win32' ? 'win' : platform
  const locked = `${MODULES}node-${name}-${arch}/${platform === 'win32' ? 'node.exe' : 'bin/node'}`
  return exists(locked) ? locked : undefined
}

export const surroundings = (): Surroundings =>
  ({ electron: process.versions['electron'], platform: process.platform, arch: process.arch, own: process.execPath, exists: existsSync })
