// Reads a site file: every mistake in it at once, each with its line and with what would be right.
import type { HidProduct } from '../../../native/registry.ts'
import { createDeviceFiles, deliveredDevices, type DeviceFiles } from './device-table/device-files.ts'
import { crossCheck } from './cross-checks.ts'
import { NESTING_MAX, tooDeepAt } from './nesting.ts'
import { outlineOf } from './outline.ts'
import { describeComplaint } from './problem-text.ts'
import { pathText, type Finding, type SiteProblem } from './problems.ts'
import type { SiteProducts } from './product-checks.ts'
import { schemaFindings } from './schema-findings.ts'
import { siteSchema, type Site } from './schema.ts'
import { readYaml, type Place } from './yaml-source.ts'

export type SiteReading =
  /** `products` holds every product that the site names, by its id. */
  | { readonly ok: true; readonly site: Site; readonly products: ReadonlyMap<string, HidProduct> }
  | { readonly ok: false; readonly problems: readonly [SiteProblem, ...SiteProblem[]] }

/** A site file of 64 services is under 32 KiB; parsing is linear, so this bounds the time too. */
const TEXT_MAX_KIB = 512
const KIB = 1_024

/**
 * Reads the text of a site file.
 *
 * @param fileName  as it is to be shown in problems
 * @param devices   where the products stand that it may name; a file that it names is read, no other
 * @returns the site with every default filled in, or all problems in the order of the file. With a syntax error only
 *   those and keys written twice are told: what follows a syntax error is a guess.
 */
export function loadSite(text: string, fileName: string, devices: DeviceFiles = createDeviceFiles([deliveredDevices()])): SiteReading {
  if (text.length > TEXT_MAX_KIB * KIB) return refuse(fileName, { path: [], at: 'value', complaint: { code: 'too-large', limitKiB: TEXT_MAX_KIB } })
  if (text.trim() === '') return refuse(fileName, { path: [], at: 'value', complaint: { code: 'empty' } })
  const deep = tooDeepAt(text)
  if (deep) return refuse(fileName, { path: [], at: 'value', complaint: { code: 'too-deep', limit: NESTING_MAX } }, deep)

  const source = readYaml(text)
  const problems = source.findings.map((finding) => toProblem(fileName, finding, finding.place))
  const parsed = siteSchema.safeParse(source.data)
  const named = readNamed(devices)
  if (source.readable) {
    const findings = [
      ...(parsed.success ? [] : schemaFindings(parsed.error.issues, source.data)),
      ...crossCheck(outlineOf(source.data), named),
    ]
    for (const finding of findings) problems.push(toProblem(fileName, finding, source.locate(finding.path, finding.at)))
  }
  const [first, ...others] = [...problems.toSorted((a, b) => a.line - b.line || a.column - b.column), ...named.problems]
  if (first) return { ok: false, problems: [first, ...others] }
  if (parsed.success) return { ok: true, site: parsed.data, products: named.products }
  throw new Error('BUG_UNEXPECTED: the schema refused a site file and said nothing')
}

/** Reads each product once, when a device of the site names it. */
function readNamed(devices: DeviceFiles): SiteProducts & { readonly products: Map<string, HidProduct>; readonly problems: SiteProblem[] } {
  const products = new Map<string, HidProduct>()
  const problems: SiteProblem[] = []
  const unreadable = new Set<string>()
  return {
    products,
    problems,
    ids: devices.ids,
    find: (id) => {
      const reading = products.has(id) || unreadable.has(id) ? undefined : devices.read(id)
      if (reading?.ok) products.set(id, reading.product)
      else if (reading) {
        unreadable.add(id)
        problems.push(...reading.problems)
      }
      return products.get(id) ?? (unreadable.has(id) ? 'unreadable' : undefined)
    },
  }
}

/** Reads the bytes of a site file; YAML is UTF-8 here. */
export function loadSiteBytes(bytes: Uint8Array, fileName: string, devices?: DeviceFiles): SiteReading {
  const text = decodeUtf8(bytes)
  if (text === undefined) return refuse(fileName, { path: [], at: 'value', complaint: { code: 'not-text' } })
  return loadSite(text, fileName, devices)
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const refuse = (fileName: string, finding: Finding, place: Place = { line: 1, column: 1 }): SiteReading => ({
  ok: false,
  problems: [toProblem(fileName, finding, place)],
})

function toProblem(file: string, { path, complaint }: Finding, { line, column }: Place): SiteProblem {
  return { file, line, column, path: pathText(path), complaint, ...describeComplaint(complaint, 'en') }
}
