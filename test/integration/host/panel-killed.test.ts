// A host that is killed while its panel is lit: the light that was its sign of life stands still, and the next one starts anew.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { BEAT_DARK_MS, BEAT_LIT_MS } from '../../../electron/host/panels.ts'
import { reaches, restWorks, withStage } from '../../support/console-stage.ts'

test('leaves every light as it was and none that beats; its successor darkens what it finds and lights what is true', async () => {
  await withStage({ edits: [[['plan', 'automatic'], false]] }, async ({ world, bare }) => {
    const { panel } = world
    const first = bare()
    await restWorks(first)
    await reaches('lit', () => panel.lightOf('channel-1') === 'on' && panel.lightOf('group-1') === 'on')
    const greens = new Set<string | undefined>()
    await reaches('it beats', () => greens.add(panel.buttons.lights.get('green')).size === 2)

    first.kill('SIGKILL')
    await reaches('gone', () => first.ended !== undefined)
    const left = new Map(panel.buttons.lights)
    expect(left.get('key-7-blue')).toBe('on')
    await sleep(BEAT_LIT_MS + BEAT_DARK_MS * 2)
    expect(new Map(panel.buttons.lights)).toEqual(left)

    const written: number[] = []
    panel.wire.onWritten((report) => written.push(report[1] ?? 0))
    const second = bare()
    await restWorks(second)
    await reaches('lit anew', () => written.includes(0xb5) && panel.lightOf('channel-1') === 'on' && panel.lightOf('group-1') === 'on')
    // Asked for its keys, then both banks dark, then single lights.
    expect([written[0], written.indexOf(0xb6) < written.indexOf(0xb5)]).toEqual([0xb1, true])
    await second.stop()
    expect([...panel.buttons.lights.values()].filter((state) => state !== 'off')).toEqual([])
  })
}, 60_000)
