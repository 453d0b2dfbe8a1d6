// What every zone of the strip says in every scene, in Dutch, as a table that people review; and the rules behind it.
import { describe, expect, it } from 'vitest'
import type { Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { askOfKey } from '../../../../renderer/model/key-asks.ts'
import { stripModel, type StripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { SCENES } from '../../../../renderer/scenes/scenes.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })
const modelOf = (topics: Topics): StripModel => stripModel(viewOf(topics), words)
const scene = (id: string): Topics => SCENES.find((one) => one.id === id)!.topics

const asked = (ask: { readonly call: string; readonly input: object } | undefined): string => (ask === undefined ? '' : ` → ${ask.call} ${JSON.stringify(ask.input)}`)

function inLines(model: StripModel): string[] {
  const { identity, services, message, acknowledge, switch: face, stay, via, report, emergency } = model
  return [
    `identity     ${identity.position} | ${identity.room} | ${identity.mode}${identity.drill === undefined ? '' : ` | OEFENING ${identity.drill}`}`,
    `services     ${services.map((cell) => `${cell.name} ${cell.word}${cell.mark === 'none' ? '' : ` (${cell.mark})`}`).join(' | ')}`,
    `message      ${message.headline} | ${message.evidence} | ${message.permanent.warns ? '⚠ ' : ''}${message.permanent.text}`,
    `acknowledge  ${acknowledge.face}${acknowledge.face === 'seen' ? ` ${acknowledge.time}` : acknowledge.face === 'press' ? asked(acknowledge.ask) : ''}`,
    `switch       [${face.look}] ${face.upper} | ${face.main}${face.key === undefined ? '' : ` (${face.key})`}${asked(face.ask)}`,
    `via          ${stay ? `${stay.label}${asked(stay.ask)}` : `[${via.look}] ${via.title} | ${via.channel} | ${via.detail}`}`,
    `report       ${report.number ?? ''} ${report.label}`.trimEnd(),
    ...(emergency ? [`emergency    ${emergency.title} ${emergency.who} | ${emergency.evidence}${asked(emergency.ask)}`] : []),
  ]
}

describe('the strip', () => {
  it('says in every scene what the reviewed table says', async () => {
    const table = SCENES.map(({ id, title, topics }) => [`${id}  ${title}`, ...inLines(modelOf(topics)).map((line) => `  ${line}`), ''].join('\n')).join('\n')
    await expect(table).toMatchFileSnapshot('../../../fixtures/page/strip-table.txt')
  })

  it('says first what works, in orde only with proof', () => {
    expect(modelOf(scene('5')).message.headline).toBe('C2000 in orde – RBS uitgevallen')
    const unproven = { ...scene('5'), services: { ...scene('5').services, c2000: { ...BASE.services['c2000']!, proof: 'reachable' as const } } }
    expect(modelOf(unproven).message.headline).toBe('C2000 bereikbaar – RBS uitgevallen')
  })

  it('never says "U zendt" before the floor is granted', () => {
    for (const phase of ['idle', 'waiting', 'refused'] as const) {
      const topics = { ...scene('7'), ptt: { ptt: { ...scene('7').ptt.ptt!, phase } } }
      expect(modelOf(topics).via).not.toMatchObject({ look: 'live' })
      expect(JSON.stringify(modelOf(topics).via)).not.toContain('U zendt')
    }
  })

  it('acknowledges exactly the alarms on screen, and never an emergency', () => {
    const face = modelOf({ ...scene('9'), alarms: { ...scene('9').alarms, 'service:rbs': { ...scene('9').alarms['service:rbs']!, acknowledged: false } } }).acknowledge
    expect(face).toMatchObject({ face: 'press', ask: { call: 'alarm.acknowledge', input: { alarms: ['service:rbs'] } } })
  })

  it('asks for the channel that it names, whatever comes to stand next meanwhile', () => {
    expect(modelOf(scene('5')).switch.ask).toEqual({ call: 'switch.to', input: { to: 'desk-radio' } })
  })

  it('offers no switch key to a position that only watches or takes calls', () => {
    for (const id of ['1b', '1c']) expect(modelOf(scene(id)).switch).toMatchObject({ look: 'inert', main: 'kijkt mee, schakelt niet' })
  })

  it('calls a control radio that hears nothing not heard, and no outage of the network', () => {
    const { message, services } = modelOf(scene('6'))
    expect(`${message.headline} ${services[1]?.word}`).toBe('C2000 niet gehoord niet gehoord')
  })

  it('shows the worst of what does not fit in the last cell', () => {
    const extra = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { ...BASE.services['gms']!, id, label: id }]))
    const cells = modelOf({ ...BASE, services: { ...BASE.services, ...extra, b: { ...extra['b']!, now: 'down' } } }).services
    expect(cells).toHaveLength(6)
    expect(cells.at(-1)).toMatchObject({ name: 'b', tone: 'down' })
  })

  it('takes the oldest of two emergencies first and says that more wait', () => {
    const [first] = Object.values(scene('9').alarms).filter((alarm) => alarm.kind === 'emergency')
    const second = { ...first!, id: 'emergency:2', sinceUtcMs: ago(60) }
    expect(modelOf({ ...scene('9'), alarms: { ...scene('9').alarms, [second.id]: second } }).emergency).toMatchObject({ more: 1, ask: { input: { alarm: 'emergency:2' } } })
  })

  it.each([
    ['LINK_MISSING', 'RBS in orde – Mobilofoon weg'],
    ['LINK_LOST', 'RBS in orde – Mobilofoon weg'],
    ['DEVICE_SILENT', 'RBS in orde – Mobilofoon antwoordt niet'],
  ])('says what works before a device of its own that is gone, and no address of it: %s', (code, headline) => {
    const alarm = { id: 'device:desk-radio', kind: 'device' as const, severity: 'error' as const, sinceUtcMs: ago(17), code, params: { device: 'Mobilofoon', detail: '/dev/ttyUSB0 0403:6001' }, acknowledged: false }
    const { message } = modelOf({ ...BASE, alarms: { [alarm.id]: alarm } })
    expect([message.headline, message.evidence]).toEqual([headline, 'sinds 21:46:51'])
  })

  it('says that the sound is off only where nothing worse is to be said', () => {
    expect(stripModel(viewOf(BASE), words, 'Geen geluid').message.headline).toBe('Geen geluid')
    expect(stripModel(viewOf(scene('5')), words, 'Geen geluid').message.headline).toBe('C2000 in orde – RBS uitgevallen')
  })
})

describe('a key of the console', () => {
  const pressed = (action: Parameters<typeof askOfKey>[0], topics: Topics) => askOfKey(action, viewOf(topics), modelOf(topics))

  it.each([
    ['switch', '5', { call: 'switch.to', input: { to: 'desk-radio' } }],
    ['back', '5a', { call: 'switch.stay', input: {} }],
    ['back', '7b', { call: 'return.accept', input: {} }],
    ['back', '9', { call: 'return.accept', input: {} }],
    ['switch', '9', { call: 'switch.to', input: { to: 'analogue' } }],
    ['take-emergency', '9', { call: 'emergency.take', input: { alarm: 'emergency:1' } }],
    ['acknowledge', '9', undefined],
    ['switch', '1b', undefined],
    ['back', '1', undefined],
    ['channel-2', '1', { call: 'switch.to', input: { to: 'desk-radio' } }],
    ['channel-1', '9', { call: 'return.accept', input: {} }],
    ['report', '1', { call: 'fault.report', input: {} }],
  ] as const)('%s in scene %s asks what the screen offers', (action, id, wanted) => {
    expect(pressed(action, scene(id))).toEqual(wanted)
  })

  it('does not switch while the console is still deciding', () => {
    expect(pressed('switch', scene('4c'))).toBeUndefined()
    expect(pressed('back', scene('7a'))).toBeUndefined()
  })
})
