// Everything a page knows at one moment, as the models read it.
import type { ShellView } from '../../electron/contract/shell.ts'
import type { ChannelView, SiteView, Topics } from '../../electron/contract/topics.ts'

export interface ConsoleView {
  readonly topics: Topics
  /** The host's clock, whole seconds. */
  readonly nowUtcMs: number
  readonly shell: ShellView | undefined
}

/** The RBS may be called otherwise at this site. */
export const rbsLabel = (channels: Topics['channels']): string => Object.values(channels).find((channel) => channel.kind === 'rbs')?.label ?? 'RBS'

export const groupLabel = (site: SiteView | undefined, gssi: string | undefined): string => site?.groups.find((group) => group.gssi === gssi)?.label ?? gssi ?? ''

export const channelLabel = (channels: Topics['channels'], id: string | undefined): string => (id === undefined ? '' : (channels[id]?.label ?? id))

export const isRbs = (channel: ChannelView | undefined): boolean => channel?.kind === 'rbs'

export const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
