// What the doctor says of a headset: its keys, what is wrong with them, and that others may listen, which nobody can see.
import { expect, test } from 'vitest'
import { judgeAlone, judgeHeadset, judgeHeadsetLink } from '../../../electron/cli/doctor/judge/headset.ts'
import { readLayout } from '../../../native/headset/index.ts'
import { ok } from '../../../native/kit/result.ts'
import { HANDSET, HEADSET, layoutOfHeadset, TWO_REPORTS } from '../../support/headset-descriptors.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

test('its keys are named; without a lamp for the call or for mute that is a warning', () => {
  expect(judgeHeadset('headset', 'Headset', ok(layoutOfHeadset(HEADSET)))).toMatchObject({ id: 'device.headset.keys', state: 'ok', detail: { values: { keys: 'hook, flash, hold, mute' } } })
  expect(judgeHeadset('headset', 'Headset', ok(layoutOfHeadset(HANDSET)))).toMatchObject({ state: 'warning', detail: { key: 'doctor.headset.unarmed' } })
  expect(judgeHeadset('headset', 'Headset', ok(layoutOfHeadset(TWO_REPORTS)))).toMatchObject({ state: 'warning', detail: { key: 'doctor.headset.no-mute' } })
})

test('a key that cannot do what the site file wants fails, in the driver\'s own words', async () => {
  const hid = new ScriptedHid()
  hid.descriptor = HEADSET
  expect(judgeHeadset('headset', 'Headset', await readLayout(hid, { keys: ['hook'], transmit: ['hook'] })))
    .toMatchObject({ state: 'failed', detail: { key: 'error.LINK_UNSUPPORTED', values: { detail: expect.stringContaining('"hook" cannot transmit') } }, cure: { key: 'doctor.headset.cure' } })
  expect(hid.written, 'no lamp is written').toEqual([])
})

test('what a running console says that it cannot do is mended in the site file, another loss as ever', () => {
  const link = { id: 'device.headset.link', state: 'failed', title: { key: 'doctor.link' }, detail: { key: 'error.LINK_LOST' }, cure: { key: 'doctor.found.cure' } } as const
  const facts = { id: 'headset', driver: 'headset', link: 'down', sinceUtcMs: 0 } as const
  expect(judgeHeadsetLink(link, { ...facts, cause: 'LINK_UNSUPPORTED' }).cure).toEqual({ key: 'doctor.headset.cure' })
  expect(judgeHeadsetLink(link, { ...facts, cause: 'LINK_LOST' })).toEqual(link)
  expect(judgeHeadsetLink(link, undefined)).toEqual(link)
})

test('whether another program uses it is never said to be in order', () => {
  expect(judgeAlone('headset', 'Headset')).toMatchObject({ id: 'device.headset.alone', state: 'unknown', cure: { key: 'doctor.headset.close' } })
})
