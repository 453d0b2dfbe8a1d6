// What the cross checks look at: the parts of a site file that can be read, however wrong the rest is,
// so that one reading of the file reports everything.
import { settingsSchema, type SettingName } from './settings.ts'
import type { SitePath } from './problems.ts'

/** A value and where it stands. */
export interface Spot<T> {
  readonly path: SitePath
  readonly value: T
}

export interface ProbeOutline {
  readonly id: Spot<string> | undefined
  readonly device: Spot<string> | undefined
  readonly heartbeatEveryMs: Spot<number> | undefined
  /** Of a sip probe: how it is asked, and which of the keys that only TLS has are there. */
  readonly sip: { readonly path: SitePath; readonly transport: string; readonly tlsKeys: readonly string[] } | undefined
  /** Of a log, as it is written. */
  readonly log: Spot<Record<string, unknown>> | undefined
  /** Where a contact is read. */
  readonly transport: DeviceOutline['transport'] | undefined
}

export interface ServiceOutline {
  readonly id: Spot<string> | undefined
  readonly role: string | undefined
  readonly dependsOn: readonly Spot<string>[]
  readonly probes: readonly ProbeOutline[]
  /** Planned work that is said with its beginning and its end. */
  readonly planned: readonly { readonly from: Spot<string> | undefined; readonly until: Spot<string> | undefined }[]
}

export interface DeviceOutline {
  readonly path: SitePath
  readonly id: Spot<string> | undefined
  readonly driver: string | undefined
  readonly product: Spot<string> | undefined
  readonly transport: { readonly path: SitePath; readonly fields: Record<string, unknown> }
  readonly buttons: readonly Spot<string>[] | undefined
  readonly relay: Spot<string> | undefined
  /** What the inputs do. */
  readonly meanings: readonly Spot<string>[]
}

export interface ChannelOutline {
  readonly path: SitePath
  readonly id: Spot<string> | undefined
  readonly kind: string | undefined
  readonly service: Spot<string> | undefined
  readonly device: Spot<string> | undefined
  /** A radio of the room: what the file says, where it says so. */
  readonly shared: Spot<true> | undefined
  /** The group a keyed set stands on. */
  readonly group: Spot<string> | undefined
  readonly dependsOn: readonly Spot<string>[]
}

export interface CardOutline {
  readonly id: Spot<string> | undefined
  readonly dependsOn: readonly Spot<string>[]
}

export interface GroupOutline {
  readonly key: Spot<number> | undefined
  readonly label: Spot<string> | undefined
  readonly gssi: Spot<string> | undefined
}

export interface Outline {
  readonly simulated: boolean
  /** Absent: what the file says is not a valid value, which the schema reports. */
  readonly settings: Readonly<Partial<Record<SettingName, number>>>
  /** Settings the file names itself: a clash is pointed out there. */
  readonly settingsWritten: readonly string[]
  readonly services: readonly ServiceOutline[]
  readonly devices: readonly DeviceOutline[]
  readonly channels: readonly ChannelOutline[]
  readonly cards: readonly CardOutline[]
  readonly groups: readonly GroupOutline[]
  /** SSI of each unit with a call sign. */
  readonly units: readonly (Spot<string> | undefined)[]
}

export function outlineOf(data: unknown): Outline {
  const site = fieldsOf(data)
  const plan = fieldsOf(site['plan'])
  return {
    simulated: site['simulated'] === true,
    settings: settingsOf(fieldsOf(site['settings'])),
    settingsWritten: Object.keys(fieldsOf(site['settings'])),
    services: items(site['services'], ['services']).map(serviceOf),
    devices: items(site['devices'], ['devices']).map(deviceOf),
    channels: items(plan['channels'], ['plan', 'channels']).map(channelOf),
    cards: items(plan['cards'], ['plan', 'cards']).map(({ path, value }) => ({
      id: word(value, path, 'id'),
      dependsOn: words(value, path, 'dependsOn'),
    })),
    groups: items(plan['groups'], ['plan', 'groups']).map(({ path, value }) => ({
      key: number(value, path, 'key'),
      label: word(value, path, 'label'),
      gssi: word(value, path, 'gssi'),
    })),
    units: items(site['units'], ['units']).map(({ path, value }) => word(value, path, 'ssi')),
  }
}

type Fields = Record<string, unknown>

function serviceOf({ path, value }: Spot<Fields>): ServiceOutline {
  return {
    id: word(value, path, 'id'),
    role: word(value, path, 'role')?.value,
    dependsOn: words(value, path, 'dependsOn'),
    probes: items(value['probes'], [...path, 'probes']).map((probe) => ({
      id: word(probe.value, probe.path, 'id'),
      device: probe.value['kind'] === 'witness' ? word(probe.value, probe.path, 'device') : undefined,
      heartbeatEveryMs: probe.value['kind'] === 'heartbeat' ? number(probe.value, probe.path, 'everyMs') : undefined,
      sip: probe.value['kind'] === 'sip' ? sipOf(probe) : undefined,
      log: probe.value['kind'] === 'log-tail' ? probe : undefined,
      transport: probe.value['kind'] === 'serial-line' ? { path: [...probe.path, 'transport'], fields: fieldsOf(probe.value['transport']) } : undefined,
    })),
    planned: items(value['maintenance'], [...path, 'maintenance']).map((window) => ({
      from: word(window.value, window.path, 'from'),
      until: word(window.value, window.path, 'until'),
    })),
  }
}

const TLS_KEYS = ['ca', 'fingerprint256', 'servername'] as const

function sipOf({ path, value }: Spot<Fields>): NonNullable<ProbeOutline['sip']> {
  return { path, transport: word(value, path, 'transport')?.value ?? 'udp', tlsKeys: TLS_KEYS.filter((key) => value[key] !== undefined) }
}

function deviceOf({ path, value }: Spot<Fields>): DeviceOutline {
  const buttons = value['buttons']
  return {
    path,
    id: word(value, path, 'id'),
    driver: word(value, path, 'driver')?.value,
    product: word(value, path, 'product'),
    transport: { path: [...path, 'transport'], fields: fieldsOf(value['transport']) },
    buttons: isFields(buttons)
      ? Object.keys(buttons).map((name) => ({ path: [...path, 'buttons', name], value: name }))
      : undefined,
    relay: word(value, path, 'relay'),
    meanings: isFields(buttons)
      ? Object.entries(buttons).flatMap(([name, meaning]) => (typeof meaning === 'string' ? [{ path: [...path, 'buttons', name], value: meaning }] : []))
      : [],
  }
}

const channelOf = ({ path, value }: Spot<Fields>): ChannelOutline => ({
  path,
  id: word(value, path, 'id'),
  kind: word(value, path, 'kind')?.value,
  service: value['kind'] === 'rbs' ? word(value, path, 'service') : undefined,
  device: value['kind'] === 'tetra' || value['kind'] === 'keyed' || value['kind'] === 'dmo' ? word(value, path, 'device') : undefined,
  shared: value['kind'] === 'tetra' && value['shared'] === true ? { path: [...path, 'shared'], value: true } : undefined,
  group: value['kind'] === 'keyed' ? word(value, path, 'group') : undefined,
  dependsOn: words(value, path, 'dependsOn'),
})

function settingsOf(written: Fields): Outline['settings'] {
  const settings: Partial<Record<SettingName, number>> = {}
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const parsed = schema.safeParse(written[name])
    if (parsed.success) settings[name as SettingName] = parsed.data
  }
  return settings
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

function items(value: unknown, path: SitePath): Spot<Fields>[] {
  if (!Array.isArray(value)) return []
  return value.map((item: unknown, index) => ({ path: [...path, index], value: fieldsOf(item) }))
}

function word(fields: Fields, path: SitePath, key: string): Spot<string> | undefined {
  const value = fields[key]
  return typeof value === 'string' ? { path: [...path, key], value } : undefined
}

function number(fields: Fields, path: SitePath, key: string): Spot<number> | undefined {
  const value = fields[key]
  return typeof value === 'number' ? { path: [...path, key], value } : undefined
}

function words(fields: Fields, path: SitePath, key: string): Spot<string>[] {
  const value = fields[key]
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown, index) => (typeof one === 'string' ? [{ path: [...path, key, index], value: one }] : []))
}
