// A spoken test on the demo's own simulators, and a start after it: pedal, radio and control radio are real parts of it.
import { expect, test } from 'vitest'
import { channelOf, DESK, GROUP, isUp, phaseOf, reaches, readinessOf, restWorks, talk, withStage } from '../../support/console-stage.ts'

test('the demo lets a spoken test pass by the control radio, and the next start knows when', async () => {
  await withStage({ edits: [[['plan', 'automatic'], false]] }, async ({ world, supervised }) => {
    const console = supervised()
    await restWorks(console)
    await reaches('desk radio proven, pedal there', () => readinessOf(console) === 'ready' && isUp(console, 'pedal'))
    const step = (): string | undefined => console.topic('spokenTest').test?.step
    expect(await console.client.call('spoken.begin', { channel: DESK })).toMatchObject({ ok: true })
    await reaches('asks to speak', () => step() === 'speak')
    await talk(console, world)
    world.pedal.buttons.release('middle')
    await reaches('passed', () => step() === 'passed')
    expect(console.topic('spokenTest').test).toMatchObject({ group: GROUP, heardBy: 'control-radio' })
    await reaches('off the air', () => world.desk.radio.transmitting === undefined)
    expect([channelOf(console), console.topic('ptt').ptt?.target, phaseOf(console)]).toEqual(['rbs', 'rbs', 'idle'])
    await console.stop()
    const again = supervised()
    await reaches('remembered', () => again.topic('channels')[DESK]?.spokenTest?.by === 'control-radio')
  })
}, 60_000)
