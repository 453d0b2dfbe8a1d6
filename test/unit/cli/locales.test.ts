// Every text exists in both languages, takes the same values, and reads as ICU; every code that can reach a person has one.
import { readdirSync, readFileSync } from 'node:fs'
import type { RelayFault } from '../../../native/changeover-relay/index.ts'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS } from '../../../electron/contract/faults.ts'
import type { SpokenTestEnd } from '../../../electron/contract/switching.ts'
import type { SufficiencyReason } from '../../../electron/contract/topics.ts'
import type { DiagnosisKind, Symptom } from '../../../electron/contract/words.ts'
import type { PressRefusal, ReadinessCause } from '../../../electron/host/fallback/types.ts'
import type { CallRefusal } from '../../../electron/host/calls.ts'
import type { MaintenanceRefusal } from '../../../electron/host/maintenance/maintenance.ts'
import type { FaultRefusal } from '../../../electron/host/incident/types.ts'
import type { ChangeRefusal } from '../../../electron/host/incident/register-types.ts'
import type { NoteRefusal } from '../../../electron/host/notes.ts'
import type { PeopleRefusal } from '../../../electron/host/people.ts'
import type { RefusalCause } from '../../../electron/host/ptt/types.ts'
import type { ServiceAlarmCode } from '../../../electron/host/alarm/service-alarms.ts'
import type { SpokenRefusal } from '../../../electron/host/spoken/types.ts'
import type { ShiftRefusal } from '../../../electron/host/shift/shift.ts'
import type { NotSafe } from '../../../electron/contract/switching.ts'
import { TIMELINE_KINDS } from '../../../electron/host/timeline-kinds.ts'
import type { UnknownBecause } from '../../../electron/host/watch/index.ts'
import type { ProbePhase, Why } from '../../../electron/host/watch/types.ts'
import type { MicrophoneState } from '../../../native/kit/buttons.ts'
import { ERRORS } from '../../../native/kit/errors.ts'

const FOLDER = new URL('../../../resources/locales/', import.meta.url)
const read = (file: string): Record<string, string> => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, string>
const nl = read('nl.json')
const en = read('en.json')

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
const LITERAL = 0

/** Names of the values a message takes. */
function valuesOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (Number(element.type) === LITERAL || !('value' in element)) return []
    const inner = 'options' in element ? Object.values(element.options).flatMap((option) => valuesOf(option.value)) : []
    return [element.value, ...inner]
  })
}
const parse = (message: string, language: string): readonly Element[] => new IntlMessageFormat(message, language).getAst()

test('there are two languages with the same keys', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual(['en.json', 'nl.json'])
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(nl).toSorted())
})

test.each(Object.keys(nl))('%s takes the same values in both', (key) => {
  const dutch = new Set(valuesOf(parse(nl[key] ?? '', 'nl')))
  const english = new Set(valuesOf(parse(en[key] ?? '', 'en')))
  expect([...english].toSorted()).toEqual([...dutch].toSorted())
})

// Total by type: a word that is added and has no text does not compile here, or fails below.
const REFUSALS: Readonly<Record<RefusalCause, true>> = { 'group-busy': true, 'no-floor': true, 'no-network': true, 'radio-silent': true, switching: true, 'hanging-up': true, 'no-channel': true, interrupted: true, 'timed-out': true, cut: true, stuck: true, 'link-lost': true, 'page-silent': true, 'transmit-inhibited': true, 'drill-group': true }
const READINESS: Readonly<Record<ReadinessCause, true>> = { 'not-verified': true, 'link-lost': true, 'radio-silent': true, 'not-registered': true, 'local-site': true, 'group-missing': true, 'audio-undeclared': true, 'service-down': true, 'service-unknown': true, 'own-network-down': true, 'carrier-unknown': true, 'no-modem-lines': true, 'no-guard': true, 'may-transmit': true, 'not-in-dmo': true, 'in-use': true, 'not-in-drill': true }
const PRESSES: Readonly<Record<PressRefusal, true>> = { 'observe-mode': true, busy: true, 'already-there': true, 'not-a-channel': true, 'nothing-ready': true, 'nothing-to-undo': true, 'unknown-group': true, 'fixed-group': true, 'no-countdown': true }
const CALLS: Readonly<Record<CallRefusal | ChangeRefusal | NoteRefusal | MaintenanceRefusal | PeopleRefusal, true>> = { 'no-such-report': true, 'no-such-action': true, 'not-done': true, 'nothing-changes': true, 'too-many-links': true, 'not-a-report': true, 'not-unstable': true, 'no-such-text': true, 'no-such-service': true, 'no-maintenance': true, 'no-such-alarm': true, 'no-such-emergency': true, 'not-taken': true, 'emergency-just-taken': true, 'too-many-keys': true, 'not-a-note': true, 'already-retracted': true }
const SPOKEN: Readonly<Record<SpokenRefusal, true>> = { 'observe-mode': true, 'not-a-channel': true, busy: true, 'spoken-drill': true, 'spoken-rbs': true, 'spoken-runs': true, 'spoken-countdown': true, 'spoken-on-air': true, 'spoken-emergency': true, 'spoken-heard': true, 'spoken-in-use': true, 'spoken-not-ready': true, 'spoken-pedal-shared': true, 'spoken-none': true, 'spoken-too-early': true }
const SPOKEN_ENDS: Readonly<Record<SpokenTestEnd, true>> = { 'not-heard': true, 'no-press': true, 'no-floor': true, 'not-selected': true, interrupted: true, stopped: true, emergency: true, 'device-lost': true }
const FAULTS: Readonly<Record<FaultRefusal, true>> = { 'no-such-fault': true, 'still-in-trouble': true, 'nothing-changes': true, 'cause-is-open': true, 'begun-too-late': true, 'too-many-links': true }
const ALARMS: Readonly<Record<ServiceAlarmCode, true>> = { 'service-degraded': true, 'service-unknown': true, 'service-unstable': true, 'service-down': true, 'own-network-down': true }
const NOT_SAFE: Readonly<Record<NotSafe, true>> = { transmitting: true, heard: true, switching: true, countdown: true, emergency: true, 'on-alternative': true, 'console-in-trouble': true, testing: true, drill: true, 'record-failing': true }
const SHIFTS: Readonly<Record<Exclude<ShiftRefusal, NotSafe>, true>> = { 'no-such-profile': true, 'nothing-changes': true, 'nothing-waits': true }
const SITE_ALARMS = { SITE_INVALID: true, SITE_MISSING: true, 'plan-check': true, 'profile-gone': true } as const
const RELAYS: Readonly<Record<`relay-${RelayFault | 'not-back'}`, true>> = { 'relay-not-back': true, 'relay-did-not-move': true, 'relay-moved-by-itself': true, 'relay-position-unknown': true, 'relay-unreachable': true }
const HEADSETS: Readonly<Record<`headset-${Extract<MicrophoneState, 'muted' | 'locked'> | 'lamps'}`, true>> = { 'headset-lamps': true, 'headset-muted': true, 'headset-locked': true }
const SUFFICIENCY: Readonly<Record<SufficiencyReason['code'], true>> = { 'nothing-ready': true, 'shared-dependency': true, 'groups-missing': true, 'no-emergency': true, 'no-spoken-test': true, 'spoken-test-old': true, 'one-left': true }
const DIAGNOSES: Readonly<Record<DiagnosisKind, true>> = { normal: true, 'console-fault': true, 'network-outage': true, 'witness-lost': true, 'local-site': true, 'own-workstation': true, 'common-dependency': true, unknown: true }
const BECAUSES: Readonly<Record<UnknownBecause, true>> = { 'not-yet': true, 'no-witness': true, 'witness-unknown': true, 'console-unknown': true, 'recovering': true, 'only-people': true, 'unclear': true }
const WHYS: Readonly<Record<Why['code'], true>> = { 'watching-began': true, 'first-reply': true, 'answers-again': true, silent: true, 'never-answered': true, 'was-down': true, 'still-down': true, 'own-standstill': true, refused: true, unplugged: true, deregistered: true, 'part-failed': true, loss: true, limited: true, slow: true, recovering: true, 'good-again': true, ended: true, 'own-network-down': true, 'own-network-back': true, 'not-measurable': true, people: true, 'people-quiet': true }

const SYMPTOM: Readonly<Record<Symptom, true>> = { 'speech-drops': true, 'ptt-refused': true, 'no-reception': true }
const PROBES: Readonly<Record<ProbePhase, true>> = { untried: true, answering: true, missing: true, silent: true, failed: true, unusable: true }

test.each([['symptom', FAULT_SYMPTOMS], ['effect', EFFECTS], ['danger', DANGERS], ['owner', OWNERS]] as const)('every %s of a storing has its text', (prefix, words) => {
  expect(words.filter((word) => nl[`${prefix}.${word}`] === undefined)).toEqual([])
})

test.each([['ptt.refused', REFUSALS], ['ptt.short', REFUSALS], ['probe', PROBES], ['cause', READINESS], ['press', PRESSES], ['press', CALLS], ['press', FAULTS], ['press', SPOKEN], ['press', SHIFTS], ['take-over', NOT_SAFE], ['alarm', SITE_ALARMS], ['spoken', SPOKEN_ENDS], ['alarm', ALARMS], ['alarm', RELAYS], ['alarm', HEADSETS], ['sufficiency', SUFFICIENCY], ['diagnosis', DIAGNOSES], ['because', BECAUSES], ['why', WHYS], ['symptom', SYMPTOM], ['chip', SYMPTOM]] as const)('every word under %s has its text', (prefix, words) => {
  expect(Object.keys(words).filter((word) => nl[`${prefix}.${word}`] === undefined)).toEqual([])
})

test('every entry that people see on a timeline has its sentence, and no other entry has one', () => {
  const texts = Object.keys(nl).filter((key) => key.startsWith('entry.')).map((key) => key.slice('entry.'.length))
  expect(texts.toSorted()).toEqual([...TIMELINE_KINDS].toSorted())
})

test('every error code has its sentence', () => {
  expect(Object.keys(ERRORS).filter((code) => nl[`error.${code}`] === undefined)).toEqual([])
})

test('says the words of the vocabulary, not the words it rules out', () => {
  const all = Object.values(nl).join('\n')
  for (const banned of ['Tafelradio', 'getuige', 'PTT klaar', 'alles in orde']) expect(all.toLowerCase()).not.toContain(banned.toLowerCase())
  // Of the floor it is never said that it is refused, only what that means.
  expect(Object.entries(nl).filter(([key, message]) => key.startsWith('ptt.') && /geweigerd/i.test(message))).toEqual([])
})
