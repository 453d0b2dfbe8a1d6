// What the demo panel offers to break, thing by thing, with the words for it. Every action of the contract stands here once.
import type { DemoAction, DemoView } from '../../electron/contract/demo.ts'
import type { TextKey } from '../i18n/catalogue.ts'

export interface Choice {
  readonly action: DemoAction
  readonly text: TextKey
}

export interface ChoiceGroup {
  readonly title: TextKey
  readonly choices: readonly Choice[]
}

export const HEAL: Choice = { action: { what: 'everything', to: 'healed' }, text: 'demo.heal' }

export const CHOICE_GROUPS: readonly ChoiceGroup[] = [
  {
    title: 'demo.group.rbs',
    choices: [
      { action: { what: 'rbs', to: 'works' }, text: 'demo.rbs.works' },
      { action: { what: 'rbs', to: 'hangs' }, text: 'demo.rbs.hangs' },
      { action: { what: 'rbs', to: 'refuses' }, text: 'demo.rbs.refuses' },
      { action: { what: 'rbs', to: 'slow' }, text: 'demo.rbs.slow' },
      { action: { what: 'rbs', to: 'flaps' }, text: 'demo.rbs.flaps' },
      { action: { what: 'speak-through-rbs', to: 'spoken' }, text: 'demo.rbs.speak' },
    ],
  },
  {
    title: 'demo.group.desk-radio',
    choices: [
      { action: { what: 'desk-radio', to: 'plugged' }, text: 'demo.desk-radio.plugged' },
      { action: { what: 'desk-radio', to: 'unplugged' }, text: 'demo.desk-radio.unplugged' },
      { action: { what: 'desk-radio-power', to: 'cycled' }, text: 'demo.desk-radio.power' },
    ],
  },
  {
    title: 'demo.group.talkgroup',
    choices: [
      { action: { what: 'other-talker', to: 'silent' }, text: 'demo.talkgroup.silent' },
      { action: { what: 'other-talker', to: 'talking' }, text: 'demo.talkgroup.talking' },
      { action: { what: 'emergency', to: 'raised' }, text: 'demo.talkgroup.emergency' },
    ],
  },
  {
    title: 'demo.group.site',
    choices: [
      { action: { what: 'site', to: 'wide' }, text: 'demo.site.wide' },
      { action: { what: 'site', to: 'local' }, text: 'demo.site.local' },
    ],
  },
  {
    title: 'demo.group.pedal',
    choices: [
      { action: { what: 'pedal', to: 'plugged' }, text: 'demo.pedal.plugged' },
      { action: { what: 'pedal', to: 'unplugged' }, text: 'demo.pedal.unplugged' },
      { action: { what: 'pedal', to: 'up' }, text: 'demo.pedal.up' },
      { action: { what: 'pedal', to: 'down' }, text: 'demo.pedal.down' },
    ],
  },
  {
    title: 'demo.group.panel',
    choices: [
      { action: { what: 'panel', to: 'plugged' }, text: 'demo.panel.plugged' },
      { action: { what: 'panel', to: 'unplugged' }, text: 'demo.panel.unplugged' },
      { action: { what: 'panel', to: 'switch' }, text: 'demo.panel.switch' },
      { action: { what: 'panel', to: 'back' }, text: 'demo.panel.back' },
      { action: { what: 'panel', to: 'channel-1' }, text: 'demo.panel.channel-1' },
      { action: { what: 'panel', to: 'channel-2' }, text: 'demo.panel.channel-2' },
      { action: { what: 'panel', to: 'group-1' }, text: 'demo.panel.group-1' },
      { action: { what: 'panel', to: 'group-2' }, text: 'demo.panel.group-2' },
      { action: { what: 'panel', to: 'take-emergency' }, text: 'demo.panel.take-emergency' },
      { action: { what: 'panel', to: 'acknowledge' }, text: 'demo.panel.acknowledge' },
      { action: { what: 'panel', to: 'report' }, text: 'demo.panel.report' },
    ],
  },
  {
    title: 'demo.group.network',
    choices: [
      { action: { what: 'network', to: 'works' }, text: 'demo.network.works' },
      { action: { what: 'network', to: 'down' }, text: 'demo.network.down' },
    ],
  },
  {
    title: 'demo.group.disk',
    choices: [
      { action: { what: 'disk', to: 'room' }, text: 'demo.disk.room' },
      { action: { what: 'disk', to: 'full' }, text: 'demo.disk.full' },
    ],
  },
]

/** Whether a thing stands as this action would make it. A pedal has one word for cable and foot: any foot has its cable. */
export function isSo({ state }: DemoView, { what, to }: DemoAction): boolean {
  const now = state[what]
  if (what === 'pedal' && to === 'plugged') return now !== undefined && now !== 'unplugged'
  return now === to
}

/** What the light of a panel's key shows, in a word; undefined where it is dark, or the choice is no key. */
export function lightOf({ lights }: DemoView, { what, to }: DemoAction): TextKey | undefined {
  const state = what === 'panel' && to !== 'plugged' && to !== 'unplugged' ? lights?.[to] : undefined
  if (state === undefined || state === 'off') return undefined
  return state === 'on' ? 'demo.light.on' : 'demo.light.flash'
}

export type Obstacle = { readonly known: TextKey } | { readonly words: string }

const OBSTACLES: ReadonlyMap<string, TextKey> = new Map([
  ['not-linux', 'demo.cannot.not-linux'],
  ['no-right-to-mount', 'demo.cannot.no-right-to-mount'],
  ['mount-failed', 'demo.cannot.mount-failed'],
])

/** Why a thing cannot be broken: a known word before a colon has its sentence, anything else is shown as it came. */
export function obstacleOf({ cannot }: DemoView, { what }: DemoAction): Obstacle | undefined {
  const words = cannot[what]
  if (words === undefined) return undefined
  const known = OBSTACLES.get(words.split(':', 1)[0] ?? '')
  return known === undefined ? { words } : { known }
}
