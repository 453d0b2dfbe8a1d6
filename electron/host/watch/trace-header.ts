// The first line of a trace: what was watched and by which constants. Written by the host at each start, read by `replay`.
// Source: FORMATS, `replay`.
import { z } from 'zod'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { ServiceRole } from '../../contract/words.ts'
import { readSavedWatch, savedWatchSchema, type SavedWatch } from './saved.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from './settings.ts'
import { complaintOf } from './trace-line.ts'
import { DEFAULT_LATENCY_LIMIT_MS, type ServiceConfig } from './types.ts'
import type { WatchSetup } from './watch-machine.ts'

const FORMAT = 1
const LATENCY_LIMIT_MAX_MS = 10_000

const id = z.string().min(1)

const standingSchema = z.looseObject({
  code: z.enum(['service-degraded', 'service-unknown', 'service-unstable', 'service-down']),
  severity: z.enum(['warning', 'error', 'critical']),
  sinceMs: z.number(),
  count: z.int().min(0).optional(),
  acknowledged: z.boolean(),
  /** The service whose alarm it stands under. */
  causedBy: id.optional(),
})

const headerSchema = z.looseObject({
  trace: z.literal(FORMAT),
  services: z.array(z.looseObject({
    id,
    role: z.enum(['console', 'witness', 'network', 'gateway', 'power', 'telephony', 'other']).optional(),
    label: z.string().optional(),
    probes: z.array(id).default([]),
    dependsOn: z.array(id).default([]),
    /** Absent: all but a witness, which hangs on a line of its own. */
    viaOwnNetwork: z.boolean().optional(),
  })),
  probes: z.record(z.string(), z.looseObject({
    weight: z.enum(['primary', 'secondary']).optional(),
    latencyLimitMs: z.int().min(1).max(LATENCY_LIMIT_MAX_MS).optional(),
  })).default({}),
  settings: z.record(z.string(), z.unknown()).default({}),
  /** When watching began; absent: with the first line. */
  t: z.number().optional(),
  /** The wall clock at `t`. All other times go by the monotonic clock, which nobody sets. */
  utcMs: z.number().optional(),
  /** What was known of a run before it. */
  remembered: savedWatchSchema.optional(),
  /** Alarms of services that stood already. */
  standing: z.record(id, standingSchema).optional(),
})

/** A header that was read; its settings are still to be checked as those of a site file are. */
export interface TraceHeader {
  readonly services: readonly ServiceConfig[]
  /** Of every probe that a line may name. */
  readonly probes: ReadonlySet<string>
  readonly settings: Readonly<Record<string, unknown>>
  readonly startMs?: number
  readonly utcMs?: number
  readonly remembered?: SavedWatch
  readonly standing?: Readonly<Record<string, z.output<typeof standingSchema>>>
}

/** @returns WIRE_MALFORMED with a sentence for a technician */
export function readTraceHeader(value: object): Result<TraceHeader> {
  const parsed = headerSchema.safeParse(value)
  if (!parsed.success) return fail(failure('WIRE_MALFORMED', complaintOf(parsed.error)))
  const { services, probes, settings, t, utcMs, remembered, standing } = parsed.data
  const twice = services.find((one, at) => services.findIndex((other) => other.id === one.id) !== at)
  if (twice) return fail(failure('WIRE_MALFORMED', `services: ${twice.id} stands in it twice`))
  return ok({
    services: services.map((one) => readService(one, probes)),
    probes: new Set([...Object.keys(probes), ...services.flatMap((one) => one.probes)]),
    settings,
    ...(t !== undefined && { startMs: t }),
    ...(utcMs !== undefined && { utcMs }),
    ...(remembered && { remembered }),
    ...(standing && { standing }),
  })
}

type Header = z.output<typeof headerSchema>

function readService({ id: service, role: said, label, probes: ids, dependsOn, viaOwnNetwork }: Header['services'][number], probes: Header['probes']): ServiceConfig {
  const role = said ?? roleOf(service)
  return {
    id: service,
    role,
    label: label ?? service,
    dependsOn,
    viaOwnNetwork: viaOwnNetwork ?? role !== 'witness',
    probes: ids.map((probe) => {
      const own = Object.hasOwn(probes, probe) ? probes[probe] : undefined
      return { id: probe, weight: own?.weight ?? 'primary', latencyLimitMs: own?.latencyLimitMs ?? DEFAULT_LATENCY_LIMIT_MS }
    }),
  }
}

function roleOf(service: string): ServiceRole {
  if (service.startsWith('c2000')) return 'witness'
  return service.startsWith('rbs') ? 'console' : 'other'
}

/** What the reducer starts from. @param startMs  for a header that does not say it */
export function setupOf(header: TraceHeader, settings: WatchSettings, startMs: number): WatchSetup {
  const nowMs = header.startMs ?? startMs
  const utcMs = header.utcMs ?? 0
  const memory = header.remembered && readSavedWatch(header.remembered, nowMs, utcMs)
  return { services: header.services, settings, nowMs, utcMs, ...(memory?.ok && { memory: memory.value }) }
}

/** What a host says of itself when it begins to watch. */
export interface WatchBegin {
  readonly atMs: number
  readonly utcMs: number
  readonly services: readonly ServiceConfig[]
  readonly settings: WatchSettings
  /** Absent on a first start. */
  readonly remembered?: SavedWatch
}

/** The header as an object, with whole numbers only, and without what is as the format takes it to be. */
export function encodeTraceHeader({ atMs, utcMs, services, settings, remembered }: WatchBegin): object {
  const probes = services.flatMap((one) => one.probes).flatMap(({ id: probe, weight, latencyLimitMs }) => {
    const own = { ...(weight !== 'primary' && { weight }), ...(latencyLimitMs !== DEFAULT_LATENCY_LIMIT_MS && { latencyLimitMs }) }
    return Object.keys(own).length > 0 ? [[probe, own] as const] : []
  })
  return {
    trace: FORMAT,
    services: services.map(({ id: service, role, label, dependsOn, viaOwnNetwork, probes: own }) => ({
      id: service, role, label, probes: own.map((probe) => probe.id), dependsOn, ...(viaOwnNetwork !== (role !== 'witness') && { viaOwnNetwork }),
    })),
    probes: Object.fromEntries(probes),
    settings: Object.fromEntries(Object.entries(settings).filter(([name, value]) => DEFAULT_WATCH_SETTINGS[name as keyof WatchSettings] !== value)),
    t: atMs,
    utcMs: Math.round(utcMs),
    ...(remembered && { remembered }),
  }
}
