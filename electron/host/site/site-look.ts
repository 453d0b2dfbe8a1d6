// Is the site file, with the device files it names, still the one in use? Looked at while the console runs, byte for byte: a
// share tells no change, and a modification time proves none. Nothing here waits for a share: the press path is in this process.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../../../native/kit/clock.ts'
import { createDeviceFiles, deliveredDevices, DEVICES_FOLDER, readDeviceFolder } from './device-table/device-files.ts'
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

interface Found {
  readonly bytes: Uint8Array
  readonly devices: ReadonlyMap<string, string>
}

export function createSiteLook(file: string, clock: Pick<Clock, 'after'>): LookAtSite {
  const gone: SiteLook = { look: 'gone', mark: 'gone', detail: file }
  let reading: Promise<Found | undefined> | undefined
  let last: { readonly raw: string; readonly look: SiteLook } | undefined

  /** One reading at a time: each that hangs holds one of the few threads for files. */
  const read = (): Promise<Found | undefined> => {
    reading ??= readAll(file).finally(() => (reading = undefined))
    return within(reading, clock)
  }
  return async () => {
    const found = await read()
    if (!found) return gone
    const raw = rawMark(found)
    // Reading YAML takes longer than a press may wait, so only what is new is read.
    if (last?.raw !== raw) last = { raw, look: judge(found, raw, file) }
    return last.look
  }
}

function judge({ bytes, devices }: Found, raw: string, file: string): SiteLook {
  const files = createDeviceFiles([devices, deliveredDevices()])
  const reading = loadSiteBytes(bytes, basename(file), files)
  if (!reading.ok) return { look: 'wrong', mark: raw, problems: reading.problems.map((one) => formatProblem(one)) }
  return { look: 'good', mark: markOf(bytes, reading, files.textOf), site: reading.site }
}

/** @param textOf  of a device file, where it was read */
export function markOf(bytes: Uint8Array, { products }: Extract<SiteReading, { ok: true }>, textOf: (id: string) => string | undefined): string {
  const hash = createHash('sha256').update(bytes)
  for (const id of [...products.keys()].toSorted()) hash.update(`\n${id}\n`).update(textOf(id) ?? '')
  return hash.digest('hex')
}

function rawMark({ bytes, devices }: Found): string {
  const hash = createHash('sha256').update(bytes)
  for (const [id, text] of devices) hash.update(`\n${id}\n`).update(text)
  return hash.digest('hex')
}

async function readAll(file: string): Promise<Found | undefined> {
  try {
    return { bytes: await readFile(file), devices: await readDeviceFolder(join(dirname(file), DEVICES_FOLDER)) }
  } catch {
    return undefined
  }
}

function within<T>(wanted: Promise<T>, clock: Pick<Clock, 'after'>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = clock.after(READ_MS, () => resolve(undefined))
    void wanted.then((value) => {
      timer.cancel()
      resolve(value)
    })
  })
}
