// One radio, one use: what two channels may not share, and what the control radio may not be.
import type { ChannelOutline, Outline } from './outline.ts'
import type { Complaint, Finding, SitePath } from './problems.ts'

export function checkRadios(site: Outline): Finding[] {
  return [...checkOwnDevices(site.channels), ...checkShared(site), ...checkWitnesses(site)]
}

/** What a channel of this kind must be of. */
export const driverOf = ({ kind }: Pick<ChannelOutline, 'kind'>): string => (kind === 'keyed' ? 'keyed-radio' : 'tetra-pei')

const at = (path: SitePath, complaint: Complaint): Finding => ({ path, at: 'value', complaint })

/** What a radio says is told of its channel: of two on one radio one would show the other's floor, and give it back. */
function checkOwnDevices(channels: Outline['channels']): Finding[] {
  return channels.flatMap(({ device, kind }, index) => {
    // Of another kind the device is the wrong one, which is told.
    const first = channels.slice(0, index).find((other) => driverOf(other) === driverOf({ kind }) && other.device?.value === device?.value)
    return device && first ? [at(device.path, { code: 'shared-device', device: device.value, first: first.path })] : []
  })
}

/** Held by nobody else, it would be opened and let go of for nothing. */
function checkShared({ channels, devices }: Outline): Finding[] {
  return channels.flatMap(({ shared, device }) => {
    const kind = devices.find(({ id }) => id?.value === device?.value)?.transport.fields['kind']
    return shared && device && kind === 'serial' ? [at(shared.path, { code: 'not-shareable', device: device.value, kind })] : []
  })
}

function checkWitnesses({ channels, services }: Outline): Finding[] {
  const elsewhere = channels.filter(({ kind, shared }) => kind === 'dmo' || shared)
  return services.flatMap(({ probes }) => probes).flatMap(({ device }) => {
    const channel = elsewhere.find((one) => device && one.device?.value === device.value)
    return device && channel ? [at(device.path, { code: 'no-witness', device: device.value, channel: channel.path, why: channel.kind === 'dmo' ? 'dmo' : 'shared' })] : []
  })
}
