// A person at the demo panel, with the real host looking: what is broken by click is seen for what it is, and seen to be over.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DemoAction } from '../../../electron/contract/demo.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { openDemoDisk } from '../../sim/demo-disk.ts'
import { createDemoPanel } from '../../sim/demo-panel.ts'
import { alarmsOf, DESK, isUp, noteMade, rbsOf, reaches, readinessOf, restWorks, SHORT, withStage, type Console, type Stage } from '../../support/console-stage.ts'
import { readRecord } from '../../support/record.ts'
import { editSite } from '../../support/site-edit.ts'

const WHOLE = [0, 10]
const CALM = [['plan', 'automatic'], false] as const
const PROVEN_OFTEN = [['plan', 'channels', 1, 'verifyEveryS'], 5] as const
const SLOW_SOON = { latencyWindowMs: 1000 }

interface Walk {
  readonly console: Console
  readonly stage: Stage
  readonly folder: string
  readonly click: (action: DemoAction) => Promise<void>
}

/** As the demo joins them: the record on the small disk, the panel on the world, the console on the site file. */
async function atThePanel(walk: (walk: Walk) => Promise<void>): Promise<void> {
  await withStage({}, async (stage) => {
    const folder = join(stage.folder, 'record')
    const disk = await openDemoDisk(folder)
    if (!disk.ok) throw new Error(disk.error.detail)
    stage.finally(() => disk.value.close())
    await stage.world.writeSite(stage.site, { ...SHORT, ...SLOW_SOON }, folder)
    await editSite(stage.site, [CALM, PROVEN_OFTEN])
    const panel = createDemoPanel({ clock: systemClock, world: stage.world, disk: disk.value })
    stage.finally(() => panel.stop())
    const session = stage.supervised()
    await restWorks(session)
    await reaches('desk radio proven', () => readinessOf(session) === 'ready')
    await walk({ console: session, stage, folder, click: (action) => panel.perform(action) })
    await panel.perform({ what: 'everything', to: 'healed' })
    await session.stop()
    const report = verifyLedger(folder, [])
    expect(WHOLE, report.text).toContain(report.code)
    const entries = readRecord(folder)
    expect(entries.length).toBeGreaterThan(10)
    expect(entries.filter(({ payload }) => (JSON.parse(payload) as { simulated?: boolean }).simulated !== true)).toEqual([])
  })
}

const lanOf = ({ topic }: Console): string | undefined => topic('services')['lan']?.now

test.concurrent('services: the RBS hangs, the network goes and takes the RBS with it, the RBS is slow', async () => {
  await atThePanel(async ({ console, click }) => {
    await click({ what: 'rbs', to: 'hangs' })
    await reaches('RBS down, network well', () => rbsOf(console) === 'down' && lanOf(console) === 'ok')
    expect(alarmsOf(console)).toMatchObject([{ id: 'service:rbs', code: 'service-down' }])
    await reaches('the cause named', () => console.topic('diagnosis').diagnosis?.kind === 'console-fault')
    expect(console.topic('diagnosis').diagnosis).toMatchObject({ fails: ['rbs'] })
    expect(console.topic('diagnosis').diagnosis?.dependency).toBeUndefined()
    await click({ what: 'rbs', to: 'works' })
    await reaches('RBS back', () => rbsOf(console) === 'ok')

    await click({ what: 'network', to: 'down' })
    await reaches('RBS and network down', () => rbsOf(console) === 'down' && lanOf(console) === 'down')
    await reaches('the network named as what explains it', () => console.topic('diagnosis').diagnosis?.dependency === 'lan')
    await click({ what: 'network', to: 'works' })
    await reaches('both back', () => rbsOf(console) === 'ok' && lanOf(console) === 'ok')

    await click({ what: 'speak-through-rbs', to: 'spoken' })
    await reaches('speech proven', () => console.topic('services')['rbs']?.proof === 'proven')
    await click({ what: 'rbs', to: 'slow' })
    await reaches('RBS limited', () => rbsOf(console) === 'degraded' && console.topic('services')['rbs']?.why['code'] === 'slow')
  })
}, 60_000)

test.concurrent('the disk: full is an alarm and refuses notes, room ends it, and nothing is lost', async () => {
  await atThePanel(async ({ console, click, folder }) => {
    const note = (text: string): Promise<unknown> => console.client.call('note.add', { text })
    await noteMade(console, 'voor')
    await click({ what: 'disk', to: 'full' })
    expect(await note('vol')).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(alarmsOf(console)).toMatchObject([{ id: 'record', kind: 'record', code: 'STORE_FULL' }])
    await click({ what: 'disk', to: 'room' })
    await reaches('alarm over', () => alarmsOf(console).length === 0)
    await noteMade(console, 'na')
    const notes = readRecord(folder).filter(({ kind }) => kind === 'note.added')
    expect(notes.map(({ content }) => content)).toEqual(['voor', 'vol', 'na'])
  })
}, 60_000)

test.concurrent('the air: an emergency in another group, and a site that lost the network', async () => {
  await atThePanel(async ({ console, click }) => {
    await click({ what: 'site', to: 'local' })
    await click({ what: 'emergency', to: 'raised' })
    await reaches('emergency told', () => alarmsOf(console).some((alarm) => alarm.kind === 'emergency'))
    const emergency = alarmsOf(console).find((alarm) => alarm.kind === 'emergency')
    expect(emergency).toMatchObject({ code: 'emergency-call', params: { from: '6101630', unit: '21-4132', gssi: '4037002' } })
    expect(await console.client.call('emergency.take', { alarm: emergency?.id ?? '' })).toMatchObject({ ok: true })
    await reaches('desk radio not ready', () => readinessOf(console) === 'failed')
    expect(console.topic('channels')[DESK]?.cause).toBe('local-site')
    await reaches('control radio cut off', () => console.topic('diagnosis').diagnosis?.witness === 'isolated')
    await click({ what: 'site', to: 'wide' })
    await reaches('desk radio ready again', () => readinessOf(console) === 'ready')
  })
}, 60_000)

test.concurrent('cables and supply: pedal and desk radio are missed, and found again when everything is healed', async () => {
  await atThePanel(async ({ console, click }) => {
    await click({ what: 'desk-radio-power', to: 'cycled' })
    await click({ what: 'pedal', to: 'unplugged' })
    await reaches('both missed', () => readinessOf(console) === 'failed' && !isUp(console, 'pedal'))
    expect(console.topic('channels')[DESK]?.cause).toBe('radio-silent')
    await click({ what: 'desk-radio', to: 'unplugged' })
    await reaches('cable missed', () => console.topic('channels')[DESK]?.cause === 'link-lost')
    await click({ what: 'everything', to: 'healed' })
    await reaches('both back', () => isUp(console, 'pedal') && readinessOf(console) === 'ready')
  })
}, 60_000)

test.concurrent('the key panel: its lights follow the console, its keys switch, choose a group and take an emergency, and all is dark when the console stops', async () => {
  let dark = (): boolean => false
  await atThePanel(async ({ console, click, stage, folder }) => {
    const { panel } = stage.world
    const light = (key: Parameters<typeof panel.lightOf>[0]): string => panel.lightOf(key)
    await reaches('lit at rest', () => light('channel-1') === 'on' && light('switch') === 'on' && light('group-1') === 'on')
    await click({ what: 'panel', to: 'group-2' })
    await reaches('group 2 lit', () => light('group-2') === 'on' && light('group-1') === 'off')
    await click({ what: 'panel', to: 'group-1' })
    await reaches('group 1 lit again', () => light('group-1') === 'on' && light('group-2') === 'off')
    await click({ what: 'panel', to: 'switch' })
    await reaches('on the desk radio', () => console.topic('switch').switch?.channel === DESK && light('channel-2') === 'on' && light('channel-1') === 'off')
    await click({ what: 'emergency', to: 'raised' })
    await reaches('the emergency flashes', () => light('take-emergency') === 'flash')
    await click({ what: 'panel', to: 'unplugged' })
    await reaches('the panel missed', () => !isUp(console, 'panel'))
    await click({ what: 'panel', to: 'plugged' })
    // Its answer with what is down comes before the first light.
    await reaches('it flashes again', () => light('take-emergency') === 'flash' && light('channel-2') === 'on')
    await click({ what: 'panel', to: 'take-emergency' })
    await reaches('taken', () => light('take-emergency') === 'off' && alarmsOf(console).every(({ kind }) => kind !== 'emergency'))
    const via = readRecord(folder).filter(({ payload }) => (JSON.parse(payload) as { via?: string }).via === 'panel/panel').map(({ kind }) => kind)
    expect(via).toEqual(['press.group', 'press.group', 'press.switch', 'emergency.taken'])
    dark = () => [...panel.buttons.lights.values()].every((state) => state === 'off')
    expect(dark()).toBe(false)
  })
  expect(dark()).toBe(true)
}, 60_000)
