// What the record says is true at one moment, as it is folded from entries and kept in a keyframe: JSON with whole numbers, so
// that it can be an entry itself. Source: architecture section 7; MomentView of electron/contract/record.ts.
import { z } from 'zod'
import type { Json, JsonObject } from '../../contract/words.ts'

const whole = z.int().min(0)
const json: z.ZodType<Json> = z.lazy(() => z.union([z.null(), z.boolean(), z.int(), z.string(), z.array(json), z.record(z.string(), json)]))
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json)

/** A keyframe is an entry like any other: whoever has the file can write one, and only the chain vouches for it. */
export const momentStateSchema = z.strictObject({
  host: z.strictObject({ word: z.enum(['running', 'stopped', 'unknown']), since: whole.optional() }),
  mode: z.enum(['observe', 'advise', 'act']).optional(),
  plan: whole.optional(),
  simulated: z.literal(true).optional(),
  /** Number of the drill that ran. */
  drill: z.string().optional(),
  services: z.record(z.string(), z.strictObject({
    now: z.enum(['ok', 'degraded', 'down', 'unknown']),
    since: whole,
    /** Since when it bears the label. */
    unstable: whole.optional(),
    maintenance: z.literal(true).optional(),
    why: jsonObject.optional(),
  })),
  diagnosis: z.strictObject({
    kind: z.enum(['normal', 'console-fault', 'network-outage', 'witness-lost', 'local-site', 'own-workstation', 'common-dependency', 'unknown']),
    since: whole,
  }).optional(),
  channel: z.strictObject({ id: z.string(), group: z.string().optional(), since: whole }).optional(),
  ptt: z.strictObject({ phase: z.enum(['idle', 'waiting', 'talking', 'refused']), channel: z.string().optional(), group: z.string().optional(), since: whole }).optional(),
  devices: z.record(z.string(), z.strictObject({ link: z.string(), since: whole })),
  alarms: z.record(z.string(), z.strictObject({
    kind: z.enum(['service', 'radio', 'pedal', 'relay', 'device', 'site']),
    severity: z.enum(['warning', 'error', 'critical']),
    code: z.string(),
    params: jsonObject,
    acknowledged: z.boolean(),
    since: whole,
  })),
  /** Not taken yet: id → when it came. */
  emergencies: z.record(z.string(), whole),
  /** Numbers of open storingen, oldest first. */
  faults: z.array(z.string()),
})

export type MomentState = z.infer<typeof momentStateSchema>

/** Before the first entry. */
export const NOTHING_KNOWN: MomentState = { host: { word: 'unknown' }, services: {}, devices: {}, alarms: {}, emergencies: {}, faults: [] }
