// What the cross checks share: a finding at its place, values that stand twice, and names that must exist.
import type { DeviceOutline, Spot } from './outline.ts'
import type { Complaint, Finding, ReferenceTarget, SitePath, UniqueThing } from './problems.ts'
import { suggest } from './suggest.ts'

export const at = (path: SitePath, complaint: Complaint): Finding => ({ path, at: 'value', complaint })
export const present = <T>(spots: readonly (Spot<T> | undefined)[]): Spot<T>[] => spots.filter((spot) => spot !== undefined)
export const valuesOf = (spots: readonly (Spot<string> | undefined)[]): string[] => [...new Set(present(spots).map((spot) => spot.value))]

export function repeated(thing: UniqueThing, spots: readonly (Spot<string | number> | undefined)[]): Finding[] {
  const firsts = new Map<string | number, SitePath>()
  const findings: Finding[] = []
  for (const { path, value } of present(spots)) {
    const first = firsts.get(value)
    if (first === undefined) firsts.set(value, path)
    else findings.push(at(path, { code: 'duplicate', thing, value: String(value), first }))
  }
  return findings
}

export function checkReference(spot: Spot<string>, to: ReferenceTarget, options: readonly string[]): Finding[] {
  if (options.includes(spot.value)) return []
  const suggestion = suggest(spot.value, options)
  return [at(spot.path, { code: 'unknown-reference', to, value: spot.value, options, ...(suggestion && { suggestion }) })]
}

/** A device reference must exist and be of the driver that its use needs. */
export function checkDeviceReference(spot: Spot<string> | undefined, needed: string, devices: readonly DeviceOutline[]): Finding[] {
  if (spot === undefined) return []
  const missing = checkReference(spot, 'device', valuesOf(devices.map((device) => device.id)))
  if (missing.length > 0) return missing
  const driver = devices.find((device) => device.id?.value === spot.value)?.driver
  if (driver === undefined || driver === needed) return []
  return [at(spot.path, { code: 'wrong-reference', to: 'device', value: spot.value, needed: `driver: ${needed}` })]
}
