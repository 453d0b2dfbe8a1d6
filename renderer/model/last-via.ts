// What this position works via, in the words for when the console is gone: speech goes on by hand, on that very channel.
import type { Topics } from '../../electron/contract/topics.ts'
import { channelLabel, isRbs } from './console-view.ts'
import type { Words } from './words.ts'

/** @returns undefined as long as that is not known */
export function lastViaOf(topics: Pick<Topics, 'switch' | 'channels'>, words: Words): string | undefined {
  const id = topics.switch.switch?.channel
  const active = id === undefined ? undefined : topics.channels[id]
  if (!active) return undefined
  // The headline already says to use the radio control itself.
  return words.text(isRbs(active) ? 'link.lost.via-rbs' : 'link.lost.via', { channel: channelLabel(topics.channels, id) })
}
