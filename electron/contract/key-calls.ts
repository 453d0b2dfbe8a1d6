// What a key without a page asks of the host, by what stands on the screen at that moment: a global key of the shell, or a
// key of a panel. Decided once, so that both mean the same. DESIGN section 7.
import type { CallInput, CallName } from './calls.ts'
import { symptomOfTap, type GroupAction, type KeyAction, type PanelAction } from './keys.ts'
import { UNDO_MS, type AlarmView, type Topics } from './topics.ts'

/** The topics a global key needs: the shell subscribes to these and no others. */
export const KEY_TOPICS = ['switch', 'channels', 'alarms'] as const
export type KeyFacts = Pick<Topics, (typeof KEY_TOPICS)[number]>

/** A panel also has group keys. */
export type PanelFacts = KeyFacts & Pick<Topics, 'site'>

export type KeyCall = { [Name in CallName]: { readonly name: Name; readonly input: CallInput<Name> } }[CallName]

const MOST_ALARMS = 64 // as many as one call takes

/**
 * The call of a key pressed at `utcMs`, host's time.
 *
 * @returns undefined where nothing stands that the key could press, and for what a window does itself. A tap only says, never takes
 *   back: whoever presses it again notices it again
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
    case 'tap-speech-drops':
    case 'tap-ptt-refused':
    case 'tap-no-reception': {
      const symptom = symptomOfTap(action)
      return symptom && { name: 'people.tap', input: { symptom } }
    }
    case 'show-main':
    case 'unit-report':
      return undefined
  }
}

/** The same for a key of a panel: group keys besides, by their number in the plan. */
export function panelCallOf(action: PanelAction, facts: PanelFacts, utcMs: number): KeyCall | undefined {
  if (!isGroupAction(action)) return callOf(action, facts, utcMs)
  const group = groupOfKey(action, facts)
  return group === undefined ? undefined : { name: 'group.select', input: { group } }
}

/** GSSI behind a group key; undefined where the plan has no group with that number. */
export const groupOfKey = (action: GroupAction, { site }: Pick<Topics, 'site'>): string | undefined =>
  site.site?.groups.find((group) => group.key === Number(action.slice('group-'.length)))?.gssi

const isGroupAction = (action: PanelAction): action is GroupAction => action.startsWith('group-')

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
export function openAlarms({ alarms }: Pick<Topics, 'alarms'>): readonly AlarmView[] {
  return Object.values(alarms).filter((alarm) => !alarm.acknowledged).sort((a, b) => a.sinceUtcMs - b.sinceUtcMs)
}
