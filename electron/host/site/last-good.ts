// Reads the site file at start and keeps a copy of the last good one: a slip of the editor during the day must not
// leave a position without its console at the next start. The device files that stand beside it are kept with it.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { HidProduct } from '../../../native/registry.ts'
import { createDeviceFiles, deliveredDevices, DEVICES_FOLDER } from './device-table/device-files.ts'
import { loadSiteBytes } from './load.ts'
import { formatProblem } from './problem-text.ts'
import type { SiteProblem } from './problems.ts'
import type { Site } from './schema.ts'
import { markOf } from './site-look.ts'

export type SiteStart =
  | {
      readonly ok: true
      readonly site: Site
      readonly products: ReadonlyMap<string, HidProduct>
      /** Of the bytes in use, as site-look.ts tells it. */
      readonly mark: string
      /** `last-good`: the site file is missing or wrong, `trouble` says how; the copy of the last good one is used. */
      readonly source: 'file' | 'last-good'
      readonly trouble?: Failure
      readonly problems: readonly SiteProblem[]
    }
  | { readonly ok: false; readonly error: Failure; readonly problems: readonly SiteProblem[] }

export interface SiteStartOptions {
  readonly file: string
  /** Data folder of the console; made when it does not exist. */
  readonly dataFolder: string
  /** A host that died goes on with what it worked by: another file that lies there by now is taken over when that is safe. */
  readonly goesOn?: boolean
}

/** Name of the copy inside the data folder. */
export const LAST_GOOD = 'site.last-good.yaml'
/** Folder of the copies of its device files, beside it. */
export const LAST_GOOD_DEVICES = 'devices.last-good'

/**
 * Reads the site file; falls back to the copy of the last one that was good.
 *
 * @returns SITE_MISSING or SITE_INVALID when there is neither. A copy that cannot be written is no failure of the
 *   start: `trouble` then holds STORE_READONLY or STORE_FULL, with `source` still `file`.
 */
export async function startSite({ file, dataFolder, goesOn }: SiteStartOptions): Promise<SiteStart> {
  const copy = join(dataFolder, LAST_GOOD)
  const ownDevices = join(dirname(file), DEVICES_FOLDER)
  const keptDevices = join(dataFolder, LAST_GOOD_DEVICES)
  const devices = createDeviceFiles([ownDevices, deliveredDevices()])
  const bytes = await read(file)
  const reading = bytes && loadSiteBytes(bytes, basename(file), devices)
  const usedBefore = goesOn === true ? await readCopy(copy, keptDevices) : undefined
  if (usedBefore && reading?.ok) return { ...usedBefore, source: 'file', problems: [] }
  if (bytes && reading?.ok) {
    const trouble = (await keepDevices([...reading.products.keys()], ownDevices, keptDevices)) ?? (await keep(copy, bytes))
    return { ok: true, site: reading.site, products: reading.products, mark: markOf(bytes, reading, devices.textOf), source: 'file', problems: [], ...(trouble && { trouble }) }
  }

  const problems = reading && !reading.ok ? reading.problems : []
  const error = problems[0]
    ? failure('SITE_INVALID', `${formatProblem(problems[0])}${problems.length > 1 ? ` (+${problems.length - 1})` : ''}`)
    : failure('SITE_MISSING', file)
  const lastGood = await readCopy(copy, keptDevices)
  if (lastGood) return { ...lastGood, source: 'last-good', trouble: error, problems }
  return { ok: false, error, problems }
}

async function readCopy(copy: string, keptDevices: string): Promise<Pick<Extract<SiteStart, { ok: true }>, 'ok' | 'site' | 'products' | 'mark'> | undefined> {
  const devices = createDeviceFiles([keptDevices, deliveredDevices()])
  const bytes = await read(copy)
  const reading = bytes && loadSiteBytes(bytes, LAST_GOOD, devices)
  return bytes && reading?.ok ? { ok: true, site: reading.site, products: reading.products, mark: markOf(bytes, reading, devices.textOf) } : undefined
}

/** Those beside the site file; what came with the console is there anyway. One that was put away since is put away here too. */
async function keepDevices(ids: readonly string[], from: string, to: string): Promise<Failure | undefined> {
  const own = createDeviceFiles([from])
  for (const id of ids) {
    const text = own.textOf(id)
    const copy = join(to, `${id}.json`)
    if (text === undefined) await rm(copy, { force: true }).catch(() => undefined)
    else {
      const trouble = await keep(copy, Buffer.from(text))
      if (trouble) return trouble
    }
  }
  return undefined
}

/** No file, no right to read it, a folder in its place: all the same to the start, there is nothing to read. */
async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch {
    return undefined
  }
}

/** Written beside and renamed, after the bytes are on the disk: a power cut leaves the old copy or the new one. */
async function keep(path: string, bytes: Uint8Array): Promise<Failure | undefined> {
  const present = await read(path)
  if (present && Buffer.compare(present, bytes) === 0) return undefined
  const half = `${path}.new`
  try {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(half, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, path)
    return undefined
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return failure(code === 'ENOSPC' || code === 'EDQUOT' ? 'STORE_FULL' : 'STORE_READONLY', path)
  }
}
