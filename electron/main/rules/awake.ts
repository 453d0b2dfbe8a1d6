// What the computer must not put to sleep. Itself never: a sleeping console watches nothing. The display not while it shows
// what somebody has to see; an unmanned position may go dark otherwise.
import type { KeyFacts } from '../../contract/key-calls.ts'

export type Awake = 'computer' | 'computer-and-display'

/** On an alternative the strip is all that says what is not heard; an alarm nobody acknowledged must stay in sight. */
export function awakeFor({ switch: { switch: view }, channels, alarms }: KeyFacts): Awake {
  const channel = view && channels[view.channel]
  const onAlternative = channel !== undefined && channel.kind !== 'rbs'
  const unseen = Object.values(alarms).some((alarm) => !alarm.acknowledged)
  return onAlternative || unseen ? 'computer-and-display' : 'computer'
}
