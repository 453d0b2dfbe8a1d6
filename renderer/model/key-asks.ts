// What a key of the console asks now: the same as the button that stands on the screen at this moment.
import { symptomOfTap, type KeyAction } from '../../electron/contract/keys.ts'
import { isRbs, type ConsoleView } from './console-view.ts'
import type { StripModel } from './strip-model.ts'
import type { Ask } from './switch-face.ts'

export function askOfKey(action: KeyAction, view: ConsoleView, strip: StripModel): Ask | undefined {
  switch (action) {
    case 'switch':
      return switchKey(view, strip)
    case 'back':
      return backKey(view, strip)
    case 'acknowledge':
      return strip.acknowledge.face === 'press' ? strip.acknowledge.ask : undefined
    case 'take-emergency':
      return strip.emergency?.ask
    case 'report':
      return strip.report.ask
    // A key only says it, and never takes it back: whoever presses it again notices it again.
    case 'tap-speech-drops':
    case 'tap-ptt-refused':
    case 'tap-no-reception': {
      const symptom = symptomOfTap(action)
      return symptom && { call: 'people.tap', input: { symptom } }
    }
    case 'show-main':
    case 'unit-report':
      return undefined
    case 'channel-1':
    case 'channel-2':
    case 'channel-3':
    case 'channel-4':
    case 'channel-5':
      return channelKey(Number(action.slice(-1)), view)
  }
}

/** On an alternative the button leads back, and this key goes on to the next channel of the plan. */
function switchKey({ topics }: ConsoleView, { switch: face }: StripModel): Ask | undefined {
  if (face.key === 'switch') return face.ask
  const next = topics.switch.switch?.next
  return face.key === 'back' && next !== undefined ? { call: 'switch.to', input: { to: next } } : undefined
}

function backKey({ topics }: ConsoleView, { switch: face, stay }: StripModel): Ask | undefined {
  if (stay) return stay.ask
  if (face.key === 'back') return face.ask
  const state = topics.switch.switch
  const isAway = state !== undefined && face.ask !== undefined && !isRbs(topics.channels[state.channel])
  return isAway ? { call: 'return.accept', input: {} } : undefined
}

function channelKey(number: number, { topics }: ConsoleView): Ask | undefined {
  const channel = Object.values(topics.channels)[number - 1]
  if (!channel) return undefined
  return isRbs(channel) ? { call: 'return.accept', input: {} } : { call: 'switch.to', input: { to: channel.id } }
}
