// The main job, end to end, on the simulators and through the built-in rehearsal: what a technician types.
import { expect, test } from 'vitest'
import { rehearse, rehearseCommand } from '../../../electron/cli/rehearse/rehearse.ts'

const NAMES = [
  'healthy', 'rbs-hangs-unknown', 'rbs-hangs-down', 'countdown', 'switched', 'group-confirmed', 'pedal-request', 'grant', 'talk',
  'release', 'note-durable', 'pedal-unplugged-unkeyed', 'rbs-back', 'hold', 'return-offered', 'returned', 'verify',
]

test('goes from calm through an outage and back, every step in its limit, and the record verifies', async () => {
  const report = await rehearse({ goodMs: 3000, holdMs: 5000, countdownMs: 1000 }, () => {})
  expect(report.steps.map((step) => step.name)).toEqual(NAMES)
  expect(report.steps.filter((step) => !step.ok)).toEqual([])
  expect(report).toMatchObject({ ok: true, simulated: true, verify: expect.stringMatching(/^INTACT|^TAIL UNANCHORED/) })
}, 60_000)

test('says how it is used when it is used otherwise', async () => {
  const said: string[] = []
  expect(await rehearseCommand(['--scenario', 'nothing-of-ours'], () => {}, (line) => said.push(line))).toBe(2)
  expect(said.join('\n')).toContain('usage: rehearse')
})
