// What the lights of a key panel say. Pure; reviewed table: test/fixtures/panel/lights-table.txt. DESIGN section 7.
// Three looks and the key's place carry the meaning, colour only repeats it: steady is how things are, flashing asks for a
// hand, dark is nothing there. Blue is switching, red is trouble and transmitting.
import type { LightState, Lights } from '../../../native/kit/buttons.ts'
import { groupOfKey, openAlarms } from '../../contract/key-calls.ts'
import { symptomOfTap, type ButtonMeaning, type GroupAction, type TapAction } from '../../contract/keys.ts'
import type { SwitchView, Topics } from '../../contract/topics.ts'

/** The topics that lights speak of. */
export const LIGHT_TOPICS = ['site', 'services', 'switch', 'channels', 'alarms', 'ptt', 'record', 'faults'] as const
export type LightFacts = Pick<Topics, (typeof LIGHT_TOPICS)[number]>

interface KeyLights {
  readonly blue: LightState
  readonly red: LightState
}

const DARK: KeyLights = { blue: 'off', red: 'off' }
const blue = (state: LightState): KeyLights => ({ ...DARK, blue: state })
const red = (state: LightState): KeyLights => ({ ...DARK, red: state })

/**
 * The lights of one panel.
 *
 * @param isBeat  the short dark moment of the sign of life: a panel whose green light stands still has no console behind it
 * @returns a state for each light of each input, and for the two indicators
 */
export function panelLights(facts: LightFacts, buttons: Readonly<Record<string, ButtonMeaning>>, isBeat: boolean): Lights {
  const lights: Record<string, LightState> = { green: isAlive(facts) && !isBeat ? 'on' : 'off', red: troubleLight(facts) }
  for (const [input, meaning] of Object.entries(buttons)) {
    const key = keyLights(meaning, facts)
    lights[`${input}-blue`] = key.blue
    lights[`${input}-red`] = key.red
  }
  return lights
}

/** Watching, and what it sees is kept. A console that loses its record still shows where it switches, but not that all is well. */
const isAlive = ({ site, record }: LightFacts): boolean => site.site !== undefined && record.record !== undefined && !record.record.failing

function troubleLight(facts: LightFacts): LightState {
  if (openAlarms(facts).length > 0) return 'flash'
  return Object.keys(facts.alarms).length > 0 || facts.record.record?.failing ? 'on' : 'off'
}

function keyLights(meaning: ButtonMeaning, facts: LightFacts): KeyLights {
  switch (meaning) {
    case 'ptt':
      return pttLight(facts)
    case 'switch':
      return blue(switchLight(facts))
    case 'back':
      return blue(backLight(facts))
    case 'channel-1':
    case 'channel-2':
    case 'channel-3':
    case 'channel-4':
    case 'channel-5':
      return blue(channelLight(Object.keys(facts.channels)[Number(meaning.slice('channel-'.length)) - 1], facts))
    case 'take-emergency':
      return red(openAlarms(facts).some(({ kind }) => kind === 'emergency') ? 'flash' : 'off')
    case 'acknowledge':
      return red(acknowledgeLight(facts))
    case 'report':
      return blue(reportLight(facts))
    case 'tap-speech-drops':
    case 'tap-ptt-refused':
    case 'tap-no-reception':
      return blue(tapLight(meaning, facts))
    case 'spare':
      return DARK
    default:
      return groupLights(meaning, facts)
  }
}

function pttLight({ ptt: { ptt } }: LightFacts): KeyLights {
  if (ptt?.phase === 'talking') return red('on')
  return red(ptt?.phase === 'waiting' ? 'flash' : 'off')
}

/** Steady: a press would switch. Flashing: switch now. Dark: nowhere to go, or a switch is under way. */
function switchLight(facts: LightFacts): LightState {
  const view = pressable(facts)
  if (!view) return 'off'
  if (view.countdown) return 'flash'
  if (view.phase !== 'settled' || view.next === undefined) return 'off'
  return view.advised ? 'flash' : 'on'
}

/** Flashing: "Blijf op RBS" while it counts down, or the way back is offered. Steady: an alternative can be left by hand. */
function backLight(facts: LightFacts): LightState {
  const view = pressable(facts)
  if (!view) return 'off'
  if (view.countdown || view.returnOffered) return 'flash'
  return facts.channels[view.channel]?.kind === 'rbs' ? 'off' : 'on'
}

/** Steady: worked by. Flashing: on the way there, or advised now. Dark: not in use, or not to be had. */
function channelLight(id: string | undefined, facts: LightFacts): LightState {
  const view = facts.switch.switch
  if (id === undefined || !view) return 'off'
  if (view.phase !== 'settled' && view.to === id) return 'flash'
  if (view.channel === id) return view.confirmed ? 'on' : 'flash'
  const named = view.countdown?.to ?? (view.advised ? view.next : undefined)
  return pressable(facts) && named === id ? 'flash' : 'off'
}

/** Flashing red: somebody calls for help there. Blue steady: spoken in, or on the RBS chosen for the switch; flashing: on the way. */
function groupLights(meaning: GroupAction, facts: LightFacts): KeyLights {
  const group = groupOfKey(meaning, facts)
  const view = facts.switch.switch
  if (group === undefined || !view) return DARK
  const calls = openAlarms(facts).some(({ kind, params }) => kind === 'emergency' && params['gssi'] === group)
  return { blue: view.toGroup === group && view.group !== group ? 'flash' : (view.group ?? view.wantedGroup) === group ? 'on' : 'off', red: calls ? 'flash' : 'off' }
}

function acknowledgeLight(facts: LightFacts): LightState {
  if (openAlarms(facts).some(({ kind }) => kind !== 'emergency')) return 'flash'
  return Object.values(facts.alarms).some(({ kind }) => kind !== 'emergency') ? 'on' : 'off'
}

/** Steady: a storing is open, and what was said of it is kept. Dark while any of that is not on disk: then no light says it is. */
function reportLight({ faults }: LightFacts): LightState {
  const open = Object.values(faults).filter(({ state }) => state === 'open')
  return open.length > 0 && open.every(({ late }) => late === undefined || late.savedUtcMs !== undefined) ? 'on' : 'off'
}

/** Steady: tapped, and it still counts. */
function tapLight(meaning: TapAction, { services }: LightFacts): LightState {
  const symptom = symptomOfTap(meaning)
  return symptom && Object.values(services).some(({ people }) => people?.tapped.includes(symptom)) ? 'on' : 'off'
}

/** Where keys only look, nothing asks to be pressed. */
const pressable = ({ site: { site }, switch: { switch: view } }: LightFacts): SwitchView | undefined =>
  site === undefined || site.mode === 'observe' || site.callTaking ? undefined : view
