// What the composition root is given, and what it makes of it: the one list of everything the wiring joins.
import type { Clock, Random } from '../../native/kit/clock.ts'
import type { AlarmLog } from './alarm/alarm-log.ts'
import type { AlarmFeedback } from './alarm-feedback.ts'
import type { Alarms } from './alarms.ts'
import type { DeviceDeps, Devices } from './devices/devices.ts'
import type { ChannelsHistory } from './channel-history.ts'
import type { SmallFile } from './devices/small-file.ts'
import type { UnitOf } from './ears.ts'
import type { OpenCallsFile } from './emergency/kept-open.ts'
import type { WriteExport } from './export/types.ts'
import type { Drill } from './drill/drill.ts'
import type { Fallback } from './fallback/fallback.ts'
import type { RadioChannel } from './fallback/radio-channel.ts'
import type { Actions } from './incident/actions.ts'
import type { KeptNumbers } from './incident/number-memory.ts'
import type { Incidents } from './incident/incident.ts'
import type { Reports } from './incident/reports.ts'
import type { CheckAsked, CheckRecord, CopyRecord, Ledger } from './ledger/port.ts'
import type { RecordReader } from './ledger/reader/port.ts'
import type { Log } from './log/log.ts'
import type { WireLog } from './log/wire-log.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import type { Moments } from './moments.ts'
import type { Notes } from './notes.ts'
import type { People } from './people.ts'
import type { Ptt } from './ptt/ptt.ts'
import type { Recorder } from './recorder.ts'
import type { Shift, ShiftStart } from './shift/shift.ts'
import type { Restored, SwitchAfter } from './restore.ts'
import type { Site } from './site/schema.ts'
import type { RollCall } from './say/roll-call.ts'
import type { SayDoor } from './say/say-door.ts'
import type { Spoken } from './spoken/spoken.ts'
import type { TopicHub } from './topic-hub.ts'
import type { EarlierWatch } from './traces.ts'
import type { LogReader, OwnNetwork, ProcessList, Watch } from './watch/index.ts'
import type { WatchTrace } from './watch-trace.ts'

export interface HostDeps extends DeviceDeps {
  readonly site: Site
  /** What was wrong with the site file that was given, when the last good one is used. */
  readonly siteTrouble: { readonly lastGood: boolean; readonly problems: readonly string[] }
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly wireLog: WireLog
  readonly ledger: Ledger
  /** How something is written out of the record, and where. */
  readonly exporting?: { readonly record: string; readonly folder: string; readonly write: WriteExport }
  /** How the record is copied, for a site that wants copies. */
  readonly copying?: { readonly record: string; readonly copy: CopyRecord; readonly halfMark: string }
  /** Where one is absent nobody can have the record checked. */
  readonly checking?: { readonly asked: CheckAsked; readonly check: CheckRecord }
  /** Where one is absent nobody can look back. */
  readonly reader?: RecordReader
  readonly bootId: string
  /** Where the confirmed channel is kept besides the record. */
  readonly lastChannel: SmallFile<SwitchAfter>
  /** Calls for help that nobody has taken, besides the record. */
  readonly openCalls?: OpenCallsFile
  /** The last numbers of storingen, meldingen and acties besides the record. */
  readonly numbers: SmallFile<KeptNumbers>
  /** Absent: the plan of the file, and nothing of a shift outlives this host. */
  readonly shift?: ShiftStart
  readonly ownNetwork?: OwnNetwork
  // Where one is absent its kind of probe cannot be used, and says so.
  readonly logReader?: LogReader
  readonly processes?: ProcessList
}

export interface Parts {
  readonly deps: HostDeps
  readonly topics: TopicHub
  readonly alarms: Alarms
  readonly alarmLog: AlarmLog
  readonly alarmFeedback: AlarmFeedback
  readonly recorder: Recorder
  readonly devices: Devices
  readonly channels: readonly RadioChannel[]
  /** Where the position works now: in a drill that of the drill. */
  readonly fallback: Fallback
  readonly drill: Drill
  /** Where it really stands, drill or not. */
  readonly realFallback: Fallback
  readonly ptt: Ptt
  readonly watch: Watch
  /** Records what the watch is told. */
  readonly watchTrace: WatchTrace
  readonly incidents: Incidents
  readonly reports: Reports
  readonly actions: Actions
  readonly maintenance: Maintenance
  readonly moments: Moments
  readonly notes: Notes
  readonly people: People
  readonly spoken: Spoken
  readonly channelHistory: ChannelsHistory
  /** What is to be announced after a switch. */
  readonly say: SayDoor
  readonly rollCall: RollCall
  /** The service with role console that the RBS channel speaks of. */
  readonly consoleService: string
  readonly restored: Restored
  readonly shift: Shift
  readonly unitOf: UnitOf
  /** Asked before this run records anything. */
  readonly earlierWatch: EarlierWatch
}
