// Electron's binary, looked for on the disk: to import the package without it starts a download.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('../../node_modules/electron/dist/', import.meta.url)

export function findElectronBinary(platform: NodeJS.Platform = process.platform, folder: URL = FOLDER): string | undefined {
  const path = fileURLToPath(new URL(platform === 'win32' ? 'electron.exe' : 'electron', folder))
  return existsSync(path) ? path : undefined
}
