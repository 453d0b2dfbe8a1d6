// One click for a whole storing on the real thing: a key of the panel with no page open, a disk that is full, and kill -9 right
// after the answer. Each click is in the record once, and no number is given twice.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reaches, rbsOf, restWorks, withStage } from '../../support/console-stage.ts'
import { readRecord, type RecordedEntry } from '../../support/record.ts'
import { editSite } from '../../support/site-edit.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'

const payloadsOf = (entries: readonly RecordedEntry[], kind: string): Record<string, unknown>[] =>
  entries.filter((entry) => entry.kind === kind).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>)

test('a storing of the panel, with no page, over a full disk and a kill, is one storing with every click in it', async () => {
  await withStage({ edits: [[['plan', 'automatic'], false]] }, async (stage) => {
    const { world } = stage
    const folder = join(stage.folder, 'record')
    const disk = mountSmallDisk(folder)
    stage.finally(() => disk.unmount())
    await editSite(stage.site, [[['ledger'], { folder }]])
    const first = stage.bare()
    await restWorks(first)
    const numbers = (): string[] => Object.keys(first.topic('faults'))

    world.panel.tap('report')
    await reaches('a storing by the panel', () => numbers().length === 1 && Object.values(first.topic('timeline')).some(({ kind }) => kind === 'fault.opened'))
    const [byPanel] = numbers()

    disk.fill()
    await world.hangRbs()
    await reaches('down', () => rbsOf(first) === 'down')
    const storing = () => first.topic('faults')[byPanel ?? '']
    await reaches('its cause, said of the storing of the click while nothing can be written', () => storing()?.service === 'rbs')
    expect(numbers()).toEqual([byPanel])
    expect(await first.client.call('fault.report', {})).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(storing()?.late).toEqual({})
    disk.makeRoom()
    await reaches('written', () => first.topic('record').record?.failing === undefined)
    expect(storing()?.late).toEqual({ savedUtcMs: expect.any(Number) })

    expect(await first.client.call('fault.report', {})).toMatchObject({ ok: true, value: { number: byPanel } })
    first.kill('SIGKILL')
    await reaches('gone', () => first.ended !== undefined)
    const second = stage.bare()
    await reaches('it is back, with its cause', () => Object.values(second.topic('faults')).map(({ number, service }) => `${number} ${service}`).join() === `${byPanel} rbs`)
    await second.stop()

    const entries = readRecord(folder)
    expect(payloadsOf(entries, 'fault.opened')).toMatchObject([
      { number: byPanel, by: 'person', via: 'panel/panel', picture: { devices: expect.arrayContaining([expect.objectContaining({ id: 'panel', link: 'up' })]) } },
    ])
    expect(payloadsOf(entries, 'fault.changed')).toMatchObject([{ number: byPanel, what: 'cause', from: null, to: 'rbs', because: 'measured', service: 'rbs' }])
    expect(payloadsOf(entries, 'fault.reported').map(({ number }) => number)).toEqual([byPanel, byPanel])
    expect(entries.find(({ kind }) => kind === 'fault.opened')?.content).toMatch(/desk-radio/)
  })
}, 60_000)
