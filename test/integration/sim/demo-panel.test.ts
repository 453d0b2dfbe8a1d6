// The demo panel on the real simulators: each click has its effect on what a console would meet, shows in the view for as long
// as it lasts, and is undone. The clock is moved by hand; the sockets are real.
import { describe, expect, it } from 'vitest'
import { demoActionSchema, type DemoAction, type DemoView } from '../../../electron/contract/demo.ts'
import { eventually } from '../../contract/eventually.ts'
import { EMERGENCY_MS } from '../../sim/demo-actions.ts'
import { createDemoPanel, LOOK_MS } from '../../sim/demo-panel.ts'
import { askPage, askSip, occupy, startDemoBench as bench, takesConnection } from '../../support/demo-bench.ts'

const INC_1 = 4_037_001
const INC_2 = 4_037_002

describe('the RBS and the network', () => {
  it.each([['hangs', 'silent'], ['refuses', 'refuses'], ['slow', 'silent'], ['flaps', 'silent']] as const)('an RBS that %s is %s when asked, and answers when it works again', async (to, answer) => {
    const { world, state, click } = await bench()
    await click({ what: 'rbs', to })
    expect(state()).toMatchObject({ rbs: to, everything: 'broken' })
    expect(await askSip(world.rbs.sipPort)).toBe(answer)
    await click({ what: 'rbs', to: 'works' })
    expect(state()).toMatchObject({ rbs: 'works', everything: 'healed' })
    expect(await askSip(world.rbs.sipPort)).toBe('answers')
  })

  it('a slow one answers after more than the limit of 300 ms and before the time-out of 800 ms', async () => {
    const { world, click, clock } = await bench()
    await click({ what: 'rbs', to: 'slow' })
    const after = (ms: number): (() => Promise<void>) => {
      const { pending } = clock
      return async () => {
        await eventually(() => clock.pending > pending) // the question has arrived and its answer is under way
        clock.advance(ms)
      }
    }
    expect(await askSip(world.rbs.sipPort, after(301))).toBe('silent')
    expect(await askSip(world.rbs.sipPort, after(799))).toBe('answers')
  })

  it('a flapping one is away longer than the 4 s of down, is back as long as 3 replies take, and a second click does not begin it anew', async () => {
    const { world, click, clock } = await bench()
    await click({ what: 'rbs', to: 'flaps' })
    const works: string[] = []
    for (let second = 0; second < 18; second++) {
      works.push(world.rbs.isWorking ? '+' : '-')
      await click({ what: 'rbs', to: 'flaps' })
      await clock.advanceAsync(1000)
    }
    expect(works.join('')).toBe('-----++++-----++++')
  })

  it('without the network neither RBS nor page is heard, and what the RBS does by itself is not forgotten', async () => {
    const { world, state, click } = await bench()
    await click({ what: 'network', to: 'down' })
    expect(state()).toMatchObject({ network: 'down', rbs: 'works', everything: 'broken' })
    expect(await askSip(world.rbs.sipPort)).toBe('silent')
    expect(await askPage(world.rbs.httpPort)).toBe('silent')
    expect(world.rbs.isWorking).toBe(false)
    await click({ what: 'rbs', to: 'hangs' }, { what: 'network', to: 'works' })
    expect(await askSip(world.rbs.sipPort)).toBe('silent')
    expect(await askPage(world.rbs.httpPort)).toBe(200)
    expect(state()).toMatchObject({ network: 'works', rbs: 'hangs' })
  })

  it('speech through the RBS is on the air for some seconds, not when the RBS is away, and ends when it goes', async () => {
    const { world, state, click, clock } = await bench()
    const isHeard = (): boolean => world.control.radio.faults.includes('own-identity')
    await click({ what: 'speak-through-rbs', to: 'spoken' })
    expect([isHeard(), state()['speak-through-rbs'], state().everything]).toEqual([true, 'spoken', 'healed'])
    clock.advance(3000)
    expect([isHeard(), state()['speak-through-rbs']]).toEqual([false, 'at-rest'])
    await click({ what: 'speak-through-rbs', to: 'spoken' }, { what: 'network', to: 'down' })
    expect(isHeard()).toBe(false)
    await click({ what: 'speak-through-rbs', to: 'spoken' })
    expect(isHeard()).toBe(false)
  })
})

describe('radios and pedal', () => {
  it('an unplugged desk radio takes no connection until it is plugged in', async () => {
    const { world, state, click } = await bench()
    await click({ what: 'desk-radio', to: 'unplugged' }, { what: 'desk-radio', to: 'unplugged' })
    expect([state()['desk-radio'], await takesConnection(world.desk.port)]).toEqual(['unplugged', false])
    await click({ what: 'desk-radio', to: 'plugged' }, { what: 'desk-radio', to: 'plugged' })
    expect([state()['desk-radio'], await takesConnection(world.desk.port)]).toEqual(['plugged', true])
  })

  it('a desk radio whose power went is back after 8 s, also when it was clicked twice', async () => {
    const { world, state, click, clock } = await bench()
    await click({ what: 'desk-radio-power', to: 'cycled' })
    clock.advance(7000)
    await click({ what: 'desk-radio-power', to: 'cycled' })
    expect([world.desk.radio.isPowered, state()['desk-radio-power']]).toEqual([false, 'cycled'])
    clock.advance(1000)
    expect([world.desk.radio.isPowered, state()['desk-radio-power'], state().everything]).toEqual([true, 'at-rest', 'healed'])
  })

  it('another unit talks until it falls silent', async () => {
    const { world, state, click } = await bench()
    await click({ what: 'other-talker', to: 'talking' })
    expect([world.desk.radio.faults, state()['other-talker']]).toEqual([['other-talker'], 'talking'])
    await click({ what: 'other-talker', to: 'silent' })
    expect([world.desk.radio.faults, state()['other-talker']]).toEqual([[], 'silent'])
  })

  it('a local site cuts both radios off', async () => {
    const { world, state, click } = await bench()
    await click({ what: 'site', to: 'local' })
    expect([world.desk.radio.faults, world.control.radio.faults, state().site]).toEqual([['local-site'], ['local-site'], 'local'])
    await click({ what: 'site', to: 'wide' })
    expect([world.desk.radio.faults, world.control.radio.faults, state().site]).toEqual([[], [], 'wide'])
  })

  it('an emergency call has the air of INC-2 for a while, and the control radio then goes back to its group', async () => {
    const { world, state, click, clock } = await bench()
    await click({ what: 'emergency', to: 'raised' })
    clock.advance(EMERGENCY_MS - 1)
    await click({ what: 'emergency', to: 'raised' })
    expect([world.control.radio.selectedGroup, world.desk.radio.selectedGroup, state().emergency]).toEqual([INC_2, INC_1, 'raised'])
    clock.advance(1)
    expect([world.control.radio.selectedGroup, world.control.radio.faults, state().emergency]).toEqual([INC_1, [], 'at-rest'])
  })

  it('the pedal is unplugged, plugged in, trodden on and released', async () => {
    const { world, state, click } = await bench()
    const { buttons, wire } = world.pedal
    await click({ what: 'pedal', to: 'down' }, { what: 'pedal', to: 'down' })
    expect([[...buttons.down], state().pedal]).toEqual([['middle'], 'down'])
    await click({ what: 'pedal', to: 'unplugged' }, { what: 'pedal', to: 'up' })
    expect([[...buttons.down], wire.isPlugged, state().pedal]).toEqual([[], false, 'unplugged'])
    await click({ what: 'pedal', to: 'plugged' })
    expect([wire.isPlugged, state().pedal]).toEqual([true, 'up'])
  })

  it('the key panel is unplugged and plugged in; a key of it is pressed and let go, and its light is shown while there is a cable', async () => {
    const { world, panel, state, click } = await bench()
    const { buttons, wire } = world.panel
    const seen: string[] = []
    const { press, release } = buttons
    Object.assign(buttons, { press: (name: string) => (seen.push(`${name} down`), press(name)), release: (name: string) => (seen.push(`${name} up`), release(name)) })
    await click({ what: 'panel', to: 'switch' }, { what: 'panel', to: 'take-emergency' })
    expect([seen, state().panel]).toEqual([['key-1 down', 'key-1 up', 'key-19 down', 'key-19 up'], 'plugged'])
    expect(panel.view.lights).toMatchObject({ switch: 'off', report: 'off' })
    await click({ what: 'panel', to: 'unplugged' })
    expect([wire.isPlugged, state().panel, panel.view.lights]).toEqual([false, 'unplugged', undefined])
    await click({ what: 'panel', to: 'plugged' })
    expect([wire.isPlugged, state().panel]).toEqual([true, 'plugged'])
  })
})

const BREAK_ALL: readonly DemoAction[] = [
  { what: 'rbs', to: 'flaps' }, { what: 'network', to: 'down' }, { what: 'other-talker', to: 'talking' }, { what: 'emergency', to: 'raised' },
  { what: 'site', to: 'local' }, { what: 'pedal', to: 'down' }, { what: 'pedal', to: 'unplugged' }, { what: 'disk', to: 'full' }, { what: 'panel', to: 'unplugged' },
  { what: 'desk-radio', to: 'unplugged' }, { what: 'desk-radio-power', to: 'cycled' },
]

describe('the panel', () => {
  it('heals everything at once, also what no click broke, and lifts the foot before the pedal is back', async () => {
    const { world, state, click, clock, disk } = await bench()
    await click(...BREAK_ALL)
    await world.control.unplug()
    world.control.radio.setFault({ fault: 'silent' })
    await world.rbs.fail('page', { kind: 'hang' })
    expect(state().everything).toBe('broken')
    await click({ what: 'everything', to: 'healed' })
    clock.advance(1) // a radio takes a moment to switch on
    expect(state()).toEqual({
      rbs: 'works', 'desk-radio': 'plugged', 'desk-radio-power': 'at-rest', 'other-talker': 'silent', emergency: 'at-rest', site: 'wide',
      pedal: 'up', panel: 'plugged', network: 'works', disk: 'room', 'speak-through-rbs': 'at-rest', everything: 'healed',
    })
    expect([disk.isFull, world.control.isPlugged, world.pedal.buttons.down.size]).toEqual([false, true, 0])
    expect(await askSip(world.rbs.sipPort)).toBe('answers')
    expect(await askPage(world.rbs.httpPort)).toBe(200)
  })

  it('does actions that come together one after the other, in their order', async () => {
    const { world, state, panel } = await bench()
    await Promise.all([
      panel.perform({ what: 'rbs', to: 'refuses' }), panel.perform({ what: 'desk-radio', to: 'unplugged' }),
      panel.perform({ what: 'rbs', to: 'works' }), panel.perform({ what: 'desk-radio', to: 'plugged' }), panel.perform({ what: 'rbs', to: 'hangs' }),
    ])
    expect(state()).toMatchObject({ rbs: 'hangs', 'desk-radio': 'plugged' })
    expect(await askSip(world.rbs.sipPort)).toBe('silent')
    expect(await takesConnection(world.desk.port)).toBe(true)
  })

  it('tells what others changed, what ended by itself, and nothing when nothing changed', async () => {
    const { world, panel, click, clock } = await bench()
    const told: DemoView[] = []
    const end = panel.onChange((view) => told.push(view))
    await clock.advanceAsync(10 * LOOK_MS)
    expect(told).toEqual([])
    await world.hangRbs()
    await clock.advanceAsync(LOOK_MS)
    expect(told.map(({ state }) => state.rbs)).toEqual(['hangs'])
    await click({ what: 'desk-radio-power', to: 'cycled' })
    await clock.advanceAsync(8000 + LOOK_MS)
    expect(told.map(({ state }) => state['desk-radio-power'])).toEqual(['at-rest', 'cycled', 'at-rest'])
    end()
    await world.healRbs()
    await clock.advanceAsync(LOOK_MS)
    expect(told).toHaveLength(3)
  })

  it('says why a disk cannot be filled, and leaves the click without effect', async () => {
    const { world, clock } = await bench()
    const panel = createDemoPanel({ clock, world, disk: { cannot: 'no-right-to-mount: not root' } })
    await panel.perform({ what: 'disk', to: 'full' })
    expect(panel.view.state.disk).toBeUndefined()
    expect(panel.view).toMatchObject({ cannot: { disk: 'no-right-to-mount: not root' }, state: { everything: 'healed' } })
  })

  it('says when a port does not come back, goes on with the rest, and forgets it when all is healed', async () => {
    const { world, panel, click, state } = await bench()
    await click({ what: 'pedal', to: 'unplugged' })
    const letGo = await occupy(world.pedal.wire.port)
    await click({ what: 'pedal', to: 'plugged' }, { what: 'rbs', to: 'hangs' })
    expect(panel.view.cannot.pedal).toMatch(/^LINK_BUSY: .*EADDRINUSE/)
    expect(state()).toMatchObject({ pedal: 'unplugged', rbs: 'hangs' })
    await letGo()
    await click({ what: 'everything', to: 'healed' })
    expect(panel.view).toMatchObject({ cannot: {}, state: { everything: 'healed' } })
  })

  it('does nothing more and leaves no timer of its own once it is stopped', async () => {
    const { world, panel, click, clock } = await bench()
    const before = clock.pending
    panel.onChange(() => {})
    await click({ what: 'emergency', to: 'raised' })
    await panel.stop()
    await panel.perform({ what: 'rbs', to: 'hangs' })
    expect(world.rbs.isWorking).toBe(true)
    expect(world.control.radio.faults).toEqual([])
    // What is left above before: the radio's own timer for the end of its call.
    await clock.advanceAsync(EMERGENCY_MS)
    expect(clock.pending).toBeLessThanOrEqual(before)
  })

  it('takes every action of the contract and rejects none', async () => {
    const { click } = await bench()
    const all = demoActionSchema.options.flatMap(({ shape: { what, to } }) => {
      const words: readonly string[] = 'options' in to ? to.options : [to.value]
      return words.map((word) => demoActionSchema.parse({ what: what.value, to: word }))
    })
    expect(all).toHaveLength(34)
    await expect(click(...all)).resolves.toBeUndefined()
  })
})
