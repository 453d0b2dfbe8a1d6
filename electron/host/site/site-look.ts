// Is the site file, with the device files it names, still the one in use? Looked at while the console runs, byte for byte: a
// share tells no change, and a modification time proves none.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createDeviceFiles, deliveredDevices, DEVICES_FOLDER } from './device-table/device-files.ts'
import { loadSiteBytes, type SiteReading } from './load.ts'
import { formatProblem } from './problem-text.ts'
import type { Site } from './schema.ts'

/** What stands there now. `mark`: equal for equal bytes of the file and of the device files it names. */
export type SiteLook =
  | { readonly look: 'good'; readonly mark: string; readonly site: Site }
  | { readonly look: 'wrong'; readonly mark: string; readonly problems: readonly string[] }
  /** No file, no right to read it, a share that is away: all the same to the console. */
  | { readonly look: 'gone'; readonly mark: 'gone'; readonly detail: string }

export type LookAtSite = () => Promise<SiteLook>

/** A share that is away can hang for minutes. */
const READ_MS = 3000

export function createSiteLook(file: string): LookAtSite {
  let last: SiteLook | undefined
  return async () => {
    const bytes = await readWithin(file)
    if (!bytes) return { look: 'gone', mark: 'gone', detail: file }
    const devices = createDeviceFiles([join(dirname(file), DEVICES_FOLDER), deliveredDevices()])
    const reading = loadSiteBytes(bytes, basename(file), devices)
    // Of a wrong one every change is news, also in a device file that could not be read.
    const mark = reading.ok ? markOf(bytes, reading, devices.textOf) : createHash('sha256').update(bytes).update(reading.problems.map((one) => formatProblem(one)).join('\n')).digest('hex')
    if (last?.mark === mark) return last
    last = reading.ok
      ? { look: 'good', mark, site: reading.site }
      : { look: 'wrong', mark, problems: reading.problems.map((one) => formatProblem(one)) }
    return last
  }
}

/** @param textOf  of a device file, where it was read */
export function markOf(bytes: Uint8Array, { products }: Extract<SiteReading, { ok: true }>, textOf: (id: string) => string | undefined): string {
  const hash = createHash('sha256').update(bytes)
  for (const id of [...products.keys()].toSorted()) hash.update(`\n${id}\n`).update(textOf(id) ?? '')
  return hash.digest('hex')
}

async function readWithin(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file, { signal: AbortSignal.timeout(READ_MS) })
  } catch {
    return undefined
  }
}
