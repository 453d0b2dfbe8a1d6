// Everything a page, a key or a script may ask of the host: one table, and the types that follow from it.
// A reply is {ok: true, value} after the record is durable, or {ok: false, error} with a code of native/kit/errors.ts.
import { z } from 'zod'
import { actionChangeInput, actionInput, faultChangeInput, NUMBER, reportChangeInput, reportInput } from './faults.ts'
import { PLACE_LENGTH, SYMPTOMS, UNIT_LENGTH } from './people.ts'
import { momentInput, searchInput, type MomentView, type SearchOutput } from './record.ts'
import { drillInput, handOnInput, outOfServiceInput, rollTickInput, shiftInput } from './switching.ts'

const id = z.string().min(1).max(64)
/** Also of one that has ended, with the moment it came: `id@raised`. */
const alarmId = z.string().min(1).max(128)
const gssi = z.string().regex(/^\d{1,8}$/)
const symptom = z.enum(SYMPTOMS)
/** One line: what a person types beside a report. */
const line = (longest: number) => z.string().trim().min(1).max(longest).regex(/^[^\p{Cc}]*$/u)
const nothing = z.strictObject({})
/** Work that lasts longer is written into the site file. */
export const MAINTENANCE_MAX_MINUTES = 12 * 60
/** `seq` of the ledger entry that holds the press. */
const recorded = z.object({ seq: z.number().int().positive() })

const call = <Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output, deadlineMs: number) => ({ input, output, deadlineMs })

export const CALLS = {
  /** Switch to a speech channel; without `to` the next one that is proven ready. CALL_REFUSED with the cause in `detail`. */
  'switch.to': call(z.strictObject({ to: id.optional(), group: gssi.optional() }), recorded, 2000),
  'switch.undo': call(nothing, recorded, 2000),
  /** "Blijf op RBS": stops a countdown until the RBS has been back. */
  'switch.stay': call(nothing, recorded, 2000),
  'return.accept': call(nothing, recorded, 2000),
  'group.select': call(z.strictObject({ group: gssi }), recorded, 2000),
  /** A key of a page or terminal. Held only while `ptt.keep-alive` comes every 100 ms; released after 300 ms without. */
  'ptt.press': call(z.strictObject({ source: id }), nothing, 500),
  'ptt.keep-alive': call(z.strictObject({ source: id }), nothing, 500),
  'ptt.release': call(z.strictObject({ source: id }), nothing, 500),
  /** Durable when answered. */
  'note.add': call(z.strictObject({ text: z.string().trim().min(1).max(2000) }), recorded, 2000),
  /** Takes a note back: both remain in the record. CALL_REFUSED when `seq` is no note of this position, or is taken back already. */
  'note.retract': call(z.strictObject({ seq: z.number().int().positive() }), recorded, 2000),
  /** One tap: the dispatcher notices it on the channel spoken through. Durable when answered; evidence and probes do not wait for that. */
  'people.tap': call(z.strictObject({ symptom }), recorded, 2000),
  /** A unit reports it. `number`: the open storing it is about; `report`: of its melding, absent while the record cannot be read. */
  'people.report': call(z.strictObject({ unit: line(UNIT_LENGTH).optional(), place: line(PLACE_LENGTH).optional(), symptom }), recorded.extend({ number: z.string().optional(), report: z.string().optional() }), 2000),
  /** Takes a tap or report back, and the evidence with it; both remain in the record. CALL_REFUSED as for a note. */
  'people.retract': call(z.strictObject({ seq: z.number().int().positive() }), recorded, 2000),
  /** "Gezien, geluid uit": exactly the alarms that were on screen, so that one that came meanwhile is not seen unread. */
  'alarm.acknowledge': call(z.strictObject({ alarms: z.array(alarmId).min(1).max(64) }), recorded, 2000),
  /**
   * "Vals alarm": recorded with what the watch knew at that moment, for who tunes it. Changes neither alarm nor watching.
   * Of an alarm that stands, or ended less than ten minutes ago, named by the moment it came; `false: false` takes it back.
   */
  'alarm.feedback': call(z.strictObject({ alarm: alarmId, raised: z.number().int().nonnegative(), false: z.boolean() }), recorded, 2000),
  /** "Noodoproep aangenomen". Acknowledging an alarm never does this. */
  'emergency.take': call(z.strictObject({ alarm: alarmId }), recorded, 2000),
  /** An emergency call taken here is somebody else's now. CALL_REFUSED: `no-such-emergency`, `not-taken`. */
  'emergency.hand-on': call(handOnInput, recorded, 2000),
  /**
   * The shift begins with this profile; without a password. Another profile is another plan: the console begins anew with it.
   * CALL_REFUSED: `no-such-profile`, `nothing-changes`, or why it is not safe now.
   */
  'shift.begin': call(shiftInput, recorded, 2000),
  /** Somebody sits here, or nobody: an unmanned position never switches by itself. */
  'shift.manned': call(z.strictObject({ manned: z.boolean() }), recorded, 2000),
  /** A site file that waits is taken over now, by a supervisor. CALL_REFUSED: `nothing-waits`, or why it is not safe now. */
  'site.adopt': call(nothing, recorded, 2000),
  /** The position is taken out of service, or back: tests of keys and drills only happen outside. By supervisor or technician. */
  'position.out-of-service': call(outOfServiceInput, recorded, 2000),
  /** Begins the guided spoken test of a channel; 60 s at most. CALL_REFUSED with the cause. */
  'spoken.begin': call(z.strictObject({ channel: id }), recorded, 2000),
  /** "Collega hoorde mij": somebody at the other end confirms it. */
  'spoken.heard': call(nothing, recorded, 2000),
  'spoken.stop': call(nothing, recorded, 2000),
  /** "Omgeroepen": the sentence of the switch card was said; its interval begins anew. CALL_REFUSED: `nothing-to-say`. */
  'say.said': call(nothing, recorded, 2000),
  /** Sends the preset text to the group, by a supervisor, once a group. CALL_REFUSED: `no-text`, `already-sent`, `cannot-send`, `transmitting`, `observe-mode`. */
  'say.preset': call(nothing, recorded, 5000),
  /** The roll call begins in the group in use. CALL_REFUSED: `no-units`, `runs-already`. */
  'roll.begin': call(nothing, recorded, 2000),
  /** By hand, and back. CALL_REFUSED: `no-roll-call`, `no-such-unit`. */
  'roll.tick': call(rollTickInput, recorded, 2000),
  /** CALL_REFUSED: `no-roll-call`. Ends by itself after half an hour. */
  'roll.end': call(nothing, recorded, 2000),
  /** A drill at a position out of service. CALL_REFUSED: `in-service`, `no-drill-group`, `spoken-runs`, `spoken-pedal-shared`, `real-trouble`, `observe-mode`, `runs-already`. */
  'drill.begin': call(drillInput, recorded.extend({ number: z.string() }), 2000),
  /** Ends the drill. `real`: "Dit is echt", which also reports a real storing; `fault.report` does the same while a drill runs. CALL_REFUSED: `no-drill`. */
  'drill.end': call(z.strictObject({ real: z.boolean().default(false) }), recorded, 2000),
  /**
   * Planned work on a service begins now, by a supervisor: recorded, no alarm, no failure counts; ends by itself.
   * CALL_REFUSED when there is no such service. `reason` goes beside the record's chain.
   */
  'maintenance.begin': call(z.strictObject({ service: id, minutes: z.number().int().min(1).max(MAINTENANCE_MAX_MINUTES), reason: z.string().trim().min(1).max(200).optional() }), recorded, 2000),
  /** Planned work is over, also before its window in the site file is. CALL_REFUSED when there is none. */
  'maintenance.end': call(z.strictObject({ service: id }), recorded, 2000),
  /** A supervisor vouches that the cause of the label "instabiel" is gone. CALL_REFUSED when the service does not bear it. */
  'unstable.lift': call(z.strictObject({ service: id }), recorded, 2000),
  /**
   * "Meld storing": opens a storing, or adds to the one that is open for the same cause. Without `number` the click is in the
   * record, and which storing it belongs to is known only when the record can be read. `opened`: it made a new one.
   * A STORE_ code other than STORE_SPOOL_FULL: done, and not on disk yet; `late` of the storing says when it is.
   */
  'fault.report': call(nothing, recorded.extend({ number: z.string().optional(), opened: z.boolean().optional() }), 2000),
  /** What a person knows better of a storing, its owner, its end. CALL_REFUSED: `no-such-fault`, `still-in-trouble`, `nothing-changes`, `cause-is-open`, `begun-too-late`, `too-many-links`. */
  'fault.change': call(faultChangeInput, recorded, 2000),
  /** Says a note otherwise: both remain in the record. CALL_REFUSED as for taking one back, and `nothing-changes`. */
  'note.correct': call(z.strictObject({ seq: z.number().int().positive(), text: z.string().trim().min(1).max(2000) }), recorded, 2000),
  /** A melding: somebody reports, and is to be answered. */
  'report.file': call(reportInput, recorded.extend({ number: z.string() }), 2000),
  /** CALL_REFUSED: `no-such-report`, `nothing-changes`. */
  'report.change': call(reportChangeInput, recorded, 2000),
  'action.add': call(actionInput, recorded.extend({ number: z.string() }), 2000),
  /** CALL_REFUSED: `no-such-action`, `not-done`, `nothing-changes`. */
  'action.change': call(actionChangeInput, recorded, 2000),
  /** Looks in the record. STORE_BUSY after 2 s, STORE_UNREADABLE while it cannot be read. */
  'record.search': call(searchInput, z.custom<SearchOutput>(), 3000),
  /** What was true at a moment, by the record. */
  'record.at': call(momentInput, z.custom<MomentView>(), 3000),
  /** Verifies the whole record beside its writing. `verdict` as `verify` says it; the exit code is `code`. */
  'record.check': call(nothing, z.object({ code: z.number(), verdict: z.string(), seq: z.number(), headCode: z.string(), outsideAnchor: z.string().optional(), tookMs: z.number() }), 120_000),
  /** Writes a file into the site's export folder and says so in the record. `masked`: identities and people's words are taken out. */
  'record.export': call(
    z.strictObject({ what: z.enum(['entries-csv', 'entries-json', 'samples', 'record']), number: z.string().regex(NUMBER).optional(), fromUtcMs: z.number().int().nonnegative().optional(), toUtcMs: z.number().int().nonnegative().optional(), masked: z.boolean().default(true) }),
    recorded.extend({ path: z.string(), entries: z.number(), bytes: z.number() }), 60_000,
  ),
  /** Deletes the text beside one entry, by a supervisor: recorded, and the chain stays whole. CALL_REFUSED: `no-such-text`. */
  'content.delete': call(z.strictObject({ seq: z.number().int().positive(), reason: z.string().trim().min(1).max(200) }), recorded, 2000),
  /** A technician gives this workstation a new signing key; both keys sign that. */
  'key.rotate': call(nothing, recorded.extend({ key: z.string() }), 5000),
} as const

export type Calls = typeof CALLS
export type CallName = keyof Calls
export type CallInput<Name extends CallName> = z.input<Calls[Name]['input']>
export type CallOutput<Name extends CallName> = z.output<Calls[Name]['output']>

export const isCallName = (name: string): name is CallName => Object.hasOwn(CALLS, name)
