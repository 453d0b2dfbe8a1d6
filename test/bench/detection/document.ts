// The measured part of resources/docs/watching.md, written between its markers; the words around it are written by hand.
import { quantilesOf } from '../quantiles.ts'
import { exposedPerDay, isMet, minutes, perDay, seconds, targetsOf, type Measured } from './figures.ts'
import { MODEL_RUNS, type LiveResult } from './measure-live.ts'
import type { SimulatedResult } from './measure-simulated.ts'

const BEGIN = '<!-- measured: begin -->'
const END = '<!-- measured: end -->'

/** @returns the page with a new measured part; undefined when it has no place for one */
export function withMeasured(page: string, tables: string): string | undefined {
  const from = page.indexOf(BEGIN)
  const to = page.indexOf(END)
  return from < 0 || to < from ? undefined : `${page.slice(0, from + BEGIN.length)}\n${tables}\n${page.slice(to)}`
}

export function measuredTables(measured: Measured): string {
  return [...targetTable(measured), ...foundTable(measured), ...inventedTable(measured), ...liveInventedTable(measured), ...patternTable(measured), ...modelTable(measured), ...circumstances(measured)].join('\n')
}

type Cell = string | number

function table(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

function targetTable(measured: Measured): readonly string[] {
  return table('Targets', ['target', 'time', 'n', 'measured', 'at most', ''], targetsOf(measured).map((one) =>
    [one.what, one.how === 'live' ? 'real' : 'simulated', one.n, `${one.unit === 's' ? one.value.toFixed(2) : one.value} ${one.unit}`, `${one.max} ${one.unit}`, isMet(one) ? 'met' : '**missed**']))
}

/** `median / 95th percentile`, in seconds. */
function spread(values: readonly number[]): string {
  if (values.length === 0) return '–'
  const { p50, p95 } = quantilesOf(values)
  const tell = (ms: number): string => (Number.isFinite(ms) ? seconds(ms).toFixed(2) : 'never')
  return `${tell(p50)} / ${tell(p95)}`
}

function foundTable({ live, simulated }: Measured): readonly string[] {
  const liveRows = live.results.filter(({ of }) => of.kind === 'outage').map((one) => {
    const alone = one.transport === 'udp'
    const missed = alone ? `${one.achterwacht.missed}` : `${one.achterwacht.missed} / ${one.haproxy.missed} / ${one.misses.missed}`
    return [
      one.of.label + (alone ? ', SIP over UDP' : ', SIP over TCP'), 'real', one.achterwacht.outages, '–', spread(one.achterwacht.detectionMs),
      alone ? '–' : spread(one.haproxy.detectionMs), alone ? '–' : spread(one.misses.detectionMs), missed,
    ]
  })
  const simulatedRows = simulated.filter(({ of }) => of.kind === 'outage').map((one) => [
    one.of.label, 'simulated', one.achterwacht.outages, spread(one.unknownMs), spread(one.achterwacht.detectionMs), spread(one.haproxy.detectionMs), spread(one.misses.detectionMs),
    `${one.achterwacht.missed} / ${one.haproxy.missed} / ${one.misses.missed}`,
  ])
  return table('Outages found: from the start of the fault, median / 95th percentile in seconds',
    ['fault', 'time', 'n', 'Achterwacht unknown', 'Achterwacht down', 'HAProxy down', 'three misses down', 'missed A / H / 3'], [...liveRows, ...simulatedRows])
}

function inventedTable({ simulated, degradedMs }: Measured): readonly string[] {
  const degraded = (of: SimulatedResult['of']): readonly [string, string] => {
    const found = degradedMs[of.id]
    return found === undefined ? ['–', '–'] : [spread(found), `${Math.round((found.filter(Number.isFinite).length / found.length) * 100)} %`]
  }
  return table('No outage, so every down is a false alarm: times a day (simulated)',
    ['fault', 'days', 'Achterwacht down', 'HAProxy down', 'three misses down', 'Achterwacht unknown', 'Achterwacht sounds', 'Achterwacht degraded after (s)', 'degraded within 15 min'],
    simulated.filter(({ of }) => of.kind === 'limited' || of.kind === 'bursts').map((one) => [
      one.of.label, one.achterwacht.days, perDay(one.achterwacht, 'falseDowns'), perDay(one.haproxy, 'falseDowns'), perDay(one.misses, 'falseDowns'),
      perDay(one.achterwacht, 'falseUnknowns'), Math.round((one.sounds / one.achterwacht.days) * 100) / 100, ...degraded(one.of),
    ]))
}

/** A few minutes say little of a day, but they are the real HAProxy and the real sockets; bursts come each 20 s here. */
function liveInventedTable({ live }: Measured): readonly string[] {
  const spans = (one: LiveResult): number => Math.round(one.achterwacht.days * SECONDS_A_DAY)
  return table('The same in real time: how often down was said on all roads of a fault together',
    ['fault', 'road-seconds', 'Achterwacht down', 'HAProxy down', 'HAProxy modelled', 'three misses down', 'Achterwacht degraded after (s)'],
    live.results.filter(({ of }) => of.kind === 'limited' || of.kind === 'bursts').map((one) => [
      one.of.kind === 'bursts' ? 'bursts of 0.5–5 s, one each 20 s' : one.of.label, spans(one), one.achterwacht.falseDowns, one.haproxy.falseDowns, Math.round(one.haproxyModel.falseDowns / MODEL_RUNS),
      one.misses.falseDowns, spread(one.degradedMs),
    ]))
}

const SECONDS_A_DAY = 86_400

function patternTable({ simulated }: Measured): readonly string[] {
  return table('Comes and goes for three days: the worst of five runs each, September 2020 of eight (simulated)',
    ['pattern', 'unstable after (min, slowest)', 'label set or ended', 'sounds before a label, and its own', 'sounds under the label, nothing worse', 'ten minutes down under the label: shown and sounded',
      'HAProxy changes', 'three misses changes', 'not called down, s/day A / H / 3', 'false downs a day A / H / 3'],
    simulated.filter(({ of }) => of.kind === 'pattern').map((one) => [
      one.of.label, one.unstableMs.every(Number.isFinite) ? minutes(Math.max(...one.unstableMs)) : 'never', one.label.changes, one.label.soundsWithout, one.label.soundsUnder, one.label.longDowns,
      one.haproxyChanges, one.missesChanges, `${exposedPerDay(one.achterwacht)} / ${exposedPerDay(one.haproxy)} / ${exposedPerDay(one.misses)}`,
      `${perDay(one.achterwacht, 'falseDowns')} / ${perDay(one.haproxy, 'falseDowns')} / ${perDay(one.misses, 'falseDowns')}`,
    ]))
}

function modelTable({ live }: Measured): readonly string[] {
  const rows = live.results.filter(({ of, transport }) => of.kind === 'outage' && transport === 'tcp').map(({ of, haproxy, haproxyModel }: LiveResult) => {
    const real = quantilesOf(haproxy.detectionMs)
    const model = quantilesOf(haproxyModel.detectionMs)
    return [of.label, spread(haproxy.detectionMs), spread(haproxyModel.detectionMs), signed(real.p50 - model.p50), signed(real.p95 - model.p95)]
  })
  return table('HAProxy and our model of its rule on the same faults: seconds to down', ['fault', 'real', 'model', 'difference of the medians', 'of the 95th percentiles'], rows)
}

const signed = (ms: number): string => `${ms >= 0 ? '+' : '−'}${seconds(Math.abs(ms)).toFixed(2)}`

function circumstances({ live: { run, runMs } }: Measured): readonly string[] {
  const delay = Math.round(run.loopDelayP99Ms)
  return [`Real time: ${Math.round(runMs / 1_000)} s, ${run.roads.length} faulty roads at once, HAProxy ${run.haproxyVersion}, Kamailio behind all of them. `
    + `The measuring program's own event loop was late by ${delay} ms (99th percentile); standstills of its own that Achterwacht declared: ${run.ownStandstills.length}; times measured across one are set aside.`]
}
