// achterwacht scenario, as a technician types it.
import { expect, test } from 'vitest'
import { scenarioCommand } from '../../../electron/cli/scenario/scenario.ts'
import { createReplay } from '../../../electron/host/replay.ts'
import { utcOfLocal } from '../../sim/scenarios/local-time.ts'
import { watchTruth } from '../../support/scenario-watch.ts'
import { truthOf } from './stage.ts'

async function run(...argv: string[]) {
  const written: string[] = []
  const said: string[] = []
  const code = await scenarioCommand(argv, { write: async (text) => { written.push(text); return true }, err: (line) => void said.push(line) })
  return { code, lines: written.join('').split('\n').filter(Boolean), said: said.join('\n') }
}

test('lists the scenarios with their rooms', async () => {
  expect(await run('--list')).toMatchObject({ code: 0, lines: [expect.stringContaining('2020-01-c2000-migration'), expect.stringContaining('(OB, NH, ZWB, RTD)'), expect.stringContaining('2024-12-31-rbs')] })
})

test('writes a part of a scenario as a trace, the same each time, and another for another seed', async () => {
  const hour = ['2020-09-police-ict', '--room', 'RTD', '--from', '2020-09-15T09:00', '--until', '2020-09-15T10:00']
  const one = await run(...hour, '--seed', '5')
  expect(one).toMatchObject({ code: 0, said: '' })
  expect(one.lines.length).toBeGreaterThan(6 * 3_600)
  expect(JSON.parse(one.lines[0] ?? '')).toMatchObject({ trace: 1, scenario: { room: 'RTD', seed: 5 } })
  expect(JSON.parse(one.lines[1] ?? '')).toMatchObject({ t: expect.toSatisfy((t: number) => t >= 3_600_000 && t < 3_602_000) })
  expect((await run(...hour, '--seed', '5')).lines).toEqual(one.lines)
  expect((await run(...hour, '--seed', '6')).lines).not.toEqual(one.lines)
})

test.each([
  ['2020-09-police-ict', 'RTD', '2020-09-15T09:00', '2020-09-15T11:00'],
  ['2020-01-c2000-migration', 'NL', '2020-01-27T00:00', '2020-01-27T05:00'],
  ['2024-12-31-rbs', 'NL', '2024-12-31T22:30', '2025-01-01T00:30'],
] as const)('writes what replay reads without a complaint, and replay tells what the watch told: %s', async (name, room, from, until) => {
  const { lines } = await run(name, '--room', room, '--from', from, '--until', until)
  const replay = createReplay()
  const told = lines.flatMap((line) => {
    const read = replay.take(line)
    if (!read.ok) throw new Error(`${line}: ${read.error.detail}`)
    return read.value
  })
  const truth = await truthOf(name, room, 1)
  const since = (local: string): number => utcOfLocal(local) - truth.startUtcMs
  const watched = watchTruth(truth, { fromMs: since(from), untilMs: since(until) })
  const changesIn = told.flatMap((one) => ('from' in one && one.from !== 'unstable' && one.to !== 'unstable' ? [`${one.t} ${one.service} ${one.to}`] : []))
  expect(changesIn.length).toBeGreaterThan(3)
  expect(changesIn).toEqual(watched.changes.map(({ atMs, service, to }) => `${atMs} ${service} ${to}`))
  expect(told.filter((one) => 'alarm' in one)).toHaveLength(watched.sounds.length)
})

test('writes the truth behind it: what failed, how, from when until when', async () => {
  const { code, lines } = await run('2024-12-31-rbs', '--truth')
  expect(code).toBe(0)
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ service: 'rbs', fault: 'hang', cause: 'rbs-core', local: expect.stringMatching(/^202[45]-/) }])
})

test('stops when nobody reads any more', async () => {
  let writes = 0
  expect(await scenarioCommand(['2020-09-police-ict'], { write: async () => ++writes < 3, err: () => {} })).toBe(0)
  expect(writes).toBe(3)
})

test.each([
  [[]], [['no-such']], [['2020-09-police-ict', 'x']], [['2020-09-police-ict', '--room', 'XX']], [['2020-09-police-ict', '--seed', 'x']],
  [['2020-09-police-ict', '--from', 'today']], [['--list', 'x']], [['2020-09-police-ict', '--until', '2019-01-01T00:00']], [['--speed', '3']], [['2024-12-31-rbs', '--taps']],
])('says how it is used when it is used otherwise: %j', async (argv) => {
  const { code, lines, said } = await run(...argv)
  expect(code).toBe(2)
  expect(lines).toEqual([])
  expect(said).toMatch(/usage: scenario|nothing between/)
})
