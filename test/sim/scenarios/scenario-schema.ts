// A scenario file: services, causes and people's reports of one real outage, with the source of each fact and each assumption
// said. How to read and write one: resources/scenarios/README.md.
import { z } from 'zod'

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

const id = z.string().regex(ID).max(40)
const local = z.string().regex(LOCAL).describe('As the clock on the wall showed it, Europe/Amsterdam: 2020-09-15T09:00.')
const sentence = z.string().min(1).max(400)
const likelihood = z.number().min(0).max(1)
const weight = z.number().positive().default(1)
const range = (most: number) => z.tuple([z.number().min(0).max(most), z.number().min(0).max(most)]).refine(([low, high]) => low <= high)

const duration = z
  .strictObject({ meanS: z.number().positive(), minS: z.number().min(0).default(0), maxS: z.number().positive() })
  .refine(({ meanS, minS, maxS }) => minS <= meanS && meanS <= maxS, 'minS ≤ meanS ≤ maxS')
  .describe('minS plus an exponentially distributed rest, cut at maxS: the past of a spell says nothing about its end.')

// ── what may be wrong with a service ───────────────────────────────────────────────────────

const faultSchema = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('hang') }).describe('Ports stay open; nothing is answered before it ends.'),
  z.strictObject({ fault: z.literal('refuse') }).describe('The process is gone: connections are refused.'),
  z.strictObject({ fault: z.literal('lose'), percent: z.number().min(0).max(100) }).describe('Each exchange is lost with this chance.'),
  z.strictObject({ fault: z.literal('slow'), byMs: z.number().min(0).max(10_000) }),
  z.strictObject({ fault: z.literal('searching') }).describe('The control radio has lost its registration.'),
])

const hows = z.tuple([z.strictObject({ is: faultSchema, weight })], z.strictObject({ is: faultSchema, weight }))

const hit = z.strictObject({
  service: id,
  likelihood: likelihood.default(1).describe('Of being hit by one outage of this cause.'),
  laterS: range(60).default([0, 0]).describe('It fails and comes back this much later than the cause.'),
  how: hows,
})

// ── causes ─────────────────────────────────────────────────────────────────────────────────

const onOffCause = z.strictObject({
  kind: z.literal('on-off'),
  id,
  phases: z.array(z.strictObject({
    from: local,
    until: local,
    troubled: duration.describe('How long a time of on and off lasts; the same for all rooms.'),
    quiet: duration.describe('How long it is quiet between two of them.'),
  })).min(1),
  up: duration.describe('In a time of on and off, each room for itself: how long it works.'),
  down: duration.describe('… and how long it does not.'),
  hard: z.strictObject({ likelihood, down: duration }).optional().describe('One outage in so many is a long one.'),
  hits: z.array(hit).min(1),
  between: z.array(z.strictObject({ service: id, is: faultSchema })).default([]).describe('What is wrong while it works, in a time of on and off.'),
})

const onceCause = z.strictObject({
  kind: z.literal('once'),
  id,
  begins: z.tuple([local, local]).describe('At some moment between these, the same for all rooms.'),
  ends: z.tuple([local, local]),
  hits: z.array(hit).min(1),
})

// ── people ─────────────────────────────────────────────────────────────────────────────────

const SYMPTOMS = ['connection-lost', 'poor-audio', 'emergency-button', 'position-not-seen', 'hand-over'] as const
/** What the console has a key for. */
const TAPS = ['speech-drops', 'ptt-refused', 'no-reception'] as const

const mixOne = z.strictObject({ symptom: z.enum(SYMPTOMS), tap: z.enum(TAPS).optional(), weight })
const reportsSchema = z.strictObject({
  from: local,
  until: local,
  service: id.describe('What the reports count for: what the position speaks through.'),
  perDay: range(10_000).describe('Reports of a whole day in all rooms together: between these, low numbers as likely as high ones on a logarithmic scale.'),
  mix: z.tuple([mixOne], mixOne),
})

// ── the file ───────────────────────────────────────────────────────────────────────────────

const probe = z.strictObject({
  id,
  weight: z.enum(['primary', 'secondary']).default('primary'),
  latencyLimitMs: z.int().min(1).max(10_000).default(300),
  latency: z.strictObject({ leastMs: z.number().min(0), meanMs: z.number().positive() }).default({ leastMs: 3, meanMs: 6 }).describe('Of an answer when nothing is wrong.'),
})

const service = z.strictObject({
  id,
  role: z.enum(['console', 'witness', 'network', 'gateway', 'power', 'telephony', 'other']),
  label: z.string().min(1).max(40),
  dependsOn: z.array(id).default([]),
  probes: z.array(probe).min(1).max(8),
})

const room = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9]{1,7}$/),
  name: z.string().min(1).max(60),
  share: likelihood.default(1).describe('The part of all reports that reaches this room.'),
})

export const scenarioSchema = z.strictObject({
  format: z.literal(1),
  id,
  title: z.strictObject({ nl: sentence, en: sentence }),
  from: local,
  until: local,
  facts: z.array(z.strictObject({ text: sentence, source: sentence })).min(1),
  assumed: z.array(sentence).min(1),
  rooms: z.tuple([room], room),
  services: z.array(service).min(1).max(16),
  causes: z.array(z.discriminatedUnion('kind', [onOffCause, onceCause])),
  reports: z.array(reportsSchema).default([]),
}).superRefine((scenario, context) => {
  const known = new Set(scenario.services.map((one) => one.id))
  const named = [
    ...scenario.services.flatMap((one) => one.dependsOn),
    ...scenario.causes.flatMap((one) => [...one.hits, ...(one.kind === 'on-off' ? one.between : [])].map((hitOne) => hitOne.service)),
    ...scenario.reports.map((one) => one.service),
  ]
  for (const name of named) if (!known.has(name)) context.addIssue({ code: 'custom', message: `no service ${name}` })
})

export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioService = Scenario['services'][number]
export type ScenarioProbe = ScenarioService['probes'][number]
export type ScenarioRoom = Scenario['rooms'][number]
export type ScenarioFault = z.infer<typeof faultSchema>
export type Cause = Scenario['causes'][number]
export type OnOffCause = Extract<Cause, { kind: 'on-off' }>
export type OnceCause = Extract<Cause, { kind: 'once' }>
export type Duration = z.infer<typeof duration>
export type Hit = z.infer<typeof hit>
export type ReportSource = z.infer<typeof reportsSchema>
export type Symptom = (typeof SYMPTOMS)[number]
export type Tap = (typeof TAPS)[number]

/** For editors: resources/scenarios/scenario.schema.json is this, written down. */
export const scenarioJsonSchemaText = (): string =>
  `${JSON.stringify({ title: 'Achterwacht scenario file', ...z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-2020-12', reused: 'inline' }) }, undefined, 2)}\n`
