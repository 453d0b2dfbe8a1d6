// What a panel's lights say in each situation: the whole table, reviewed in test/fixtures/panel/lights-table.txt.
import { describe, expect, test } from 'vitest'
import { panelLights, type LightFacts } from '../../../electron/host/devices/panel-lights.ts'
import type { ButtonMeaning } from '../../../electron/contract/keys.ts'
import type { AlarmView, FaultView, PttView, SwitchView } from '../../../electron/contract/topics.ts'
import type { LightState } from '../../../native/kit/buttons.ts'
import { BASE, NOW } from '../../../renderer/scenes/base-scene.ts'

const ON_RBS = BASE.switch.switch as SwitchView
const ON_DESK: SwitchView = { ...ON_RBS, channel: 'desk-radio', group: '4037001', next: 'room-radio' }
const facts = (view: Partial<SwitchView> = {}, more: Partial<LightFacts> = {}): LightFacts => ({ ...BASE, switch: { switch: { ...ON_RBS, ...view } }, ...more })
const onDesk = (view: Partial<SwitchView> = {}, more: Partial<LightFacts> = {}): LightFacts => facts({ ...ON_DESK, ...view }, more)
const alarm = (id: string, kind: AlarmView['kind'], rest: Partial<AlarmView> = {}): LightFacts['alarms'] => ({ [id]: { id, kind, severity: 'error', sinceUtcMs: NOW, code: 'x', params: {}, acknowledged: false, ...rest } })
const ptt = (phase: PttView['phase']): Pick<LightFacts, 'ptt'> => ({ ptt: { ptt: { ...BASE.ptt.ptt as PttView, phase } } })
const site = (change: object): Pick<LightFacts, 'site'> => ({ site: { site: { ...BASE.site.site!, ...change } } })
const fault: FaultView = { number: 'S-2026-OB-0007', openedUtcMs: NOW, openedBy: 'automatic', state: 'open', entries: 3 }
const call = alarm('emergency:1', 'emergency', { params: { gssi: '4037002' } })
const service = alarm('service:rbs', 'service')
const seen = alarm('service:rbs', 'service', { acknowledged: true })

const SCENES: Readonly<Record<string, LightFacts>> = {
  'nothing known yet': { site: {}, services: {}, switch: {}, channels: {}, alarms: {}, ptt: {}, record: {}, faults: {} },
  'quiet on the RBS': facts(),
  'quiet, no alternative ready': (({ next: _none, ...rest }) => ({ ...BASE, switch: { switch: rest } }))(ON_RBS),
  'quiet, group 3 chosen for the switch': facts({ wantedGroup: '4037003' }),
  'RBS down, switching advised': facts({ advised: true }, { alarms: service }),
  'RBS down, seen, nothing ready': (({ next: _none, ...rest }) => ({ ...BASE, alarms: seen, switch: { switch: { ...rest, advised: true } } }))(ON_RBS),
  'counting down to the desk radio': facts({ advised: true, countdown: { to: 'desk-radio', endsUtcMs: NOW + 3000 } }, { alarms: service }),
  'waiting for own transmission to end': facts({ phase: 'deferred', to: 'desk-radio', toGroup: '4037001', deferredBy: 'own-transmission' }, ptt('talking')),
  'the desk radio is asked': facts({ phase: 'confirming', to: 'desk-radio', toGroup: '4037001' }),
  'on the desk radio': onDesk(),
  'on the desk radio, not confirmed after a restart': onDesk({ confirmed: false }),
  'on the desk radio, group 2 is asked': onDesk({ phase: 'confirming', to: 'desk-radio', toGroup: '4037002' }),
  'on the desk radio, turned by hand to a group outside the plan': onDesk({ group: '4039999' }),
  'on the desk radio, return offered': onDesk({ returnOffered: true }),
  'on the desk radio, waiting for the floor': onDesk({}, ptt('waiting')),
  'on the desk radio, talking': onDesk({}, ptt('talking')),
  'on the desk radio, refused': onDesk({}, ptt('refused')),
  'an emergency call in group 2': onDesk({}, { alarms: { ...call, ...seen } }),
  'an emergency call and a fault nobody has seen': facts({ advised: true }, { alarms: { ...call, ...service } }),
  'a storing is open, its alarm seen': facts({}, { alarms: seen, faults: { [fault.number]: fault } }),
  'a click on it is not on disk yet': facts({}, { faults: { [fault.number]: { ...fault, late: {} } } }),
  'it is on disk now': facts({}, { faults: { [fault.number]: { ...fault, late: { savedUtcMs: 1 } } } }),
  'the dispatcher tapped that speech drops': facts({}, { services: { rbs: { ...BASE.services['rbs']!, people: { count: 1, sinceUtcMs: NOW, symptoms: ['speech-drops'], tapped: ['speech-drops'] } } } }),
  'a unit reported that speech drops': facts({}, { services: { rbs: { ...BASE.services['rbs']!, people: { count: 1, sinceUtcMs: NOW, symptoms: ['speech-drops'], tapped: [] } } } }),
  'the record is lost': facts({}, { alarms: alarm('record', 'record'), record: { record: { ...BASE.record.record!, failing: { code: 'STORE_FULL', waiting: 3 } } } }),
  'the record is lost, and its alarm seen': facts({}, { alarms: alarm('record', 'record', { acknowledged: true }), record: { record: { ...BASE.record.record!, failing: { code: 'STORE_FULL', waiting: 3 } } } }),
  'a position that only looks, RBS down': facts({ advised: true }, { ...site({ mode: 'observe' }), alarms: service }),
  'a call-taking position, RBS down': facts({ advised: true }, { ...site({ callTaking: true }), alarms: service }),
}

const COLUMNS: readonly ButtonMeaning[] = ['ptt', 'switch', 'back', 'channel-1', 'channel-2', 'channel-3', 'group-1', 'group-2', 'group-3', 'group-8', 'take-emergency', 'acknowledge', 'report', 'tap-speech-drops', 'tap-ptt-refused', 'spare']
const buttons = Object.fromEntries(COLUMNS.map((meaning, at) => [`key-${at + 1}`, meaning]))
const WORDS: Readonly<Record<LightState, string>> = { off: '', on: 'on', flash: 'FLASH' }

test('the lights say in each situation what their reviewed table says', async () => {
  const lines = Object.entries(SCENES).map(([name, scene]) => {
    const lights = panelLights(scene, buttons, false)
    const lit = COLUMNS.flatMap((meaning, at) => (['blue', 'red'] as const).flatMap((colour) => {
      const word = WORDS[lights[`key-${at + 1}-${colour}`]!]
      return word === '' ? [] : [`${meaning} ${colour} ${word}`]
    }))
    return `${name}\n  green ${WORDS[lights['green']!] || 'off'}, red ${WORDS[lights['red']!] || 'off'}   ${lit.join(', ') || 'all keys dark'}\n`
  })
  await expect(lines.join('\n')).toMatchFileSnapshot('../../fixtures/panel/lights-table.txt')
})

describe('the green light', () => {
  test('goes dark for each beat, so that a panel whose light stands still has nobody behind it', () => {
    expect([panelLights(facts(), {}, false)['green'], panelLights(facts(), {}, true)['green']]).toEqual(['on', 'off'])
  })

  test('stays dark through every beat while the record is lost', () => {
    const lost = SCENES['the record is lost']!
    expect([panelLights(lost, {}, false)['green'], panelLights(lost, {}, true)['green']]).toEqual(['off', 'off'])
  })
})

test('an emergency flashes whatever else is true, and no other key is red for it', () => {
  for (const scene of Object.values(SCENES)) {
    const lights = panelLights({ ...scene, alarms: { ...scene.alarms, ...call } }, buttons, true)
    expect(lights[`key-${COLUMNS.indexOf('take-emergency') + 1}-red`]).toBe('flash')
  }
})
