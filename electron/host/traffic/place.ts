// Where the socket of a running host is: in its data folder, so that whoever knows the folder finds the host.
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const FOLDER = 'trace'
const FILE = 'host.sock'
/** `sun_path` has 108 bytes with its end on Linux, 104 elsewhere; a longer path would be cut off without a word. */
const PATH_MAX_BYTES = 103
const PIPE_NAME_DIGITS = 16

export interface SocketPlace {
  /** For `listen` and `connect`. */
  readonly path: string
  /** Folder that must exist, for its owner alone; undefined on Windows, where a pipe has no folder. */
  readonly folder: string | undefined
  /** The file itself; the system knows it by `path`. */
  readonly file: string | undefined
  release(): Promise<void>
}

/** @param makeFolder  called with the folder before it is looked into */
export async function socketPlace(data: string, platform: NodeJS.Platform, makeFolder: (folder: string) => Promise<void> = async () => {}): Promise<SocketPlace> {
  if (platform === 'win32') return { path: pipeName(resolve(data)), folder: undefined, file: undefined, release: async () => {} }
  const folder = join(resolve(data), FOLDER)
  const file = join(folder, FILE)
  await makeFolder(folder)
  if (Buffer.byteLength(file) <= PATH_MAX_BYTES || platform !== 'linux') return { path: file, folder, file, release: async () => {} }
  // A deep data folder: the way through an open descriptor is short whatever its depth.
  const handle = await open(folder, 'r')
  return { path: `/proc/self/fd/${handle.fd}/${FILE}`, folder, file, release: () => handle.close() }
}

function pipeName(data: string): string {
  const digits = createHash('sha256').update(data.toLowerCase()).digest('hex').slice(0, PIPE_NAME_DIGITS)
  return `\\\\.\\pipe\\achterwacht-${digits}`
}
