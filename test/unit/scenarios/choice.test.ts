// demo --scenario: what may be asked for, and what is told of it.
import { describe, expect, it, test } from 'vitest'
import { chooseScenario } from '../../../electron/cli/run/scenario-choice.ts'
import { playedScenario, scenarioLabel } from '../../../electron/cli/run/scenario-play.ts'
import { loadSite } from '../../../electron/host/site/load.ts'
import { readFileSync } from 'node:fs'
import { playlistOf } from '../../sim/scenarios/playlist.ts'
import { scenarioNames } from '../../sim/scenarios/load-scenario.ts'
import { theScenario } from './stage.ts'

describe('the choice of a scenario', () => {
  it('is none when none is asked for', async () => {
    expect(await chooseScenario({})).toEqual({ ok: true, value: undefined })
  })

  it('plays an hour in a minute unless told otherwise, with a memory that fits', async () => {
    expect(await chooseScenario({ scenario: '2020-09-police-ict' })).toMatchObject({ ok: true, value: { speed: 60, truth: { seed: 1, room: { code: 'OB' } }, settings: { penaltyHalfLifeMs: 240_000 } } })
    expect(await chooseScenario({ scenario: '2020-09-police-ict', speed: '1', seed: '9', room: 'RTD' })).toMatchObject({ ok: true, value: { speed: 1, truth: { seed: 9, room: { code: 'RTD' } }, settings: { penaltyHalfLifeMs: 14_400_000, holdMs: 60_000 } } })
  })

  it.each([
    [{ scenario: 'nothing' }, 'no scenario nothing'],
    [{ scenario: '2020-09-police-ict', room: 'XX' }, 'no room XX: OB, NH, ZWB, RTD'],
    [{ scenario: '2020-09-police-ict', speed: '0' }, '--speed'],
    [{ scenario: '2020-09-police-ict', speed: '1.5' }, '--speed'],
    [{ scenario: '2020-09-police-ict', seed: '-1' }, '--seed'],
    [{ speed: '60' }, 'belong to --scenario'],
  ])('refuses %j and says why', async (values, detail) => {
    expect(await chooseScenario(values)).toMatchObject({ ok: false, error: { detail: expect.stringContaining(detail) } })
  })
})

test('every scenario has a name on screen that fits the site file, at the highest speed too', async () => {
  const text = readFileSync(new URL('../../../resources/sites/demo-scenario.yaml', import.meta.url), 'utf8')
  for (const name of await scenarioNames()) {
    const chosen = await chooseScenario({ scenario: name, speed: '10000' })
    if (!chosen.ok || !chosen.value) throw new Error(name)
    const room = `room: { code: ${chosen.value.truth.room.code}, name: '${scenarioLabel(chosen.value)}' }`
    expect(loadSite(text.replace(/room: \{.*\}/, room), 'demo-scenario.yaml')).toMatchObject({ ok: true })
  }
})

test('every service of a scenario is one that the scenario site has', async () => {
  const site = loadSite(readFileSync(new URL('../../../resources/sites/demo-scenario.yaml', import.meta.url), 'utf8'), 'demo-scenario.yaml')
  if (!site.ok) throw new Error('the scenario site does not load')
  const known = Object.fromEntries(site.site.services.map(({ id, role, label }) => [id, `${role} ${label}`]))
  for (const name of await scenarioNames()) {
    for (const { id, role, label } of (await theScenario(name)).services) expect(known[id], `${name} ${id}`).toBe(`${role} ${label}`)
  }
})

test('what the panel shows is the moment of the last change, as it was on the wall', async () => {
  const chosen = await chooseScenario({ scenario: '2024-12-31-rbs' })
  if (!chosen.ok || !chosen.value) throw new Error('no scenario')
  const steps = playlistOf(chosen.value.truth, 60)
  expect(playedScenario(chosen.value, undefined)).toMatchObject({ id: '2024-12-31-rbs', title: { nl: 'RBS weg in de oudejaarsnacht, 31 december 2024' }, speed: 60 })
  expect(playedScenario(chosen.value, undefined)).not.toHaveProperty('at')
  expect(playedScenario(chosen.value, steps[0])).toMatchObject({ id: '2024-12-31-rbs', speed: 60, at: expect.stringMatching(/^(31-12 2[23]|01-01 00):\d\d$/) })
})
