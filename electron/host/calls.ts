// Answers the contract's calls: checks the input, presses, waits until the press is in the record, replies.
// Radio comes before paper: what a key does has happened before its entry is written.
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { CALLS, isCallName, type CallInput, type CallName, type CallOutput } from '../contract/calls.ts'
import type { FaultChange } from '../contract/faults.ts'
import type { Reply } from '../contract/link.ts'
import { searchInput } from '../contract/record.ts'
import { DRILL_ALARM } from '../contract/switching.ts'
import type { Role } from '../contract/words.ts'
import type { Alarms } from './alarms.ts'
import type { AlarmFeedback } from './alarm-feedback.ts'
import type { Drill } from './drill/drill.ts'
import type { Fallback } from './fallback/fallback.ts'
import type { SwitchEvent } from './fallback/types.ts'
import type { Actions } from './incident/actions.ts'
import type { Incidents } from './incident/incident.ts'
import type { Reports } from './incident/reports.ts'
import type { Emergencies } from './emergencies.ts'
import { HANDED_ON_KIND, TAKEN_KIND } from './emergency/recorded.ts'
import type { Exports } from './export/exports.ts'
import { CONTENT_DELETED_KIND } from './ledger/entry.ts'
import type { RecordReader } from './ledger/reader/port.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import type { Notes } from './notes.ts'
import type { People } from './people.ts'
import type { Ptt } from './ptt/ptt.ts'
import type { RecordCheck } from './record-check.ts'
import type { Recorder } from './recorder.ts'
import type { RollCall } from './say/roll-call.ts'
import type { Say } from './say/say.ts'
import type { Spoken } from './spoken/spoken.ts'
import type { Shift } from './shift/shift.ts'
import type { Watch } from './watch/index.ts'
import type { WorkstationKey } from './workstation-key.ts'

export interface CallDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly fallback: Fallback
  readonly drill: Pick<Drill, 'number' | 'begin' | 'end'>
  readonly ptt: Ptt
  readonly alarms: Alarms
  readonly alarmFeedback: AlarmFeedback
  readonly emergencies: Pick<Emergencies, 'handOn'>
  readonly recorder: Recorder
  readonly notes: Notes
  readonly people: Omit<People, 'restore'>
  readonly incidents: Pick<Incidents, 'report' | 'change'>
  readonly reports: Pick<Reports, 'file' | 'change'>
  readonly actions: Pick<Actions, 'add' | 'change'>
  readonly maintenance: Pick<Maintenance, 'begin' | 'end'>
  readonly watch: Pick<Watch, 'view' | 'liftUnstable'>
  readonly say: Pick<Say, 'said' | 'preset'>
  readonly rollCall: Pick<RollCall, 'begin' | 'tick' | 'end'>
  readonly spoken: Pick<Spoken, 'begin' | 'heard' | 'stop' | 'interrupt'>
  readonly shift: Pick<Shift, 'begin' | 'setManned' | 'adopt' | 'setOutOfService'>
  readonly keys: WorkstationKey
  readonly recordCheck: RecordCheck
  /** Absent: nobody can look back here. */
  readonly reader: Pick<RecordReader, 'search' | 'moment' | 'hasText'> | undefined
  /** Absent: nothing can be taken out here. */
  readonly exports: Exports | undefined
}

export type CallRefusal = 'no-such-alarm' | 'no-such-emergency' | 'not-taken' | 'emergency-just-taken' | 'too-many-keys' | 'not-unstable' | 'no-such-text'

/** The next emergency comes to stand where the one just taken stood: a double click must not take it unread. */
const READ_MS = 1000
/** A page has one or two keys that transmit; each costs the arbiter room. */
const MOST_KEYS = 4

const PANEL = 'panel/'

const NO_READER: Result<never> = fail(failure('STORE_UNREADABLE', 'no reader'))

/** Who says what of a storing: who works with it says what it did, who leads the room to whom it belongs and when it ends. */
const FAULT_ROLES: Readonly<Record<FaultChange['what'], Role>> = {
  effect: 'dispatcher', danger: 'dispatcher', symptom: 'dispatcher', begun: 'dispatcher',
  owner: 'supervisor', state: 'supervisor', link: 'supervisor', unlink: 'supervisor',
}

type Handlers = { readonly [Name in CallName]: (input: CallInput<Name>, caller: string) => Promise<Result<CallOutput<Name>>> }

/** @param caller  whose pipe it came over: sources of a page are told apart by it */
export function createCallHandler(deps: CallDeps): (name: string, input: unknown, caller: string) => Promise<Reply> {
  const handlers = createHandlers(deps)
  return async (name, input, caller) => {
    if (!isCallName(name)) return { ok: false, error: failure('CALL_UNKNOWN', name) }
    const parsed = CALLS[name].input.safeParse(input)
    if (!parsed.success) return { ok: false, error: failure('CALL_INVALID', `${name}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`) }
    const handler = handlers[name] as (input: unknown, caller: string) => Promise<Result<unknown>>
    return handler(parsed.data, caller)
  }
}

/** The caller of a panel's keys. No pipe can bear this name: theirs have no slash. */
export const panelCaller = (device: string): string => `${PANEL}${device}`

/** Said beside a press that came from a panel: whoever reads the record later asks which hand it was. */
const viaOf = (caller: string): { readonly via?: string } => (caller.startsWith(PANEL) ? { via: caller } : {})

/** A key of a page, as the arbiter knows it. */
export const pageSource = (caller: string, source: string): string => `${caller}/${source}`

function createHandlers({ clock, drill, fallback, ptt, alarms, emergencies, alarmFeedback, recorder, notes, people, incidents, reports, actions, maintenance, watch, shift, spoken, say, rollCall, keys, reader, recordCheck, exports }: CallDeps): Handlers {
  const press = async (kind: string, caller: string, event: Extract<SwitchEvent, { event: `${string}-pressed` }>): Promise<Result<{ seq: number }>> => {
    // A test gives floor and pedal back before the switch looks at what is keyed.
    spoken.interrupt()
    const pressed = fallback.press(event)
    const { event: _name, ...wanted } = event
    const recorded = await recorder.person(kind, { ...wanted, ...viaOf(caller), ...(pressed.ok ? {} : { refused: pressed.error.detail }) })
    return pressed.ok ? recorded : pressed
  }
  let takenMs = -Infinity
  const refuse = (cause: CallRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))

  const thisIsReal = async (caller: string): ReturnType<Incidents['report']> => {
    const ended = await drill.end('real-said')
    // What cannot be written down ends all the same; only where there was no drill is nothing to report.
    return !ended.ok && ended.error.code === 'CALL_REFUSED' ? ended : incidents.report(viaOf(caller))
  }

  return {
    'switch.to': ({ to, group }, caller) => press('press.switch', caller, { event: 'switch-pressed', ...(to === undefined ? {} : { to }), ...(group === undefined ? {} : { group }) }),
    'switch.undo': (_nothing, caller) => press('press.undo', caller, { event: 'undo-pressed' }),
    'switch.stay': (_nothing, caller) => press('press.stay', caller, { event: 'stay-pressed' }),
    'return.accept': (_nothing, caller) => press('press.return', caller, { event: 'return-pressed' }),
    'group.select': ({ group }, caller) => press('press.group', caller, { event: 'group-pressed', group }),
    'ptt.press': async ({ source }, caller) => {
      const id = pageSource(caller, source)
      if (!ptt.state.sources[id]) {
        if (Object.keys(ptt.state.sources).filter((known) => known.startsWith(pageSource(caller, ''))).length >= MOST_KEYS) return refuse('too-many-keys')
        // A key on a screen has no rest position to read: it is up until it is pressed.
        ptt.dispatch({ event: 'source-added', source: id, kind: 'page' })
        ptt.dispatch({ event: 'source-read', source: id, down: false })
      }
      ptt.dispatch({ event: 'source-pressed', source: id })
      return ok({})
    },
    'ptt.keep-alive': async ({ source }, caller) => {
      ptt.dispatch({ event: 'source-kept-alive', source: pageSource(caller, source) })
      return ok({})
    },
    'ptt.release': async ({ source }, caller) => {
      ptt.dispatch({ event: 'source-released', source: pageSource(caller, source) })
      return ok({})
    },
    'note.add': ({ text }) => notes.add(text),
    'note.retract': ({ seq }) => notes.retract(seq),
    'people.tap': ({ symptom }, caller) => people.tap(symptom, viaOf(caller)),
    'people.report': (report) => people.report(report),
    'people.retract': ({ seq }) => people.retract(seq),
    'alarm.acknowledge': async ({ alarms: ids }, caller) => {
      const seen = alarms.standing.filter(({ id, kind }) => kind !== 'emergency' && ids.includes(id)).map(({ id }) => id)
      const past = alarmFeedback.unseenPast(ids)
      if (seen.length + past.length === 0) return refuse('no-such-alarm')
      seen.forEach((id) => alarms.acknowledge(id))
      return recorder.person('alarm.acknowledged', { alarms: seen, ...(past.length > 0 ? { past } : {}), ...viaOf(caller) })
    },
    'alarm.feedback': async (said, caller) => said.alarm.startsWith(DRILL_ALARM) ? refuse('no-such-alarm') : (await alarmFeedback.take(said, viaOf(caller))) ?? refuse('no-such-alarm'),
    'emergency.take': async ({ alarm }, caller) => {
      const nowMs = clock.monotonicMs()
      if (nowMs - takenMs < READ_MS) return refuse('emergency-just-taken')
      if (!alarms.take(alarm)) return refuse('no-such-emergency')
      takenMs = nowMs
      return recorder.person(TAKEN_KIND, { alarm, ...viaOf(caller) })
    },
    'emergency.hand-on': async ({ alarm, to, words }, caller) => {
      const cause = emergencies.handOn(alarm, to)
      return cause ? refuse(cause) : recorder.person(HANDED_ON_KIND, { alarm, to, ...viaOf(caller) }, words === undefined ? {} : { content: words })
    },
    'shift.begin': ({ profile, manned = true }) => shift.begin(profile, manned),
    'shift.manned': ({ manned }) => shift.setManned(manned),
    'site.adopt': () => shift.adopt(),
    'position.out-of-service': ({ out, reason }) => shift.setOutOfService(out, reason === undefined ? {} : { reason }),
    'spoken.begin': ({ channel }, caller) => spoken.begin(channel, viaOf(caller)),
    'spoken.heard': (_nothing, caller) => spoken.heard(viaOf(caller)),
    'spoken.stop': (_nothing, caller) => spoken.stop(viaOf(caller)),
    'say.said': (_nothing, caller) => say.said(viaOf(caller)),
    'say.preset': (_nothing, caller) => say.preset(viaOf(caller)),
    'roll.begin': (_nothing, caller) => rollCall.begin(viaOf(caller)),
    'roll.tick': ({ unit, present }) => rollCall.tick(unit, present),
    'roll.end': (_nothing, caller) => rollCall.end(viaOf(caller)),
    'drill.begin': ({ story }) => drill.begin(story),
    'drill.end': ({ real }, caller) => (real === true ? thisIsReal(caller) : drill.end('stopped')),
    'maintenance.begin': ({ service, minutes, reason }) => maintenance.begin(service, minutes, reason === undefined ? {} : { reason }),
    'maintenance.end': ({ service }) => maintenance.end(service),
    'unstable.lift': async ({ service }) => {
      const label = watch.view().services.find((one) => one.id === service)?.unstable
      if (!label) return refuse('not-unstable')
      watch.liftUnstable(service)
      return recorder.person('unstable.lifted', { service, count: label.count }, { role: 'supervisor' })
    },
    // In a drill the same key says "Dit is echt", whoever presses it and by whichever page or panel.
    'fault.report': (_nothing, caller) => (drill.number === undefined ? incidents.report(viaOf(caller)) : thisIsReal(caller)),
    'fault.change': ({ number, change, reason }) => incidents.change(number, change, { role: FAULT_ROLES[change.what], ...(reason === undefined ? {} : { reason }) }),
    'note.correct': ({ seq, text }) => notes.correct(seq, text),
    'report.file': (report) => reports.file(report),
    'report.change': (change) => reports.change(change),
    'action.add': (action) => actions.add(action),
    'action.change': (change) => actions.change(change),
    'record.search': async (asked) => reader?.search(searchInput.parse(asked)) ?? NO_READER,
    'record.at': async (moment) => reader?.moment(moment) ?? NO_READER,
    'record.check': () => recordCheck.run(),
    'record.export': async ({ masked = true, ...asked }, caller) => exports?.take({ ...asked, masked }, viaOf(caller)) ?? NO_READER,
    'content.delete': async ({ seq, reason }, caller) => {
      const held = await (reader?.hasText(seq) ?? NO_READER)
      if (!held.ok) return held
      if (!held.value) return refuse('no-such-text')
      return recorder.person(CONTENT_DELETED_KIND, { seq, why: 'person', ...viaOf(caller) }, { role: 'supervisor', content: reason })
    },
    'key.rotate': async () => {
      const rotated = await keys.rotate()
      return rotated.ok ? ok({ seq: rotated.value.seq, key: rotated.value.key }) : rotated
    },
  }
}
