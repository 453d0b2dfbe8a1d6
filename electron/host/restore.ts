// What a host that starts still knows: read from the record and one small file, checked like any border, believed only
// where it fits.
import { z } from 'zod'
import type { Result } from '../../native/kit/result.ts'
import { savedAlarmsSchema, type SavedAlarms } from './alarm/alarm-memory.ts'
import type { LeftDrill } from './drill/drill.ts'
import { readLeftDrill } from './drill/left-drill.ts'
import type { SmallFile } from './devices/small-file.ts'
import type { Emergency } from './emergency/emergency-machine.ts'
import { openBeside, type OpenCallsFile } from './emergency/kept-open.ts'
import { EMERGENCY_KINDS, emergenciesIn } from './emergency/recorded.ts'
import type { SavedSwitch } from './fallback/switch-machine.ts'
import type { SwitchState } from './fallback/types.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import { BEGUN_KIND, ENDED_KIND, MAINTENANCE_LOOKED_AT } from './maintenance/maintenance.ts'
import { WATCH_KIND } from './recorder.ts'
import { ROLL_KINDS, ROLL_LOOKED_AT, SAYING_KINDS, SAYING_LOOKED_AT } from './say/earlier.ts'

export const SWITCH_KINDS = ['switch.switched', 'switch.returned', 'switch.group-changed', 'switch.restored', 'switch.relapsed'] as const
/** Entries, several of each call for help: many more than come in the days in which one is still nobody else's. */
const EMERGENCIES_LOOKED_AT = 2000

/** Kept in a small file as well: a channel that was confirmed a moment before a crash may not be in the record yet. */
export const switchAfterSchema = z.object({
  channel: z.string(),
  group: z.string().optional(),
  wantedGroup: z.string(),
  holdMs: z.number(),
  returnedUtcMs: z.number().optional(),
  relapsedUtcMs: z.number().optional(),
  stayed: z.literal(true).optional(),
})
export type SwitchAfter = z.infer<typeof switchAfterSchema>

/** What a later start needs of the switch, in UTC: monotonic time does not outlive a process. */
export function switchAfter(state: SwitchState, moment: { readonly nowMs: number; readonly utcMs: number }): SwitchAfter {
  const { active, relapse, wantedGroup } = state
  const utc = (ms: number): number => Math.round(moment.utcMs - (moment.nowMs - ms))
  return {
    channel: active.channel,
    ...(active.group === undefined ? {} : { group: active.group }),
    wantedGroup,
    holdMs: relapse.holdMs,
    ...(relapse.lastReturnMs === undefined ? {} : { returnedUtcMs: utc(relapse.lastReturnMs) }),
    ...(relapse.lastRelapseMs === undefined ? {} : { relapsedUtcMs: utc(relapse.lastRelapseMs) }),
    ...(state.stayed ? { stayed: true } : {}),
  }
}

export interface Restored {
  readonly switch?: SavedSwitch
  readonly watch?: unknown
  /** Of services, with what a person had seen of them. */
  readonly alarms?: SavedAlarms
  /** When planned work began and ended, newest first; undefined when the record could not be read. */
  readonly maintenance: readonly StoredEntry[] | undefined
  /** It was running when the last run ended, or its radios were not back yet. */
  readonly drill?: LeftDrill
  /** Calls for help that are nobody else's yet; undefined when the record could not be read. */
  readonly emergencies: readonly Emergency[] | undefined
  /** Those that nobody has taken and that the record, as far as it was read, does not know. */
  readonly emergenciesBeside?: readonly Emergency[]
  /** What was announced and who was called, with the switches it was about, newest first; undefined as above. */
  readonly announcing: readonly StoredEntry[] | undefined
}

/** Reads what is there; a record that cannot be read restores nothing, and the console starts on the RBS. */
export async function restore(ledger: Pick<Ledger, 'latest'>, file: SmallFile<SwitchAfter>, moment: { readonly nowMs: number; readonly utcMs: number }, openCalls?: OpenCallsFile): Promise<Restored> {
  const [switched, watched, maintenance, emergencies, said, called, drill] = await Promise.all([
    ledger.latest(SWITCH_KINDS, 1),
    ledger.latest([WATCH_KIND], 1),
    ledger.latest([BEGUN_KIND, ENDED_KIND], MAINTENANCE_LOOKED_AT),
    readEmergencies(ledger),
    ledger.latest(SAYING_KINDS, SAYING_LOOKED_AT),
    ledger.latest(ROLL_KINDS, ROLL_LOOKED_AT),
    readLeftDrill(ledger, moment.utcMs),
  ])
  const kept = file.read()
  const saved = kept.found === 'value' ? kept.value : lastInRecord(switched)
  const savedWatch = watched.ok ? watched.value[0]?.payload : undefined
  const alarms = savedAlarmsSchema.safeParse(savedWatch?.['alarms'])
  return {
    ...(saved ? { switch: toSaved(saved, moment) } : {}),
    ...(savedWatch ? { watch: savedWatch['watch'] } : {}),
    ...(alarms.success ? { alarms: alarms.data } : {}),
    maintenance: maintenance.ok ? maintenance.value : undefined,
    emergencies: emergencies && emergenciesIn(emergencies),
    ...(openCalls ? { emergenciesBeside: openBeside(openCalls, emergencies ?? []) } : {}),
    ...(drill ? { drill } : {}),
    announcing: said.ok && called.ok ? [...said.value, ...called.value].toSorted((one, other) => other.seq - one.seq) : undefined,
  }
}

function lastInRecord(read: Result<readonly StoredEntry[]>): SwitchAfter | undefined {
  const parsed = read.ok ? switchAfterSchema.safeParse(read.value[0]?.payload['after']) : undefined
  return parsed?.success ? parsed.data : undefined
}

function toSaved(data: SwitchAfter, moment: { readonly nowMs: number; readonly utcMs: number }): SavedSwitch {
  const monotonic = (utcMs: number): number => moment.nowMs - Math.max(0, moment.utcMs - utcMs)
  return {
    channel: data.channel,
    wantedGroup: data.wantedGroup,
    ...(data.group === undefined ? {} : { group: data.group }),
    ...(data.stayed ? { stayed: true } : {}),
    relapse: {
      holdMs: data.holdMs,
      ...(data.returnedUtcMs === undefined ? {} : { lastReturnMs: monotonic(data.returnedUtcMs) }),
      ...(data.relapsedUtcMs === undefined ? {} : { lastRelapseMs: monotonic(data.relapsedUtcMs) }),
    },
  }
}

/** @returns newest first, undefined when the record cannot be read now */
export async function readEmergencies(ledger: Pick<Ledger, 'latest'>): Promise<readonly StoredEntry[] | undefined> {
  const read = await ledger.latest(EMERGENCY_KINDS, EMERGENCIES_LOOKED_AT)
  return read.ok ? read.value : undefined
}
