// A site file that is put beside a running console, with the real host process under its shell: taken over on a supervisor's
// word, on the channel in use; and the same file left alone by a host that died.
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { SupervisorState } from '../../../electron/host/supervisor.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { channelOf, DESK, goToDesk, GROUP, reaches, withStage } from '../../support/console-stage.ts'
import { editSite } from '../../support/site-edit.ts'

const versionOf = (console: { topic(name: 'site'): { site?: { plan: { version: number } } } }): number | undefined => console.topic('site').site?.plan.version
/** The machine is shared: an end for waiting, not a promise. */
const LIMIT_MS = 60_000
/** The page calls it an outage after that. */
const TAKE_OVER_MS = 3000

test.concurrent('a new site file waits on an alternative, survives a crash unread, and is taken over on the same channel without a word of an outage', async () => {
  await withStage({}, async (stage) => {
    const states: SupervisorState[] = []
    const console = stage.supervised({ onState: (state) => void states.push(state) })
    await reaches('it runs', () => versionOf(console) === 1)
    await editSite(stage.site, [[['plan', 'version'], 2]])
    await goToDesk(console)

    // Killed: nobody chose to work by another plan in that moment.
    process.kill(console.supervisor.pid ?? 0, 'SIGKILL')
    await reaches('it runs again', () => states.filter(({ host }) => host === 'running').length === 2 && channelOf(console) === DESK)
    expect(versionOf(console)).toBe(1)
    await reaches('the file waits', () => console.topic('site').site?.pendingSite?.state === 'waits')
    expect(console.topic('site').site?.pendingSite).toMatchObject({ planVersion: 2 })

    await reaches('settled', () => console.topic('switch').switch?.confirmed === true && console.topic('switch').switch?.phase === 'settled')
    states.length = 0
    expect(await console.client.call('site.adopt', {})).toMatchObject({ ok: true })
    const beganMs = systemClock.monotonicMs()
    await reaches('the new plan', () => versionOf(console) === 2)
    expect(systemClock.monotonicMs() - beganMs).toBeLessThan(TAKE_OVER_MS)
    expect(states.map(({ host }) => host)).toEqual(['taking-over', 'starting', 'running'])
    expect(console.topic('switch').switch).toMatchObject({ channel: DESK, group: GROUP })
    await reaches('said', () => Object.values(console.topic('timeline')).some(({ kind, payload }) => kind === 'site.taken-over' && payload['from'] === 1 && payload['to'] === 2))
    await console.stop()
    expect(stage.verify().code).toBe(0)
    expect(await readFile(`${stage.folder}/shift.json`, 'utf8')).not.toContain('takingOver')
  })
}, LIMIT_MS)

test.concurrent('a profile is chosen for the next start, and one that is gone from the file leaves the standard plan, said', async () => {
  await withStage({}, async (stage) => {
    // With no profiles but the one of this test.
    const file = (await readFile(stage.site, 'utf8')).replace(/\nprofiles:\n(?: .*\n)+/, '\n')
    const plan = /\nplan:\n(?<body>(?: .*\n)+)/.exec(file)?.groups?.['body'] ?? ''
    await writeFile(stage.site, `${file}\nprofiles:\n  - id: ambulance\n    label: Ambulance\n    discipline: ambulance\n    plan:\n${plan.replaceAll(/^ {2}/gm, '      ').replace('version: 1', 'version: 7')}`)
    const console = stage.supervised()
    await reaches('in order', () => console.topic('services')['rbs']?.now === 'ok')
    expect(await console.client.call('shift.begin', { profile: 'ambulance', manned: true })).toMatchObject({ ok: true })
    await reaches('by that plan', () => console.topic('site').site?.profile === 'ambulance' && versionOf(console) === 7)
    expect(console.topic('site').site).toMatchObject({ discipline: 'ambulance', manned: true })
    await console.stop()
    await writeFile(stage.site, file)
    const again = stage.supervised()
    await reaches('said', () => again.topic('alarms')['profile-gone'] !== undefined)
    expect(again.topic('site').site).toMatchObject({ profile: 'standard', plan: { version: 1 } })
  })
}, LIMIT_MS)
