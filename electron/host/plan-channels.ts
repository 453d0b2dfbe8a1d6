// The plan of the site file as the switch takes it, and a channel for each device of it that is there.
import { createDmoChannel } from './fallback/dmo-channel.ts'
import { createKeyedChannel } from './fallback/keyed-channel.ts'
import { createRadioChannel, type RadioChannel, type RadioChannelOptions } from './fallback/radio-channel.ts'
import { createSharedChannel } from './fallback/shared-channel.ts'
import type { SwitchPlan } from './fallback/types.ts'
import type { Devices } from './devices/devices.ts'
import type { HostDeps } from './parts.ts'
import type { Site, SiteChannel } from './site/types.ts'

/** Channels whose audio path the site file does not declare: nobody would know which microphone to take. */
export const audioUndeclaredIn = ({ plan }: Pick<Site, 'plan'>): ReadonlySet<string> =>
  new Set(plan.channels.flatMap((channel) => (channel.kind !== 'rbs' && channel.audio === undefined ? [channel.id] : [])))

export function planOf(site: Site): SwitchPlan {
  const { plan, position } = site
  return {
    channels: plan.channels.map((channel) => ({ id: channel.id, kind: channel.kind, ...fixedGroupOf(channel) })),
    groups: plan.groups.map((group) => group.gssi),
    // A call-taking position has no switch key, and nothing there switches by itself.
    mode: position.callTaking ? 'observe' : site.mode,
    automatic: plan.automatic,
  }
}

const fixedGroupOf = (channel: SiteChannel): { readonly fixedGroup?: string } =>
  (channel.kind === 'keyed' ? { fixedGroup: channel.group ?? '' } : channel.kind === 'dmo' ? { fixedGroup: channel.group } : {})

export function createChannels(deps: HostDeps, devices: Devices, onChange: () => void): readonly RadioChannel[] {
  const { site, clock, log, random } = deps
  return site.plan.channels.flatMap((channel) => {
    const keyed = channel.kind === 'keyed' ? devices.keyed.get(channel.device) : undefined
    if (channel.kind === 'keyed' && keyed) {
      return [createKeyedChannel({
        id: channel.id,
        driver: keyed.driver,
        wire: keyed.site.transport.kind === 'serial' || keyed.site.transport.kind === 'rfc2217' ? 'modem' : 'pin',
        verifyEveryMs: channel.verifyEveryS * 1000,
        clock,
        onChange,
        onVerified: (latencyMs, readiness) => log.info('channel.verified', { channel: channel.id, readiness: readiness.state, latencyMs: Math.round(latencyMs) }),
      })]
    }
    const radio = channel.kind === 'tetra' || channel.kind === 'dmo' ? devices.radios.get(channel.device) : undefined
    if (channel.kind === 'dmo' && radio) {
      return [createDmoChannel({
        id: channel.id,
        driver: radio.driver,
        verifyEveryMs: channel.verifyEveryS * 1000,
        clock,
        onChange,
        onVerified: (mode, readiness) => log.info('channel.verified', { channel: channel.id, readiness: readiness.state, mode }),
      })]
    }
    if (channel.kind !== 'tetra' || !radio) return []
    const common: RadioChannelOptions = {
      id: channel.id,
      driver: radio.driver,
      groups: site.plan.groups.map((group) => group.gssi),
      verifyEveryMs: channel.verifyEveryS * 1000,
      clock,
      onChange,
      onVerified: (proof, readiness) => log.info('channel.verified', { channel: channel.id, readiness: readiness.state, registration: proof.registration, latencyMs: Math.round(proof.latencyMs) }),
    }
    return [radio.lease ? createSharedChannel({ ...common, lease: radio.lease, random, confirmMs: site.settings.confirmMs }) : createRadioChannel(common)]
  })
}
