// What no single field can know: references, uniqueness, one owner a port, settings that exclude each other.
import type { DeviceOutline, Outline, ProbeOutline, Spot } from './outline.ts'
import type { Complaint, Finding, ReferenceTarget, SitePath, UniqueThing } from './problems.ts'
import { checkProduct, type SiteProducts } from './product-checks.ts'
import { checkRadios, driverOf } from './radio-checks.ts'
import { SETTING_ORDER, type SettingName } from './settings.ts'
import { suggest } from './suggest.ts'

export function crossCheck(site: Outline, products: SiteProducts): Finding[] {
  return [
    ...checkUnique(site),
    ...checkServices(site),
    ...checkDevices(site, products),
    ...checkPorts([...site.devices, ...site.services.flatMap(({ probes }) => probes.flatMap(({ id, transport }) => (transport ? [{ id, transport }] : [])))]),
    ...checkPlan(site),
    ...checkPanelKeys(site),
    ...checkSettings(site),
  ]
}

const at = (path: SitePath, complaint: Complaint): Finding => ({ path, at: 'value', complaint })
const present = <T>(spots: readonly (Spot<T> | undefined)[]): Spot<T>[] => spots.filter((spot) => spot !== undefined)
const valuesOf = (spots: readonly (Spot<string> | undefined)[]): string[] => [...new Set(present(spots).map((spot) => spot.value))]

function checkUnique(site: Outline): Finding[] {
  return [
    ...repeated('id', site.services.map((service) => service.id)),
    ...repeated('id', site.services.flatMap((service) => service.probes.map((probe) => probe.id))),
    ...repeated('id', site.devices.map((device) => device.id)),
    // Channels and cards stand in one list before the dispatcher and are named alike in the record.
    ...repeated('id', [...site.channels, ...site.cards].map((means) => means.id)),
    ...repeated('key', site.groups.map((group) => group.key)),
    ...repeated('label', site.groups.map((group) => group.label)),
    ...repeated('gssi', site.groups.map((group) => group.gssi)),
    ...repeated('ssi', site.units),
  ]
}

function repeated(thing: UniqueThing, spots: readonly (Spot<string | number> | undefined)[]): Finding[] {
  const firsts = new Map<string | number, SitePath>()
  const findings: Finding[] = []
  for (const { path, value } of present(spots)) {
    const first = firsts.get(value)
    if (first === undefined) firsts.set(value, path)
    else findings.push(at(path, { code: 'duplicate', thing, value: String(value), first }))
  }
  return findings
}

function checkReference(spot: Spot<string>, to: ReferenceTarget, options: readonly string[]): Finding[] {
  if (options.includes(spot.value)) return []
  const suggestion = suggest(spot.value, options)
  return [at(spot.path, { code: 'unknown-reference', to, value: spot.value, options, ...(suggestion && { suggestion }) })]
}

/** A device reference must exist and be of the driver that its use needs. */
function checkDeviceReference(spot: Spot<string> | undefined, needed: string, devices: readonly DeviceOutline[]): Finding[] {
  if (spot === undefined) return []
  const missing = checkReference(spot, 'device', valuesOf(devices.map((device) => device.id)))
  if (missing.length > 0) return missing
  const driver = devices.find((device) => device.id?.value === spot.value)?.driver
  if (driver === undefined || driver === needed) return []
  return [at(spot.path, { code: 'wrong-reference', to: 'device', value: spot.value, needed: `driver: ${needed}` })]
}

function checkServices(site: Outline): Finding[] {
  const ids = valuesOf(site.services.map((service) => service.id))
  const findings: Finding[] = []
  for (const service of site.services) {
    for (const spot of service.dependsOn) findings.push(...checkReference(spot, 'service', ids))
    for (const probe of service.probes) {
      findings.push(...checkDeviceReference(probe.device, 'tetra-pei', site.devices))
      if (probe.sip) findings.push(...checkTlsKeys(probe.sip))
      if (probe.log) findings.push(...checkLog(probe.log))
      if (probe.transport?.fields['kind'] === 'serial') findings.push(...checkPlace(probe.transport))
      if (probe.heartbeatEveryMs) findings.push(...checkHeartbeat(probe.heartbeatEveryMs, site.settings))
    }
  }
  return [...findings, ...site.services.flatMap(checkPlanned), ...checkCycles(site)]
}

/** Written so that text sorts as time does. */
function checkPlanned({ planned }: Outline['services'][number]): Finding[] {
  return planned.flatMap(({ from, until }) =>
    from && until && until.value <= from.value ? [at(until.path, { code: 'ends-before-it-begins', from: from.value, until: until.value })] : [])
}

/** A certificate that nobody looks at would read as a safe line. */
function checkTlsKeys({ path, transport, tlsKeys }: NonNullable<ProbeOutline['sip']>): Finding[] {
  const excluded = (key: string, by: string): Finding => ({ path: [...path, key], at: 'key', complaint: { code: 'excluded', key, by } })
  if (transport !== 'tls') return tlsKeys.map((key) => excluded(key, `transport: ${transport}`))
  // One certificate by its fingerprint needs neither an authority nor a name.
  return tlsKeys.includes('fingerprint256') ? tlsKeys.filter((key) => key === 'ca').map((key) => excluded(key, 'fingerprint256')) : []
}

/** A bad line must be able to end, and a log that decides by itself must say something now and then. */
function checkLog({ path, value }: Spot<Record<string, unknown>>): Finding[] {
  const holds = (key: string): boolean => Array.isArray(value[key]) && value[key].length > 0
  const missing = (key: string, kind: string): Finding[] => [at(path, { code: 'missing', key, kind })]
  if (holds('bad') && !holds('good')) return missing('good', 'log-pattern')
  const mustSpeak = value['weight'] === 'primary' || !holds('bad')
  return mustSpeak && value['quietMs'] === undefined ? missing('quietMs', 'range:1000:3600000:ms') : []
}

function checkHeartbeat({ path, value: everyMs }: Spot<number>, settings: Outline['settings']): Finding[] {
  const silenceMs = settings.silenceUnknownMs
  if (silenceMs !== undefined && everyMs >= silenceMs) return [at(path, { code: 'heartbeat-too-slow', everyMs, silenceMs })]
  return checkRecovery(path, everyMs, settings)
}

/** Down would never end when so many replies cannot come within the window. */
function checkRecovery(path: SitePath, everyMs: number, settings: Outline['settings']): Finding[] {
  const { recoverReplies: replies, recoverWithinMs: withinMs } = settings
  if (replies === undefined || withinMs === undefined || everyMs * (replies - 1) <= withinMs) return []
  return [at(path, { code: 'never-recovers', everyMs, replies, withinMs })]
}

function checkCycles(site: Outline): Finding[] {
  const needs = new Map<string, readonly Spot<string>[]>()
  for (const service of site.services) if (service.id) needs.set(service.id.value, service.dependsOn)
  const safe = new Set<string>()
  const findings: Finding[] = []
  const visit = (id: string, trail: readonly string[]): void => {
    if (safe.has(id)) return
    for (const need of needs.get(id) ?? []) {
      const loop = [...trail, id].indexOf(need.value)
      if (loop >= 0) findings.push(at(need.path, { code: 'dependency-cycle', ids: [...[...trail, id].slice(loop), need.value] }))
      else visit(need.value, [...trail, id])
    }
    safe.add(id)
  }
  for (const id of needs.keys()) visit(id, [])
  return findings
}

function checkDevices(site: Outline, products: SiteProducts): Finding[] {
  const findings: Finding[] = []
  for (const device of site.devices) {
    const { path, fields } = device.transport
    if (fields['kind'] === 'simulated' && !site.simulated) findings.push(at([...path, 'kind'], { code: 'simulated-device' }))
    if (fields['kind'] === 'serial') findings.push(...checkPlace(device.transport))
    if (device.driver === 'headset') findings.push(...checkProduct(device, products))
    if (device.driver === 'hid-buttons') findings.push(...checkProduct(device, products), ...checkDeviceReference(device.relay, 'changeover-relay', site.devices))
  }
  return findings
}

function checkPlace({ path, fields }: DeviceOutline['transport']): Finding[] {
  const [hasPath, hasUsb] = [fields['path'] !== undefined, fields['usb'] !== undefined]
  if (hasPath && hasUsb) return [{ path: [...path, 'usb'], at: 'key', complaint: { code: 'excluded', key: 'usb', by: 'path' } }]
  return hasPath || hasUsb ? [] : [at(path, { code: 'missing', key: 'path', kind: 'serial-place' })]
}

function checkPorts(devices: readonly Pick<DeviceOutline, 'id' | 'transport'>[]): Finding[] {
  const owners = new Map<string, string>()
  const findings: Finding[] = []
  for (const device of devices) {
    const address = addressOf(device.transport.fields)
    if (address === undefined) continue
    const other = owners.get(address)
    if (other === undefined) owners.set(address, device.id?.value ?? '?')
    else findings.push(at(device.transport.path, { code: 'shared-port', address, other }))
  }
  return findings
}

function addressOf(fields: Record<string, unknown>): string | undefined {
  const { kind, path, usb, host, port } = fields
  if (kind === 'serial' && typeof path === 'string') return path
  if (kind === 'serial' && typeof usb === 'object' && usb !== null) return usbAddress(usb as Record<string, unknown>)
  // Names of hosts know no capitals.
  if ((kind === 'tcp' || kind === 'rfc2217' || kind === 'simulated') && typeof host === 'string' && typeof port === 'number') return `${host.toLowerCase()}:${port}`
  return kind === 'hid' || kind === 'cm108' ? usbAddress(fields) : undefined
}

/** What it is and all that tells it from its like. */
function usbAddress({ vendorId, productId, ...marks }: Record<string, unknown>): string | undefined {
  if (typeof vendorId !== 'string' || typeof productId !== 'string') return undefined
  const told = ['serial', 'unitId', 'port', 'interface'].flatMap((key) => (marks[key] === undefined ? [] : [`${key} ${String(marks[key])}`]))
  return [`${vendorId}:${productId}`, ...told].join(' ')
}

function checkPlan(site: Outline): Finding[] {
  const ids = valuesOf(site.services.map((service) => service.id))
  const findings: Finding[] = []
  for (const [index, channel] of site.channels.entries()) {
    if (index === 0 && channel.kind !== undefined && channel.kind !== 'rbs') findings.push(at([...channel.path, 'kind'], { code: 'first-channel' }))
    if (index > 0 && channel.kind === 'rbs') findings.push(at([...channel.path, 'kind'], { code: 'second-rbs' }))
    if (channel.service) findings.push(...checkConsole(channel.service, ids, site))
    findings.push(...checkDeviceReference(channel.device, driverOf(channel), site.devices))
    if (channel.group) findings.push(...checkReference(channel.group, 'group', valuesOf(site.groups.map((group) => group.gssi))))
  }
  findings.push(...checkRadios(site))
  for (const means of [...site.channels, ...site.cards]) {
    for (const spot of means.dependsOn) findings.push(...checkReference(spot, 'service', ids))
  }
  return findings
}

/** A key that does nothing looks like one that is broken. */
function checkPanelKeys(site: Outline): Finding[] {
  const options = [...site.channels.map((_channel, index) => `channel-${index + 1}`), ...present(site.groups.map((group) => group.key)).map(({ value }) => `group-${value}`)]
  return site.devices.flatMap(({ meanings }) => meanings
    .filter(({ value }) => /^(?:channel-[1-5]|group-[1-8])$/.test(value) && !options.includes(value))
    .map(({ path, value }) => at(path, { code: 'not-in-plan', meaning: value, options })))
}

function checkConsole(spot: Spot<string>, ids: readonly string[], site: Outline): Finding[] {
  const missing = checkReference(spot, 'service', ids)
  if (missing.length > 0) return missing
  const role = site.services.find((service) => service.id?.value === spot.value)?.role
  if (role === undefined || role === 'console') return []
  return [at(spot.path, { code: 'wrong-reference', to: 'service', value: spot.value, needed: 'role: console' })]
}

export function checkSettings(site: Pick<Outline, 'settings' | 'settingsWritten'>): Finding[] {
  const findings: Finding[] = []
  for (const { low, high, strict } of SETTING_ORDER) {
    const lowValue = site.settings[low]
    const highValue = site.settings[high]
    if (lowValue === undefined || highValue === undefined) continue
    if (strict ? lowValue < highValue : lowValue <= highValue) continue
    findings.push(at(settingPath(site, [low, high]), { code: 'setting-order', low, lowValue, high, highValue, strict }))
  }
  const everyMs = site.settings.probeEveryMs
  if (everyMs !== undefined) findings.push(...checkRecovery(settingPath(site, ['probeEveryMs', 'recoverReplies', 'recoverWithinMs']), everyMs, site.settings))
  return findings
}

/** The setting that the file names, for the other one has its default. */
function settingPath(site: Pick<Outline, 'settingsWritten'>, names: readonly SettingName[]): SitePath {
  const written = names.find((name) => site.settingsWritten.includes(name))
  return written === undefined ? ['settings'] : ['settings', written]
}
