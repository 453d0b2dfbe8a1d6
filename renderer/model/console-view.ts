// Everything a page knows at one moment, as the models read it.
import type { ShellView } from '../../electron/contract/shell.ts'
import type { ChannelView, ServiceView, SiteView, Topics } from '../../electron/contract/topics.ts'
import type { Words } from './words.ts'

export interface ConsoleView {
  readonly topics: Topics
  /** The host's clock, whole seconds. */
  readonly nowUtcMs: number
  readonly shell: ShellView | undefined
}

/** The RBS may be called otherwise at this site. */
export const rbsLabel = (channels: Topics['channels']): string => Object.values(channels).find((channel) => channel.kind === 'rbs')?.label ?? 'RBS'

export const groupLabel = (site: SiteView | undefined, gssi: string | undefined): string => site?.groups.find((group) => group.gssi === gssi)?.label ?? gssi ?? ''

/** As `groupLabel`, also for the group of a radio in direct mode, which is none of the plan. */
export const anyGroupLabel = ({ channels, site }: Pick<Topics, 'channels' | 'site'>, gssi: string | undefined): string =>
  Object.values(channels).find(({ fixedGroup, fixedGroupLabel }) => fixedGroupLabel !== undefined && fixedGroup === gssi)?.fixedGroupLabel ?? groupLabel(site.site, gssi)

export const channelLabel = (channels: Topics['channels'], id: string | undefined): string => (id === undefined ? '' : (channels[id]?.label ?? id))

/** "Mobilofoon – INC-1". A set that stands on a group of its own is named with that one, one without a group alone. */
export function alternativeLabel({ channels, site }: Pick<Topics, 'channels' | 'site'>, id: string | undefined, group: string | undefined, words: Words): string {
  const label = channelLabel(channels, id)
  const channel = id === undefined ? undefined : channels[id]
  const fixed = channel?.fixedGroup
  if (fixed === '') return label
  return words.text('channel.alternative', { label, group: ownGroupLabel(channel, group, site.site) ?? groupLabel(site.site, fixed ?? group) })
}

/** A radio in direct mode stands on a group that is none of the plan, and may have been turned to another by hand. */
function ownGroupLabel(channel: ChannelView | undefined, group: string | undefined, site: SiteView | undefined): string | undefined {
  if (channel?.fixedGroupLabel === undefined || group === undefined) return channel?.fixedGroupLabel
  // The wanted group is one of the plan: it says nothing of where this radio stands.
  if (group === channel.fixedGroup || site?.groups.some(({ gssi }) => gssi === group)) return channel.fixedGroupLabel
  return group
}

/** Whom to call when no channel is left. */
export const whomToCall = (site: SiteView | undefined, words: Words): string => site?.lastResort ?? words.text('switch.whom')

/** The RBS as a service, with what it is worth now. */
export const rbsService = (services: Topics['services']): ServiceView | undefined => Object.values(services).find((service) => service.role === 'console')

/** What the position works by now. */
export const activeChannel = ({ channels, switch: { switch: state } }: Pick<Topics, 'channels' | 'switch'>): ChannelView | undefined => (state ? channels[state.channel] : undefined)

/** It cannot be relied on, and `cause` says why. */
export const isUnfit = (channel: ChannelView | undefined): boolean => channel?.readiness === 'failed' || channel?.readiness === 'struck-out'

export const isRbs = (channel: ChannelView | undefined): boolean => channel?.kind === 'rbs'

export const openEmergencies = ({ alarms }: Pick<Topics, 'alarms'>): readonly string[] => Object.values(alarms).filter((alarm) => alarm.kind === 'emergency').map((alarm) => alarm.id)

/** Until it is taken nothing else is the thing to press. */
export const isEmergencyOpen = (topics: Pick<Topics, 'alarms'>): boolean => openEmergencies(topics).length > 0

export const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
