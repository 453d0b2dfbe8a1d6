// The preset text on its way: handed to the radio of the channel that is spoken through, and followed until the radio says what
// became of it, or for as long as it could.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import type { ShortData } from '../../../native/kit/short-data.ts'
import type { SayRecorder } from './port.ts'
import { PRESET_FAILED_KIND, PRESET_MS, PRESET_SENT_KIND, PRESET_UNCONFIRMED_KIND, type PresetOutcome } from './types.ts'

const ENDED_KINDS: Readonly<Record<PresetOutcome, string>> = { sent: PRESET_SENT_KIND, failed: PRESET_FAILED_KIND, unconfirmed: PRESET_UNCONFIRMED_KIND }

export interface PresetGoal {
  readonly channel: string
  readonly group: string
  readonly device: string | undefined
}

export interface PresetSending {
  readonly isUnderWay: boolean
  /** @returns false when the radio does not take it */
  send(goal: PresetGoal, shortData: ShortData, text: string): boolean
  radioEvent(device: string, event: RadioEvent): void
  stop(): void
}

export interface PresetSendingDeps {
  readonly clock: Pick<Clock, 'after'>
  readonly recorder: Pick<SayRecorder, 'note'>
  readonly onEnded: (group: string, outcome: PresetOutcome, word: string | undefined) => void
}

export function createPresetSending({ clock, recorder, onEnded }: PresetSendingDeps): PresetSending {
  let sending: (PresetGoal & { readonly message: number; readonly timer: Timer }) | undefined
  const ended = (outcome: PresetOutcome, word?: string): void => {
    if (!sending) return
    const { channel, group, timer } = sending
    timer.cancel()
    sending = undefined
    onEnded(group, outcome, word)
    recorder.note(ENDED_KINDS[outcome], { channel, group, detail: word })
  }
  return {
    get isUnderWay() {
      return sending !== undefined
    },
    send(goal, shortData, text) {
      const sent = shortData.sendText({ gssi: goal.group }, text)
      if (!sent.ok) return false
      sending = { ...goal, message: sent.value, timer: clock.after(PRESET_MS, () => ended('unconfirmed')) }
      return true
    },
    radioEvent(device, event) {
      if (event.event !== 'delivery' || sending?.device !== device || sending.message !== event.message) return
      if (event.state === 'failed') ended('failed', event.detail)
      else ended(event.state === 'unconfirmed' ? 'unconfirmed' : 'sent')
    },
    stop: () => sending?.timer.cancel(),
  }
}
