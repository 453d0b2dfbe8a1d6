// What is announced and who answers, at the moments in which it must be right: gallery and measurements draw from here.
import type { SwitchCardView } from '../../electron/contract/switching.ts'
import type { SwitchView, Topics } from '../../electron/contract/topics.ts'
import { ago, BASE } from './base-scene.ts'

export interface SayScene {
  readonly name: string
  readonly topics: Pick<Topics, 'say' | 'rollCall' | 'switch'>
}

const CARD: SwitchCardView = { switchedUtcMs: ago(14), channel: 'desk-radio', group: '4037001', loses: ['emergency-banner', 'status', 'ptt-id'], occasion: 'alternative', saidCount: 0, dueUtcMs: ago(14) }
const ALL: SwitchCardView['loses'] = ['emergency-banner', 'status', 'ptt-id', 'sds', 'position', 'patch', 'queue']
const PRESET = { text: 'RBS Oost-Brabant gestoord. Wij luisteren op INC-1. Spreek uw statussen.', sentTo: [] }
const ON_DESK: Topics['switch'] = { switch: { ...(BASE.switch.switch as SwitchView), channel: 'desk-radio', group: '4037001', undo: 'rbs', sinceUtcMs: ago(14) } }

const say = (name: string, change: Partial<SwitchCardView>): SayScene => ({ name, topics: { say: { card: { ...CARD, ...change } }, rollCall: {}, switch: ON_DESK } })

/** Call signs of a whole region. */
const UNITS = Array.from({ length: 200 }, (_unit, at) => `21-${4101 + at * 3}`)
const roll = (name: string, count: number, answered: number, rest: { readonly endedUtcMs?: number; readonly dueUtcMs?: number } = {}): SayScene => {
  const { endedUtcMs, dueUtcMs } = rest
  const units = UNITS.slice(0, count).map((label, at) => ({ label, ...(at % 3 === 0 && at / 3 < answered ? { answeredUtcMs: ago(60 - at), by: at % 2 === 0 ? ('radio' as const) : ('person' as const) } : {}) }))
  return { name, topics: { say: {}, rollCall: { call: { begunUtcMs: ago(180), group: '4037001', units, ...(endedUtcMs === undefined ? {} : { endedUtcMs }) }, ...(dueUtcMs === undefined ? {} : { dueUtcMs }) }, switch: ON_DESK } }
}

export const SAY_SCENES: readonly SayScene[] = [
  say('net geschakeld', {}),
  say('vaste tekst klaar', { preset: PRESET }),
  say('vaste tekst onderweg', { saidUtcMs: ago(5), saidCount: 1, dueUtcMs: ago(-895), preset: { ...PRESET, sending: true } }),
  say('vaste tekst verstuurd', { saidUtcMs: ago(600), saidCount: 2, dueUtcMs: ago(-300), preset: { ...PRESET, sentTo: ['4037001'] } }),
  say('vaste tekst niet zeker', { saidUtcMs: ago(600), saidCount: 2, dueUtcMs: ago(-300), preset: { ...PRESET, sentTo: ['4037001'], failed: 'unconfirmed' } }),
  say('vaste tekst geweigerd', { saidUtcMs: ago(600), saidCount: 2, dueUtcMs: ago(-300), preset: { ...PRESET, failed: '+CME ERROR: 42' } }),
  say('alles weg, eigen zin van de meldkamer', { loses: ALL, preset: PRESET, sentence: 'Hier de meldkamer Oost-Brabant. Onze radiobediening is gestoord, wij luisteren via de mobilofoon. Blijf op uw groep, spreek uw statussen en houd de lucht vrij.' }),
  say('weer op RBS', { channel: 'rbs', occasion: 'returned', loses: [] }),
  { name: 'niets te zeggen', topics: { say: {}, rollCall: {}, switch: BASE.switch } },
]

export const ROLL_SCENES: readonly SayScene[] = [
  { name: 'geen contactronde', topics: { say: {}, rollCall: {}, switch: BASE.switch } },
  { name: 'contactronde aan de beurt', topics: { say: {}, rollCall: { dueUtcMs: ago(20) }, switch: ON_DESK } },
  roll('contactronde loopt', 18, 5),
  roll('contactronde met 200 eenheden', 200, 40),
  roll('contactronde klaar', 18, 6, { endedUtcMs: ago(30), dueUtcMs: ago(-3570) }),
]
