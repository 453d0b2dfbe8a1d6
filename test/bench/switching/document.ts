// The measured part of resources/docs/switching.md; the words around it are written by hand.
import type { RehearsalReport } from '../../../electron/cli/rehearse/rehearse.ts'
import type { FlappingRun } from '../flapping.ts'
import { FLAPPING_DAYS } from '../flapping.ts'
import { countOf } from './desk-days.ts'
import { GROUPS, totalMs, unheardGroups, type PlayedRoom, type WatchedRoom } from './scenario-play.ts'

export interface PlayedScenario {
  readonly scenario: string
  readonly room: string
  readonly watched: WatchedRoom
  readonly runs: readonly (PlayedRoom & { readonly mover: string })[]
}

export interface FlappedDays {
  readonly label: string
  readonly runs: readonly (FlappingRun & { readonly mover: string })[]
}

export interface SwitchingMeasured {
  readonly played: readonly PlayedScenario[]
  readonly flapped: readonly FlappedDays[]
  readonly rehearsals: readonly { readonly name: string; readonly report: RehearsalReport }[]
}

export function switchingTables({ played, flapped, rehearsals }: SwitchingMeasured): string {
  return [...didTable(played), ...callsTable(played), ...flappedTable(flapped), ...rehearsals.flatMap(rehearsalTable)].join('\n')
}

type Cell = string | number

function table(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

function didTable(played: readonly PlayedScenario[]): readonly string[] {
  return table('What the workstation did',
    ['scenario', 'room', 'days', 'outages', 'out', 'who moves', 'advised', 'counted down', 'stopped counting', 'switched', 'return offered', 'returned', 'relapses', 'longest hold', 'away', 'on a dead primary'],
    played.flatMap(({ scenario, room, watched, runs }) => runs.map((run, at) => [
      ...(at === 0 ? [scenario, room, round(watched.untilMs / (24 * HOUR_MS)), watched.gaps.length, hours(totalMs(watched.gaps))] : ['', '', '', '', '']),
      run.mover, run.log.advisedMs.length, countOf(run.log, 'countdown-started'), stopped(run), countOf(run.log, 'switched'),
      countOf(run.log, 'return-offered'), countOf(run.log, 'returned'), countOf(run.log, 'relapsed'), run.longestHoldMs === 0 ? '–' : `${run.longestHoldMs / MINUTE_MS} min`, hours(run.awayMs), `${Math.round(run.deadMs / 1000)} s`,
    ])))
}

const stopped = ({ log }: PlayedRoom): number => log.told.filter(({ report }) => report.report === 'countdown-stopped' && report.cause !== 'switched').length

function callsTable(played: readonly PlayedScenario[]): readonly string[] {
  const unheard = unheardGroups().length
  return table('Calls for help, and groups that nobody heard',
    ['scenario', 'room', 'who moves', 'calls', 'through radio control', 'heard by a radio', 'not heard', 'groups unheard while away', 'for', 'control radio without network'],
    played.flatMap(({ scenario, room, watched, runs }) => runs.map((run, at) => [
      ...(at === 0 ? [scenario, room] : ['', '']), run.mover, watched.calls.length, run.calls.byRbs, run.calls.byRadio, run.calls.missed,
      run.awayMs === 0 ? '–' : `${unheard} of ${GROUPS.length}`, run.awayMs === 0 ? '–' : hours(run.awayMs), hours(watched.deafMs),
    ])))
}

function flappedTable(flapped: readonly FlappedDays[]): readonly string[] {
  return table(`On and off for ${FLAPPING_DAYS} days, every offered return accepted`,
    ['radio control', 'who moves', 'out a day', 'switches a day', 'on a dead primary a day', 'away'],
    flapped.flatMap(({ label, runs }) => runs.map((run, at) => [
      at === 0 ? label : '', run.mover, hours(run.outMs / FLAPPING_DAYS), round(countOf(run.log, 'switched') / FLAPPING_DAYS), `${round(run.deadMs / 1000 / FLAPPING_DAYS)} s`,
      `${Math.round((100 * totalMs(run.log.away)) / run.untilMs)} %`,
    ])))
}

function rehearsalTable({ name, report }: SwitchingMeasured['rehearsals'][number]): readonly string[] {
  return table(`The host itself, shortened: ${name}`, ['step', 'ms', 'at most', ''], report.steps.map(({ name: step, ms, limitMs, ok }) => [step, ms, limitMs, ok ? 'ok' : '**not reached**']))
}

const round = (value: number): number => Math.round(value * 100) / 100
const hours = (ms: number): string => (ms < HOUR_MS ? `${round(ms / MINUTE_MS)} min` : `${round(ms / HOUR_MS)} h`)
