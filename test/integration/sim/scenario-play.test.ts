// A scenario played on the simulators, with the real host looking: services that a scenario breaks fail apart and come back.
import { expect, test } from 'vitest'
import { systemClock } from '../../../native/transport/clock.ts'
import { createDemoPanel } from '../../sim/demo-panel.ts'
import { playlistOf, type PlayStep } from '../../sim/scenarios/playlist.ts'
import { createPlayer } from '../../sim/scenarios/player.ts'
import { loadScenario } from '../../sim/scenarios/load-scenario.ts'
import type { Truth } from '../../sim/scenarios/truth.ts'
import { worldStage } from '../../sim/scenarios/world-stage.ts'
import type { World } from '../../sim/world.ts'
import { reaches, restWorks, withStage, type Console } from '../../support/console-stage.ts'

const now = ({ topic }: Console, id: string): string | undefined => topic('services')[id]?.now
const HANG = { fault: 'hang' } as const

interface Outage {
  readonly begins: readonly PlayStep[]
  readonly ends: readonly PlayStep[]
}

/** One outage as September 2020 had them, with nothing drawn and nothing waited for. */
async function outage(): Promise<Outage> {
  const read = await loadScenario('2020-09-police-ict')
  if (!read.ok) throw new Error(read.error.detail)
  const scenario = read.value
  const intervals = ['office-ict', 'rbs', 'gms', 'tel-0900'].map((service) => ({ fromMs: 1_000, untilMs: 20_000, service, cause: 'test', is: HANG }))
  const truth: Truth = { scenario, room: scenario.rooms[0], seed: 1, startUtcMs: 0, lengthMs: 60_000, intervals, reports: [] }
  const steps = playlistOf(truth, 1)
  // Ends when the console has seen it, however slow the machine.
  const atOnce = (half: readonly PlayStep[]): readonly PlayStep[] => half.map((one) => ({ ...one, playMs: one.playMs - (half[0]?.playMs ?? 0) }))
  return { begins: atOnce(steps.slice(0, 4)), ends: atOnce(steps.slice(4)) }
}

async function play(steps: readonly PlayStep[], world: World): Promise<readonly string[]> {
  const seen: string[] = []
  const ended = Promise.withResolvers<void>()
  const player = createPlayer(steps, { clock: systemClock, stage: worldStage(world), onStep: (_, done) => seen.push(done?.ok === true ? 'done' : 'failed'), onEnd: ended.resolve })
  player.start()
  await ended.promise
  await player.stop()
  return seen
}

const FOUR_DONE = ['done', 'done', 'done', 'done']

test('office ICT takes RBS, 0900/088 and GMS with it, while 112 and C2000 go on; then all of it works again', async () => {
  const { begins, ends } = await outage()
  await withStage({ of: 'scenario', edits: [[['plan', 'automatic'], false]] }, async ({ world, supervised }) => {
    const console = supervised()
    await restWorks(console)
    await reaches('every service answers', () => Object.values(console.topic('services')).length === 7 && Object.values(console.topic('services')).every((one) => one.now === 'ok'))
    expect(await play(begins, world)).toEqual(FOUR_DONE)
    await reaches('four are down', () => ['rbs', 'tel-0900', 'gms', 'office-ict'].every((id) => now(console, id) === 'down'))
    await reaches('the common cause is named', () => console.topic('diagnosis').diagnosis?.kind === 'common-dependency')
    expect(console.topic('diagnosis').diagnosis).toMatchObject({ dependency: 'office-ict' })
    expect(['tel-112', 'c2000', 'lan'].map((id) => now(console, id))).toEqual(['ok', 'ok', 'ok'])
    expect(await play(ends, world)).toEqual(FOUR_DONE)
    await reaches('all works again', () => Object.values(console.topic('services')).every((one) => one.now === 'ok'))
  })
})

test('the network of the site cut takes telephony and GMS with it, and what is broken by a scenario is healed at the demo panel too', async () => {
  await withStage({ of: 'scenario' }, async ({ world }) => {
    const { neighbours } = world
    if (!neighbours) throw new Error('no neighbours in the world of scenarios')
    const answers = (): Promise<string> => fetch(`http://127.0.0.1:${neighbours.ports.gms}/`, { signal: AbortSignal.timeout(300) }).then((reply) => reply.text(), () => 'nothing')
    expect(await answers()).not.toBe('nothing')
    world.cutNetwork()
    expect(await answers()).toBe('nothing')
    world.mendNetwork()
    expect(await answers()).not.toBe('nothing')
    expect((await neighbours.fail('gms', { kind: 'refuse' })).ok).toBe(true)
    expect(await answers()).toBe('nothing')
    expect(neighbours.faultOf('gms')).toEqual({ kind: 'refuse' })
    const panel = createDemoPanel({ clock: systemClock, world, disk: { cannot: 'not-linux: a test' }, scenario: () => ({ id: 'a-scenario', title: { nl: '', en: '' }, speed: 60 }) })
    expect(panel.view).toMatchObject({ state: { everything: 'broken' }, scenario: { id: 'a-scenario', speed: 60 } })
    await panel.perform({ what: 'everything', to: 'healed' })
    expect(panel.view.state.everything).toBe('healed')
    expect(await answers()).not.toBe('nothing')
    await panel.stop()
  })
})
