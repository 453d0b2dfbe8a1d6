// What a host that starts still knows: read from the record and one small file, checked like any border, believed only
// where it fits.
import { z } from 'zod'
import type { Result } from '../../native/kit/result.ts'
import { savedAlarmsSchema, type SavedAlarms } from './alarm/alarm-memory.ts'
import type { LeftDrill } from './drill/drill.ts'
import { readLeftDrill } from './drill/left-drill.ts'
import type { SmallFile } from './devices/small-file.ts'
import type { SavedSwitch } from './fallback/switch-machine.ts'
import type { SwitchState } from './fallback/types.ts'
import type { Ledger, StoredEntry } from './ledger/port.ts'
import { BEGUN_KIND, ENDED_KIND, MAINTENANCE_LOOKED_AT } from './maintenance/maintenance.ts'
import { WATCH_KIND } from './recorder.ts'

export const SWITCH_KINDS = ['switch.switched', 'switch.returned', 'switch.group-changed', 'switch.restored', 'switch.relapsed'] as const
const EMERGENCY_KINDS = ['emergency.raised', 'emergency.taken'] as const
const EMERGENCIES_LOOKED_AT = 100

/** Kept in a small file as well: a channel that was confirmed a moment before a crash may not be in the record yet. */
export const switchAfterSchema = z.object({
  channel: z.string(),
  group: z.string().optional(),
  wantedGroup: z.string(),
  holdMs: z.number(),
  returnedUtcMs: z.number().optional(),
  relapsedUtcMs: z.number().optional(),
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
  }
}

export interface Restored {
  readonly switch?: SavedSwitch
  readonly watch?: unknown
  /** Of services, with what a person had seen of them. */
  readonly alarms?: SavedAlarms
  /** When planned work began and ended, newest first; undefined when the record could not be read. */
  readonly maintenance: readonly StoredEntry[] | undefined
  /** It was running when the last run ended. */
  readonly drill?: LeftDrill
  /** Emergencies raised and not taken; undefined when the record could not be read. */
  readonly emergencies: readonly StoredEntry[] | undefined
}

/** Reads what is there; a record that cannot be read restores nothing, and the console starts on the RBS. */
export async function restore(ledger: Pick<Ledger, 'latest'>, file: SmallFile<SwitchAfter>, moment: { readonly nowMs: number; readonly utcMs: number }): Promise<Restored> {
  const [switched, watched, maintenance, emergencies, drill] = await Promise.all([
    ledger.latest(SWITCH_KINDS, 1),
    ledger.latest([WATCH_KIND], 1),
    ledger.latest([BEGUN_KIND, ENDED_KIND], MAINTENANCE_LOOKED_AT),
    readOpenEmergencies(ledger),
    readLeftDrill(ledger),
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
    emergencies,
    ...(drill ? { drill } : {}),
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
    relapse: {
      holdMs: data.holdMs,
      ...(data.returnedUtcMs === undefined ? {} : { lastReturnMs: monotonic(data.returnedUtcMs) }),
      ...(data.relapsedUtcMs === undefined ? {} : { lastRelapseMs: monotonic(data.relapsedUtcMs) }),
    },
  }
}

/** @returns undefined when the record cannot be read now */
export async function readOpenEmergencies(ledger: Pick<Ledger, 'latest'>): Promise<readonly StoredEntry[] | undefined> {
  const read = await ledger.latest(EMERGENCY_KINDS, EMERGENCIES_LOOKED_AT)
  if (!read.ok) return undefined
  const newestFirst = read.value
  const taken = new Set(newestFirst.filter((entry) => entry.kind === 'emergency.taken').map((entry) => entry.payload['alarm']))
  return newestFirst.filter((entry) => entry.kind === 'emergency.raised' && !taken.has(entry.payload['alarm'] ?? ''))
}
