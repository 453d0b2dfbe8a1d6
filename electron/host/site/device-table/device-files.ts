// The device table: one JSON file a device. A folder `devices` beside the site file wins over what is delivered, so that a
// device is added without code. A file is read when it is asked for, and all its mistakes are told at once.
import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expandProduct, isOfProduct, type HidProduct } from '../../../../native/registry.ts'
import { describeComplaint } from '../problem-text.ts'
import { pathText, type Finding, type SiteProblem } from '../problems.ts'
import { schemaFindings } from '../schema-findings.ts'
import { readYaml, type Place } from '../yaml-source.ts'
import { checkDevice } from './device-checks.ts'
import { deviceSchema } from './device-schema.ts'

export type DeviceReading =
  | { readonly ok: true; readonly product: HidProduct }
  | { readonly ok: false; readonly problems: readonly [SiteProblem, ...SiteProblem[]] }

export interface DeviceFiles {
  /** Every id there is a file for, sorted. */
  readonly ids: () => readonly string[]
  /** Reads a file the first time it is asked for. Undefined when there is none. */
  readonly read: (id: string) => DeviceReading | undefined
  /** The text of the file that holds, as it was found: to keep a copy of it. */
  readonly textOf: (id: string) => string | undefined
}

/** The folder beside a site file. */
export const DEVICES_FOLDER = 'devices'

const ENDING = '.json'
const IS_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
/** The largest delivered file has 3 KiB. */
const TEXT_MAX_KIB = 16
const KIB = 1_024
/** Nobody reads more at once; what is left is told when these are mended. */
const PROBLEMS_MAX = 100

/** The files that come with the console. */
export const deliveredDevices = (): string => fileURLToPath(new URL('../../../../resources/devices/', import.meta.url))

/** A folder by its path, or what was read of one: text by id. */
export type DeviceFolder = string | ReadonlyMap<string, string>

/** @param folders  in order of precedence; one that does not exist is passed over */
export function createDeviceFiles(folders: readonly DeviceFolder[]): DeviceFiles {
  const textOf = (id: string): string | undefined => {
    if (!IS_ID.test(id)) return undefined
    for (const folder of folders) {
      const text = typeof folder === 'string' ? textIn(join(folder, `${id}${ENDING}`)) : folder.get(id)
      if (text !== undefined) return text
    }
    return undefined
  }
  const readings = new Map<string, DeviceReading>()
  return {
    ids: () => [...new Set(folders.flatMap(idsIn))].toSorted(),
    read: (id) => {
      const known = readings.get(id)
      const text = known ? undefined : textOf(id)
      if (text !== undefined) readings.set(id, loadDevice(id, text))
      return readings.get(id)
    },
    textOf,
  }
}

/** The same as a folder read by name, without holding up whoever asks: a share may be away. */
export async function readDeviceFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((): string[] => [])
  const ids = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length)).filter((id) => IS_ID.test(id)).toSorted()
  const texts = await Promise.all(ids.map((id) => readFile(join(folder, `${id}${ENDING}`), 'utf8').catch(() => undefined)))
  return new Map(ids.flatMap((id, index) => (texts[index] === undefined ? [] : [[id, texts[index]] as const])))
}

function idsIn(folder: DeviceFolder): string[] {
  if (typeof folder !== 'string') return [...folder.keys()]
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length)).filter((id) => IS_ID.test(id))
  } catch {
    return []
  }
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The products behind a USB identity; a file with a mistake in it stands for none. */
export function productsOf(files: DeviceFiles, vendorId: number, productId: number): HidProduct[] {
  return files.ids().flatMap((id) => {
    const reading = files.read(id)
    return reading?.ok && isOfProduct(reading.product, vendorId, productId) ? [reading.product] : []
  })
}

/** Reads the text of a device file. */
export function loadDevice(id: string, text: string): DeviceReading {
  const file = `${DEVICES_FOLDER}/${id}${ENDING}`
  if (text.length > TEXT_MAX_KIB * KIB) return refuse(file, { path: [], at: 'value', complaint: { code: 'too-large', limitKiB: TEXT_MAX_KIB } })
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : ''
    return refuse(file, { path: [], at: 'value', complaint: { code: 'json-syntax', detail } }, placeIn(detail))
  }
  const parsed = deviceSchema.safeParse(data)
  const findings = parsed.success ? checkDevice(parsed.data) : schemaFindings(parsed.error.issues, data)
  const problems = findings.length > 0 || keysWritten(text) !== keysIn(data) ? placed(file, text, findings) : []
  const [first, ...others] = problems
  if (first) return { ok: false, problems: [first, ...others] }
  if (!parsed.success) throw new Error('BUG_UNEXPECTED: the schema refused a device file and said nothing')
  const product = expandProduct(id, parsed.data)
  if (product.ok) return { ok: true, product: product.value }
  const [unreadable] = placed(file, text, [{ path: ['descriptor'], at: 'value', complaint: { code: 'wrong-value', found: product.error.detail, kind: 'descriptor' } }])
  if (!unreadable) throw new Error('BUG_UNEXPECTED: a finding without a problem')
  return { ok: false, problems: [unreadable] }
}

/** JSON is YAML too: the reader of the site file knows where in the text each value stands, and which key is there twice. */
function placed(file: string, text: string, findings: readonly Finding[]): SiteProblem[] {
  const source = readYaml(text)
  return [
    ...source.findings.map((finding) => toProblem(file, finding, finding.place)),
    ...findings.slice(0, PROBLEMS_MAX).map((finding) => toProblem(file, finding, source.locate(finding.path, finding.at))),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/** Of a key that is written twice, JSON.parse keeps the later one and says nothing. */
const keysWritten = (text: string): number => [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length

function keysIn(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0
  const values = Object.values(data).reduce<number>((sum, value) => sum + keysIn(value), 0)
  return Array.isArray(data) ? values : Object.keys(data).length + values
}

/** `… (line 5 column 3)`, as V8 says it. */
function placeIn(detail: string): Place {
  const found = /\(line (\d+) column (\d+)\)/.exec(detail)
  return { line: Number(found?.[1] ?? 1), column: Number(found?.[2] ?? 1) }
}

function toProblem(file: string, { path, complaint }: Finding, { line, column }: Place): SiteProblem {
  return { file, line, column, path: pathText(path), complaint, ...describeComplaint(complaint, 'en') }
}

const refuse = (file: string, finding: Finding, place: Place = { line: 1, column: 1 }): DeviceReading => ({ ok: false, problems: [toProblem(file, finding, place)] })
