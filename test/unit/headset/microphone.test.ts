// Whether a headset's microphone is open, as far as can be known: by its key, by its own word, and when it refuses.
import { describe, expect, test } from 'vitest'
import { headsetBench, readyHeadset } from '../../support/headset-bench.ts'
import { ANKER, HEADSET, LEVEL_MUTE, ON_OFF, PLANTRONICS } from '../../support/headset-descriptors.ts'

describe('the microphone', () => {
  test.each<[string, Uint8Array]>([['one press', HEADSET], ['a level', LEVEL_MUTE], ['Plantronics', PLANTRONICS], ['marked Constant', ANKER]])(
    'muted and opened by the key (%s) is told each time, and the lamp follows', async (_kind, descriptor) => {
      const on = await readyHeadset(descriptor)
      for (const state of ['muted', 'open']) {
        on.headset.press('mute')
        await on.clock.advanceAsync(1_000)
        expect(on.told.splice(0).toSorted()).toEqual([`microphone ${state}`, 'mute down', 'mute up'].toSorted())
        expect(on.headset.lit.has('mute')).toBe(state === 'muted')
      }
    })

  test('on-off keys say which way: on mutes, off opens, and nothing says nothing', async () => {
    const on = await readyHeadset(ON_OFF)
    on.hid.report(1, 0b0001)
    on.hid.report(1, 0b0101)
    on.hid.report(1, 0b0000)
    on.hid.report(1, 0b1100)
    expect(on.told.filter((told) => told.startsWith('microphone'))).toEqual(['microphone muted', 'microphone open'])
  })

  test('that refuses to be opened, its arm up, is told as locked and shown muted', async () => {
    const on = await readyHeadset(HEADSET)
    on.headset.press('mute')
    await on.clock.advanceAsync(1_000)
    on.headset.moveArm('up')
    on.told.splice(0)
    on.headset.press('mute')
    await on.clock.advanceAsync(1_000)
    expect(on.told).toEqual(['mute down', 'mute up', 'microphone locked'])
    expect(on.headset.lit.has('mute')).toBe(true)
  })

  test('locked at the opening already is told, though its word is in the first report', async () => {
    const on = headsetBench(HEADSET, { echoes: false })
    on.headset.moveArm('up')
    on.driver.start()
    await on.clock.advanceAsync(1_000)
    expect(on.told).toContain('microphone locked')
    expect(on.told.at(-1)).toBe('microphone locked')
  })

  test('of which half a report says nothing stays as it was, and no hook is pressed by what is missing', async () => {
    const on = await readyHeadset(LEVEL_MUTE)
    on.headset.press('mute')
    await on.clock.advanceAsync(1_000)
    on.told.splice(0)
    on.hid.report(1)
    on.hid.report(1, 9)
    expect(on.told).toEqual(['odd-report'])
  })
})
