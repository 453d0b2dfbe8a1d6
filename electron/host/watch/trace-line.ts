// One line of a trace, read and written: what a probe learned, what befell ourselves, what a person said. The host records
// its own samples so, and `replay` reads them. Source: FORMATS, `replay`; lines of our own beside it stand in README.md here.
import { z } from 'zod'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { SYMPTOMS } from '../../contract/people.ts'
import type { OwnHealthEvent } from './own-health.ts'
import type { ConditionEvent, ProbeResult, Sample } from './types.ts'
import type { WatchEvent } from './watch-machine.ts'

/** A sample as it stands in a line: what is left out is told by the rule for it. */
export interface SampleLine {
  readonly line: 'sample'
  readonly t: number
  readonly probe: string
  readonly result: ProbeResult
  /** Absent: by the time since the regular one before it. */
  readonly regular?: boolean
  /** Absent: by the result. */
  readonly sentMs?: number
}

export type TraceLine =
  | SampleLine
  | { readonly line: 'own'; readonly t: number; readonly own: 'lag'; readonly ms: number }
  /** `ms` absent: nothing was written since the line before it, so we slept since then. */
  | { readonly line: 'own'; readonly t: number; readonly own: 'resume'; readonly ms?: number; readonly sleptMs?: number }
  | { readonly line: 'own'; readonly t: number; readonly own: 'network-down' | 'network-up' }
  | { readonly line: 'service'; readonly t: number; readonly service: string; readonly event: ConditionEvent }
  /** For whichever services the probe belongs to. */
  | { readonly line: 'usable'; readonly t: number; readonly probe: string; readonly usable: boolean }
  | { readonly line: 'acknowledged'; readonly t: number; readonly service: string }
  | { readonly line: 'tick'; readonly t: number }

// ── reading ────────────────────────────────────────────────────────────────────────────────

const id = z.string().min(1)
const time = z.number()
const span = z.number().min(0)

const RESULTS = ['reply', 'timeout', 'refused', 'unreachable', 'unplugged'] as const satisfies readonly ProbeResult['kind'][]

type Reply = Extract<ProbeResult, { readonly kind: 'reply' }>

/** Every word an answer may hold: one that is missing here would be recorded and not replayed. */
const REPLY = {
  latencyMs: span.optional(),
  limited: z.string().optional(),
  registration: z.enum(['home', 'visited', 'searching', 'none', 'rejected']).optional(),
  cell: z.enum(['wide', 'local']).optional(),
  heardOwn: z.boolean().optional(),
  afterPressMs: z.number().optional(),
  exchangeMs: z.number().optional(),
  detail: z.string().optional(),
} satisfies Record<Exclude<keyof Reply, 'kind'>, z.ZodType>
const REPLY_KEYS = Object.keys(REPLY) as (keyof typeof REPLY)[]

const sampleSchema = z.looseObject({ t: time, probe: id, result: z.enum(RESULTS), regular: z.boolean().optional(), sent: time.optional(), ...REPLY })
const ownSchema = z.discriminatedUnion('host', [
  z.looseObject({ t: time, host: z.literal('lag'), ms: span }),
  z.looseObject({ t: time, host: z.literal('resume'), ms: span.optional(), sleptMs: span.optional() }),
  z.looseObject({ t: time, host: z.enum(['network-down', 'network-up']) }),
])
const usableSchema = z.looseObject({ t: time, probe: id, usable: z.boolean() })
const maintenanceSchema = z.looseObject({ t: time, maintenance: id, on: z.boolean() })
const liftedSchema = z.looseObject({ t: time, lifted: id })
const acknowledgeSchema = z.looseObject({ t: time, acknowledge: id })
/** `unit` tells units apart and names none. `agoMs`: said before a restart of the console. */
const tapSchema = z.looseObject({
  t: time,
  tap: z.enum(SYMPTOMS),
  service: id,
  from: z.enum(['dispatcher', 'unit']).default('dispatcher'),
  unit: z.string().optional(),
  report: id.optional(),
  agoMs: span.optional(),
})
const retractedSchema = z.looseObject({ t: time, retracted: id, service: id })
const tickSchema = z.looseObject({ t: time, tick: z.literal(true) })

/** What a line is, by the key that only it has. */
const KINDS: readonly { readonly key: string; readonly read: (value: object) => Result<TraceLine> }[] = [
  { key: 'result', read: reader(sampleSchema, readSample) },
  { key: 'host', read: reader(ownSchema, readOwn) },
  { key: 'usable', read: reader(usableSchema, ({ t, probe, usable }) => ({ line: 'usable', t, probe, usable })) },
  { key: 'maintenance', read: reader(maintenanceSchema, ({ t, maintenance, on }) => ({ line: 'service', t, service: maintenance, event: { kind: on ? 'maintenance-began' : 'maintenance-ended' } })) },
  { key: 'lifted', read: reader(liftedSchema, ({ t, lifted }) => ({ line: 'service', t, service: lifted, event: { kind: 'unstable-lifted' } })) },
  { key: 'acknowledge', read: reader(acknowledgeSchema, ({ t, acknowledge }) => ({ line: 'acknowledged', t, service: acknowledge })) },
  { key: 'tap', read: reader(tapSchema, readTap) },
  { key: 'retracted', read: reader(retractedSchema, ({ t, retracted, service }) => ({ line: 'service', t, service, event: { kind: 'people-retracted', report: retracted } })) },
  { key: 'tick', read: reader(tickSchema, ({ t }) => ({ line: 'tick', t })) },
]

/**
 * Reads one line but the first; keys it does not know are let be.
 *
 * @returns WIRE_MALFORMED with a sentence for a technician
 */
export function readTraceLine(value: object): Result<TraceLine> {
  const kinds = KINDS.filter(({ key }) => key in value)
  const [kind] = kinds
  if (!kind) return malformed(`it has none of the keys ${KINDS.map(({ key }) => key).join(', ')}, so it says nothing`)
  if (kinds.length > 1) return malformed(`it has ${kinds.map(({ key }) => key).join(' and ')}: a line says one thing`)
  return kind.read(value)
}

const malformed = (detail: string): Result<never> => fail(failure('WIRE_MALFORMED', detail))

function reader<Schema extends z.ZodType>(schema: Schema, take: (value: z.output<Schema>) => TraceLine): (value: object) => Result<TraceLine> {
  return (value) => {
    const parsed = schema.safeParse(value)
    return parsed.success ? ok(take(parsed.data)) : malformed(complaintOf(parsed.error))
  }
}

/** The first thing that is wrong, with its place: `probes: …`. */
export function complaintOf(error: z.ZodError): string {
  const [issue] = error.issues
  const place = issue?.path.map(String).join('.') ?? ''
  return `${place && `${place}: `}${issue?.message ?? 'not understood'}`
}

function readSample(one: z.output<typeof sampleSchema>): SampleLine {
  const { t, probe, result: kind, regular, sent } = one
  return { line: 'sample', t, probe, result: readResult(kind, one), ...(regular !== undefined && { regular }), ...(sent !== undefined && { sentMs: sent }) }
}

function readOwn(one: z.output<typeof ownSchema>): TraceLine {
  const { t } = one
  if (one.host === 'lag') return { line: 'own', t, own: one.host, ms: one.ms }
  if (one.host !== 'resume') return { line: 'own', t, own: one.host }
  return { line: 'own', t, own: one.host, ...(one.ms !== undefined && { ms: one.ms }), ...(one.sleptMs !== undefined && { sleptMs: one.sleptMs }) }
}

/** Without a name of its own a report is told apart by who says what when. */
function readTap({ t, tap: symptom, service, from, unit, report = [t, symptom, from, unit].join('/'), agoMs }: z.output<typeof tapSchema>): TraceLine {
  return { line: 'service', t, service, event: { kind: 'people-told', report, symptom, from, ...(unit !== undefined && { unit }), ...(agoMs !== undefined && { agoMs }) } }
}

function readResult(kind: ProbeResult['kind'], said: z.output<typeof sampleSchema>): ProbeResult {
  if (kind !== 'reply') return { kind, ...(said.detail !== undefined && { detail: said.detail }) }
  const reply: Record<string, unknown> & { readonly kind: 'reply' } = { kind }
  for (const key of REPLY_KEYS) if (said[key] !== undefined) reply[key] = said[key]
  return reply
}

// ── what is left out ───────────────────────────────────────────────────────────────────────

/** A sample counts as regular when the regular one of its probe before it was sent so long before it. */
const REGULAR_AFTER_MS = 900

/**
 * A time-out was sent the time-out before it was known, a reply its latency before. What was refused, unreachable or
 * unplugged was so at once: no answer of theirs takes time that is not in the line.
 */
export function sentMsOf(line: Pick<SampleLine, 't' | 'result' | 'sentMs'>, probeTimeoutMs: number): number {
  if (line.sentMs !== undefined) return line.sentMs
  switch (line.result.kind) {
    case 'timeout': return line.t - probeTimeoutMs
    case 'reply': return line.t - (line.result.latencyMs ?? 0)
    case 'refused':
    case 'unreachable':
    case 'unplugged': return line.t
  }
}

/** Tells regular samples from fast ones, sample after sample. */
export interface RegularRule {
  /** @param said  what the line itself says */
  isRegular(probe: string, sentMs: number, said: boolean | undefined): boolean
}

export function createRegularRule(): RegularRule {
  const lastSentMs = new Map<string, number>()
  return {
    isRegular(probe, sentMs, said) {
      const is = said ?? sentMs - (lastSentMs.get(probe) ?? -Infinity) >= REGULAR_AFTER_MS
      if (is) lastSentMs.set(probe, sentMs)
      return is
    },
  }
}

// ── writing ────────────────────────────────────────────────────────────────────────────────

export type EncodeSample = (sample: Sample) => string

/** Writes samples in the order they became known, leaving out what a reader tells by the rules. */
export function createSampleWriter(probeTimeoutMs: number): EncodeSample {
  const rule = createRegularRule()
  return ({ probe, sentMs, atMs: t, regular, result }) => {
    const { kind, detail, ...said } = result
    // What was said with an answer is for the moment; why there was none is for the technician who looks later.
    const why = kind === 'reply' || detail === undefined ? {} : { detail }
    const sent = sentMsOf({ t, result }, probeTimeoutMs) === sentMs ? {} : { sent: sentMs }
    // Fast ones always say so, so that a trace may be cut anywhere; regular ones where the rule would not see it.
    const fast = regular ? (rule.isRegular(probe, sentMs, undefined) ? {} : { regular: rule.isRegular(probe, sentMs, true) }) : { regular }
    return JSON.stringify({ t, probe, result: kind, ...said, ...fast, ...sent, ...why })
  }
}

/** @returns undefined for what no trace needs: a beat that was in time tells nothing */
export function encodeWatchEvent(event: WatchEvent, t: number, sample: EncodeSample): string | undefined {
  switch (event.kind) {
    case 'sampled': return sample(event.sample)
    case 'own': return encodeOwn(event.event, t)
    case 'for-service': return encodeForService(event.service, event.event, t)
    case 'time-passed': return JSON.stringify({ t, tick: true })
  }
}

function encodeOwn(event: OwnHealthEvent, t: number): string | undefined {
  switch (event.kind) {
    case 'stood-still': return JSON.stringify({ t, host: event.as === 'resumed' ? 'resume' : 'lag', ms: event.ms, ...(event.sleptMs !== undefined && { sleptMs: event.sleptMs }) })
    case 'network-lost': return JSON.stringify({ t, host: 'network-down' })
    case 'network-found': return JSON.stringify({ t, host: 'network-up' })
    case 'beat':
    case 'time-passed': return undefined
  }
}

function encodeForService(service: string, event: ConditionEvent, t: number): string | undefined {
  switch (event.kind) {
    case 'maintenance-began': return JSON.stringify({ t, maintenance: service, on: true })
    case 'maintenance-ended': return JSON.stringify({ t, maintenance: service, on: false })
    case 'people-told': {
      const { symptom: tap, from, unit, report, agoMs } = event
      return JSON.stringify({ t, tap, service, from, ...(unit !== undefined && { unit }), report, ...(agoMs !== undefined && { agoMs }) })
    }
    case 'people-retracted': return JSON.stringify({ t, retracted: event.report, service })
    case 'unstable-lifted': return JSON.stringify({ t, lifted: service })
    case 'probe-unusable': return JSON.stringify({ t, probe: event.probe, usable: false })
    case 'probe-usable': return JSON.stringify({ t, probe: event.probe, usable: true })
    // These reach a service from samples and from own health, which are written themselves.
    case 'sampled':
    case 'heard-own':
    case 'own-lag':
    case 'own-resume':
    case 'own-network-lost':
    case 'own-network-found':
    case 'time-passed': return undefined
  }
}

export const encodeAcknowledged = (service: string, t: number): string => JSON.stringify({ t, acknowledge: service })
