// A scenario as a trace: the header, then one line a sample or report, in order of time. Format: FORMATS, replay; the line of a
// report is one of our own, electron/host/watch/README.md.
import type { Sample } from '../../host/watch/types.ts'
import type { Report } from '../../../test/sim/scenarios/reports.ts'
import type { Truth } from '../../../test/sim/scenarios/truth.ts'

/** @param scenario  from which model, seed and moment; a reader that does not know the key passes it over */
export function traceHeader({ scenario, room, seed, startUtcMs }: Truth): string {
  const probes = scenario.services.flatMap((service) => service.probes)
  return JSON.stringify({
    trace: 1,
    services: scenario.services.map(({ id, role, label, dependsOn, probes: own }) => ({ id, role, label, probes: own.map((probe) => probe.id), dependsOn })),
    probes: Object.fromEntries(probes.map(({ id, weight, latencyLimitMs }) => [id, { weight, latencyLimitMs }])),
    settings: {},
    scenario: { id: scenario.id, room: room.code, seed, t0: new Date(startUtcMs).toISOString() },
  })
}

/** A regular sample is told from its rhythm; only a re-probe says that it is none. */
export function sampleLine({ atMs, probe, regular, result: { kind, ...rest } }: Sample): string {
  return JSON.stringify({ t: atMs, probe, result: kind, ...rest, ...(regular ? {} : { regular: false }) })
}

/** Reports without a key of their own are words only, and no evidence a watch could take. */
const tapLine = ({ atMs, service, tap, unit }: Report): string | undefined =>
  (tap === undefined ? undefined : JSON.stringify({ t: atMs, tap, service, from: 'unit', unit }))

/** @param reports  of the same span, in order */
export function* traceLines(truth: Truth, samples: Iterable<Sample>, reports: readonly Report[]): Generator<string> {
  yield traceHeader(truth)
  let next = 0
  for (const sample of samples) {
    for (let report = reports[next]; report && report.atMs <= sample.atMs; report = reports[++next]) {
      const line = tapLine(report)
      if (line !== undefined) yield line
    }
    yield sampleLine(sample)
  }
}
