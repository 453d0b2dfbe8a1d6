// Answers the contract's calls: checks the input, presses, waits until the press is in the record, replies.
// Radio comes before paper: what a key does has happened before its entry is written.
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { CALLS, isCallName, type CallInput, type CallName, type CallOutput } from '../contract/calls.ts'
import type { FaultChange } from '../contract/faults.ts'
import type { Reply } from '../contract/link.ts'
import { searchInput } from '../contract/record.ts'
import type { Role } from '../contract/words.ts'
import type { Alarms } from './alarms.ts'
import type { AlarmFeedback } from './alarm-feedback.ts'
import type { Fallback } from './fallback/fallback.ts'
import type { SwitchEvent } from './fallback/types.ts'
import type { Actions } from './incident/actions.ts'
import type { Incidents } from './incident/incident.ts'
import type { Reports } from './incident/reports.ts'
import type { Exports } from './export/exports.ts'
import { CONTENT_DELETED_KIND } from './ledger/entry.ts'
import type { RecordReader } from './ledger/reader/port.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import type { Notes } from './notes.ts'
import type { People } from './people.ts'
import type { Ptt } from './ptt/ptt.ts'
import type { RecordCheck } from './record-check.ts'
import type { Recorder } from './recorder.ts'
import type { Spoken } from './spoken/spoken.ts'
import type { Watch } from './watch/index.ts'
import type { WorkstationKey } from './workstation-key.ts'

export interface CallDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly fallback: Fallback
  readonly ptt: Ptt
  readonly alarms: Alarms
  readonly alarmFeedback: AlarmFeedback
  readonly recorder: Recorder
  readonly notes: Notes
  readonly people: Omit<People, 'restore'>
  readonly incidents: Pick<Incidents, 'report' | 'change'>
  readonly reports: Pick<Reports, 'file' | 'change'>
  readonly actions: Pick<Actions, 'add' | 'change'>
  readonly maintenance: Pick<Maintenance, 'begin' | 'end'>
  readonly watch: Pick<Watch, 'view' | 'liftUnstable'>
  readonly spoken: Pick<Spoken, 'begin' | 'heard' | 'stop' | 'interrupt'>
  readonly keys: WorkstationKey
  readonly recordCheck: RecordCheck
  /** Absent: nobody can look back here. */
  readonly reader: Pick<RecordReader, 'search' | 'moment' | 'hasText'> | undefined
  /** Absent: nothing can be taken out here. */
  readonly exports: Exports | undefined
}

export type CallRefusal = 'no-such-alarm' | 'no-such-emergency' | 'emergency-just-taken' | 'too-many-keys' | 'not-unstable' | 'no-such-text'

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

function createHandlers({ clock, fallback, ptt, alarms, alarmFeedback, recorder, notes, people, incidents, reports, actions, maintenance, watch, spoken, keys, reader, recordCheck, exports }: CallDeps): Handlers {
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
    'alarm.feedback': async (said, caller) => (await alarmFeedback.take(said, viaOf(caller))) ?? refuse('no-such-alarm'),
    'emergency.take': async ({ alarm }, caller) => {
      const nowMs = clock.monotonicMs()
      if (nowMs - takenMs < READ_MS) return refuse('emergency-just-taken')
      if (!alarms.take(alarm)) return refuse('no-such-emergency')
      takenMs = nowMs
      return recorder.person('emergency.taken', { alarm, ...viaOf(caller) })
    },
    'emergency.hand-on': async () => refuse('not-built' as never),
    'shift.begin': async () => refuse('not-built' as never),
    'shift.manned': async () => refuse('not-built' as never),
    'site.adopt': async () => refuse('not-built' as never),
    'position.out-of-service': async () => refuse('not-built' as never),
    'spoken.begin': ({ channel }, caller) => spoken.begin(channel, viaOf(caller)),
    'spoken.heard': (_nothing, caller) => spoken.heard(viaOf(caller)),
    'spoken.stop': (_nothing, caller) => spoken.stop(viaOf(caller)),
    'say.said': async () => refuse('not-built' as never),
    'say.preset': async () => refuse('not-built' as never),
    'roll.begin': async () => refuse('not-built' as never),
    'roll.tick': async () => refuse('not-built' as never),
    'roll.end': async () => refuse('not-built' as never),
    'drill.begin': async () => refuse('not-built' as never),
    'drill.end': async () => refuse('not-built' as never),
    'maintenance.begin': ({ service, minutes, reason }) => maintenance.begin(service, minutes, reason === undefined ? {} : { reason }),
    'maintenance.end': ({ service }) => maintenance.end(service),
    'unstable.lift': async ({ service }) => {
      const label = watch.view().services.find((one) => one.id === service)?.unstable
      if (!label) return refuse('not-unstable')
      watch.liftUnstable(service)
      return recorder.person('unstable.lifted', { service, count: label.count }, { role: 'supervisor' })
    },
    'fault.report': (_nothing, caller) => incidents.report(viaOf(caller)),
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
