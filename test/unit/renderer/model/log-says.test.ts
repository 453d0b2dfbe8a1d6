// What the log says of an entry, who said it, and what of the last press can be taken back.
import { describe, expect, it } from 'vitest'
import type { SwitchView, TimelineEntry, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { lastAction, undoOfEntry } from '../../../../renderer/model/last-action.ts'
import { timelineLines } from '../../../../renderer/model/timeline-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { REVIEW_OPEN } from '../../../../renderer/scenes/review-scene.ts'

const words = createWords('nl', createText('nl'))
const entry = (seq: number, kind: string, payload: TimelineEntry['payload'] = {}, rest: Partial<TimelineEntry> = {}): TimelineEntry => ({ seq, utcMs: ago(20 - seq), kind, role: 'system', payload, ...rest })
const logged = (...entries: readonly TimelineEntry[]): Topics => ({ ...BASE, timeline: Object.fromEntries(entries.map((one) => [String(one.seq), one])) })
const note = entry(1, 'note.added', {}, { role: 'dispatcher', content: 'Ruis' })

describe('the log', () => {
  it.each([
    [[entry(2, 'device.down', { device: 'pedal', code: 'LINK_LOST', detail: '/dev/hidraw3' })], 'voetpedaal weg', 'systeem'],
    [[entry(2, 'emergency.raised', { device: 'control-radio', gssi: '4037002' })], 'NOODOPROEP in INC-2', 'radio'],
    [[entry(2, 'emergency.raised', { device: 'control-radio' })], 'NOODOPROEP', 'radio'],
    [[entry(2, 'diagnosis.changed', { from: 'unknown', to: 'common-dependency', dependency: 'office' })], 'oordeel: gezamenlijke oorzaak: kantoor-ICT', 'meting'],
    [[entry(2, 'ptt.refused', { cause: 'no-floor' })], 'niet gehoord: geen spreekrecht', 'u'],
    [[entry(2, 'switch.return-withdrawn')], 'terugkeer ingetrokken', 'systeem'],
    [[note, entry(2, 'note.retracted', { note: 1 }, { role: 'dispatcher' })], 'notitie ingetrokken: Ruis', 'u'],
    [[entry(2, 'note.retracted', { note: 1 }, { role: 'dispatcher' })], 'notitie van regel 1 ingetrokken', 'u'],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'effect', from: null, to: 'no-contact' }, { role: 'dispatcher' })], 'storing S-2026-OB-0001, gevolg: geen contact', 'u'],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'symptom', from: null, to: 'ptt-stuck' }, { role: 'dispatcher' })], 'storing S-2026-OB-0001, verschijnsel: PTT blijft hangen', 'u'],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'begun', from: null, to: Date.UTC(2026, 10, 26, 20) }, { role: 'dispatcher' })], 'storing S-2026-OB-0001 begon 21:00:00', 'u'],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'state', from: 'open', to: 'closed' }, { role: 'supervisor' })], 'storing S-2026-OB-0001 afgesloten voor deze meldkamer', words.text('source.supervisor')],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'state', from: 'closed', to: 'open', because: 'relapse', service: 'office' })], 'storing S-2026-OB-0001 weer open: kantoor-ICT valt opnieuw uit', 'systeem'],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'link', from: null, to: 'INC0042' }, { role: 'supervisor' })], 'storing S-2026-OB-0001 hoort bij INC0042', words.text('source.supervisor')],
    [[entry(2, 'fault.changed', { number: 'S-2026-OB-0001', what: 'of-a-later-version' })], 'storing S-2026-OB-0001 gewijzigd', 'systeem'],
    [[entry(2, 'fault.pressed', { press: 'b/1' }, { role: 'dispatcher' })], 'storing gemeld; het nummer volgt als het logboek weer te lezen is', 'u'],
    [[note, entry(2, 'note.corrected', { of: 1 }, { role: 'dispatcher', content: 'Brom' })], 'notitie van regel 1 verbeterd: Brom', 'u'],
    [[entry(2, 'press.switch', { refused: 'nothing-ready' }, { role: 'dispatcher' })], 'schakelen gedrukt: geen alternatief klaar', 'u'],
  ] as const)('says of %j: %s', (entries, text, source) => {
    expect(timelineLines(logged(...entries), words)[0]).toMatchObject({ text, source })
  })
})

describe('a note that was said otherwise', () => {
  const corrected = [note, entry(2, 'note.corrected', { of: 1 }, { content: 'Brom' }), entry(3, 'note.corrected', { of: 1 }, { content: 'Stilte' })]
  it('says so in its own line, the newest words with the first ones', () => {
    expect(timelineLines(logged(...corrected), words).find(({ seq }) => seq === 1)).toMatchObject({ text: 'notitie: Stilte (eerst: Ruis)', retracted: false })
  })
  it('is struck out when it was taken back', () => {
    expect(timelineLines(logged(...corrected, entry(4, 'note.retracted', { note: 1 })), words).find(({ seq }) => seq === 1)).toMatchObject({ text: 'notitie: Stilte (eerst: Ruis)', retracted: true })
  })
})

const by = (kind: string, payload: TimelineEntry['payload'], content?: string): TimelineEntry => entry(2, kind, { number: 'M-2026-OB-0123', ...payload }, { role: 'dispatcher', ...(content === undefined ? {} : { content }) })
const ACTION = { number: 'A-2026-OB-0004' }

describe('the log says of a melding and an actie', () => {
  const SAID: readonly (readonly [TimelineEntry, string])[] = [
    [by('people.told', { from: 'unit', symptom: 'speech-drops', number: 'S-2026-OB-0007', filed: 'M-2026-OB-0123' }, '21-4131\n'), 'melding M-2026-OB-0123 van eenheid 21-4131: spraak valt weg'],
    [by('report.filed', { from: 'unit', symptom: 'ptt-stuck' }, '21-4131\nHeikant\nknop hangt'), 'melding M-2026-OB-0123 van eenheid 21-4131, Heikant: PTT blijft hangen'],
    [by('report.filed', { from: 'technician', symptom: 'group-missing' }), 'melding M-2026-OB-0123 van een technicus: groep ontbreekt'],
    [by('report.changed', { what: 'answered', to: 'done' }, 'set gewisseld\ngebeld'), 'melding M-2026-OB-0123 beantwoord: set gewisseld'],
    [by('report.changed', { what: 'answered', to: 'done' }), 'melding M-2026-OB-0123 beantwoord'],
    [by('report.changed', { what: 'link', to: 'S-2026-OB-0007' }), 'melding M-2026-OB-0123 hoort bij S-2026-OB-0007'],
    [by('report.changed', { what: 'unlink', to: 'S-2026-OB-0007' }), 'melding M-2026-OB-0123 hoort niet meer bij S-2026-OB-0007'],
    [by('report.changed', { what: 'owner', to: 'supervisor' }), 'melding M-2026-OB-0123 is nu van CaCo'],
    [by('report.changed', { what: 'state', from: 'open', to: 'withdrawn' }), 'melding M-2026-OB-0123 ingetrokken'],
    [by('report.changed', { what: 'state', from: 'done', to: 'open' }), 'melding M-2026-OB-0123 weer open'],
    [by('report.changed', { what: 'later' }), 'melding M-2026-OB-0123 gewijzigd'],
    [by('action.added', { ...ACTION, owner: 'technician' }, 'accu wisselen'), 'actie A-2026-OB-0004 voor technicus: accu wisselen'],
    [by('action.added', { ...ACTION, owner: 'technician' }), 'actie A-2026-OB-0004 voor technicus'],
    [by('action.changed', { ...ACTION, what: 'done', to: 'done' }), 'actie A-2026-OB-0004 gedaan'],
    [by('action.changed', { ...ACTION, what: 'effect', to: 'proven' }), 'actie A-2026-OB-0004: de maatregel werkt'],
    [by('action.changed', { ...ACTION, what: 'effect', to: 'open' }), 'actie A-2026-OB-0004: de maatregel werkt niet, weer open'],
    [by('action.changed', { ...ACTION, what: 'due', to: Date.UTC(2026, 10, 26, 23, 30) }), 'actie A-2026-OB-0004: uiterlijk vr 27-11-2026'],
    [by('action.changed', { ...ACTION, what: 'owner', to: 'dispatcher' }), 'actie A-2026-OB-0004 is nu van centralist'],
    [by('action.changed', { ...ACTION, what: 'dropped', to: 'dropped' }), 'actie A-2026-OB-0004 vervallen'],
    [by('action.changed', { ...ACTION, what: 'open', to: 'open' }), 'actie A-2026-OB-0004 weer open'],
    [by('action.changed', { ...ACTION, what: 'later' }), 'actie A-2026-OB-0004 gewijzigd'],
  ]
  it.each(SAID.map(([one, text]) => [text, one] as const))('%s', (text, one) => {
    expect(timelineLines(logged(one), words)[0]).toMatchObject({ text, source: 'u' })
  })
})

describe('the log says of a check of the record', () => {
  it.each([[0, 'INTACT', 'geen wijziging gevonden'], [10, 'TAIL UNANCHORED', 'geen wijziging gevonden'], [11, 'CLOCK', 'geen wijziging gevonden, klok verzet'], [22, 'ALTERED', 'klopt niet (ALTERED)'], [30, 'UNREADABLE', 'klopt niet (UNREADABLE)']])('%i: in words of people', (code, verdict, said) => {
    expect(timelineLines(logged(entry(2, 'record.checked', { code, verdict, seq: 321 }, { role: 'dispatcher' })), words)[0]?.text).toBe(`logboek gecontroleerd t/m regel 321: ${said}`)
  })
})

describe('the last action', () => {
  const press = (payload: TimelineEntry['payload'] = {}): Topics => logged(entry(2, 'press.switch', payload, { role: 'dispatcher' }))
  const onDesk = (topics: Topics, change: Partial<SwitchView> = {}): Topics => ({ ...topics, switch: { switch: { ...topics.switch.switch!, channel: 'desk-radio', undo: 'rbs', sinceUtcMs: ago(4), ...change } } })
  it.each([
    ['within the time of the undo', onDesk(press()), { call: 'switch.undo', input: {} }],
    ['after it', onDesk(press(), { sinceUtcMs: ago(9) }), undefined],
    ['while presses do not count', onDesk(press(), { quietUntilUtcMs: ago(-1) }), undefined],
    ['when the clock went back', onDesk(press(), { sinceUtcMs: ago(-3600) }), undefined],
    ['when it was refused', onDesk(press({ refused: 'busy' })), undefined],
  ])('can be taken back or not: %s', (_, topics, undo) => {
    expect(lastAction({ topics, nowUtcMs: NOW, shell: undefined }, words)?.undo).toEqual(undo)
  })

  it('of a storing that was closed is not taken back when it is open again by itself, at a relapse', () => {
    const [fault] = Object.values(REVIEW_OPEN.faults)
    if (!fault) throw new Error('the scene has no storing')
    const closing = entry(2, 'fault.changed', { number: fault.number, what: 'state', from: 'open', to: 'closed' }, { role: 'supervisor' })
    const undo = (state: 'open' | 'closed') => undoOfEntry(closing, { topics: { ...BASE, faults: { [fault.number]: { ...fault, state } } }, nowUtcMs: NOW, shell: undefined }, [])
    expect([undo('closed'), undo('open')]).toEqual([{ call: 'fault.change', input: { number: fault.number, change: { what: 'state', state: 'open' } } }, undefined])
  })

  it.each([
    [{ what: 'effect', from: 'none', to: 'delay' }, { what: 'effect', effect: 'none' }],
    [{ what: 'begun', from: 5, to: 9 }, { what: 'begun', utcMs: 5 }],
    [{ what: 'state', from: 'open', to: 'closed' }, { what: 'state', state: 'open' }],
    [{ what: 'link', to: 'TT-1' }, { what: 'unlink', to: 'TT-1' }],
    [{ what: 'unlink', to: 'TT-1' }, { what: 'link', to: 'TT-1' }],
    [{ what: 'owner', to: 'technician' }, undefined],
    [{ what: 'colour', from: 'red', to: 'blue' }, undefined],
  ])('of a storing %j is taken back by changing it back, where something was said before', (payload, change) => {
    const undo = undoOfEntry(entry(2, 'fault.changed', { number: 'S-2026-OB-0007', ...payload }, { role: 'supervisor' }), { topics: BASE, nowUtcMs: NOW, shell: undefined }, [])
    expect(undo).toEqual(change && { call: 'fault.change', input: { number: 'S-2026-OB-0007', change } })
  })
})
