// What a global key asks of the host, by what stands on the screen at that moment. DESIGN section 7.
import type { CallInput, CallName } from '../../contract/calls.ts'
import type { KeyAction } from '../../contract/keys.ts'
import { UNDO_MS, type AlarmView, type Topics } from '../../contract/topics.ts'

/** The topics a key needs: the shell subscribes to these and no others. */
export const KEY_TOPICS = ['switch', 'channels', 'alarms'] as const
export type KeyFacts = Pick<Topics, (typeof KEY_TOPICS)[number]>

export type KeyCall = { [Name in CallName]: { readonly name: Name; readonly input: CallInput<Name> } }[CallName]

const MOST_ALARMS = 64 // as many as one call takes

/**
 * The call of a key pressed at `utcMs`, host's time.
 *
 * @returns undefined where nothing stands that the key could press; `show-main` is the shell's own
 */
export function callOf(action: KeyAction, facts: KeyFacts, utcMs: number): KeyCall | undefined {
  switch (action) {
    case 'switch':
      return switchCall(facts)
    case 'back':
      return backCall(facts, utcMs)
    case 'channel-1':
    case 'channel-2':
    case 'channel-3':
    case 'channel-4':
    case 'channel-5': {
      const to = Object.keys(facts.channels)[Number(action.slice('channel-'.length)) - 1]
      return to === undefined ? undefined : { name: 'switch.to', input: { to } }
    }
    case 'take-emergency': {
      const [oldest] = openAlarms(facts).filter((alarm) => alarm.kind === 'emergency')
      return oldest && { name: 'emergency.take', input: { alarm: oldest.id } }
    }
    case 'acknowledge': {
      const alarms = openAlarms(facts).filter((alarm) => alarm.kind !== 'emergency').map((alarm) => alarm.id)
      return alarms.length === 0 ? undefined : { name: 'alarm.acknowledge', input: { alarms: alarms.slice(0, MOST_ALARMS) } }
    }
    case 'report':
      return { name: 'fault.report', input: {} }
    case 'show-main':
      return undefined
  }
}

/** To what stands on the button, never to what came to stand there meanwhile; the host chooses where nothing is named. */
function switchCall({ switch: { switch: view } }: KeyFacts): KeyCall {
  const waitsFor = view?.phase === 'deferred' ? view.to : undefined
  const to = waitsFor ?? view?.countdown?.to ?? view?.next
  return { name: 'switch.to', input: to === undefined ? {} : { to } }
}

/** "Blijf op RBS" while a countdown runs; "Maak ongedaan" for 8 s after a switch; then "Terug naar RBS" on an alternative. */
function backCall({ switch: { switch: view }, channels }: KeyFacts, utcMs: number): KeyCall | undefined {
  if (!view) return undefined
  if (view.countdown) return { name: 'switch.stay', input: {} }
  // On the RBS the screen offers nothing to undo, and a key does nothing that does not stand there.
  if (channels[view.channel]?.kind === 'rbs') return undefined
  const ageMs = utcMs - view.sinceUtcMs // below 0 when the clock was set back: over
  return view.undo !== undefined && ageMs >= 0 && ageMs < UNDO_MS ? { name: 'switch.undo', input: {} } : { name: 'return.accept', input: {} }
}

/** Not acknowledged, oldest first. */
function openAlarms({ alarms }: KeyFacts): readonly AlarmView[] {
  return Object.values(alarms).filter((alarm) => !alarm.acknowledged).sort((a, b) => a.sinceUtcMs - b.sinceUtcMs)
}

const FIRST_REPEAT_MS = 1100 // no keyboard waits longer than 1 s before it repeats a held key
const REPEAT_MS = 600 // nor longer than 0.5 s between repeats

/**
 * Drops what a held key repeats: the host would take each as a press.
 *
 * @returns whether this press counts
 */
export function createRepeatFilter(): (action: KeyAction, monotonicMs: number) => boolean {
  const held = new Map<KeyAction, { readonly countedMs: number; readonly lastMs: number }>()
  return (action, monotonicMs) => {
    const { countedMs, lastMs } = held.get(action) ?? { countedMs: -Infinity, lastMs: -Infinity }
    const counts = monotonicMs - countedMs >= FIRST_REPEAT_MS && monotonicMs - lastMs >= REPEAT_MS
    held.set(action, { countedMs: counts ? monotonicMs : countedMs, lastMs: monotonicMs })
    return counts
  }
}
