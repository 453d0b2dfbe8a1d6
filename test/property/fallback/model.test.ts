// The whole press and switch path against everything that can happen at a desk: a short seed of `npm run soak -- switch`, and
// every script that ever broke a law.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawScript } from '../../soak/switch/draw-script.ts'
import { play } from '../../soak/switch/play.ts'
import type { Script } from '../../soak/switch/script.ts'
import { shrink } from '../../soak/switch/shrink.ts'

const SEQUENCES = 300
/** Another than the soak begins with, so that the night does not only repeat the day. */
const SEED = 7
const KEPT = new URL('../../fixtures/switch-model/', import.meta.url)

test('holds every law of switching and keying in three hundred random sequences', async () => {
  for (let number = 1; number <= SEQUENCES; number++) {
    const script = drawScript(SEED, number)
    const broken = await play(script)
    if (!broken) continue
    const short = await shrink(script, async (shorter) => (await play(shorter))?.law === broken.law)
    expect.fail(`number ${number}: ${broken.law}: ${broken.detail}\n${JSON.stringify(short)}`)
  }
})

test.each(readdirSync(KEPT))('holds every law in what once broke one: %s', async (name) => {
  const { script } = JSON.parse(readFileSync(new URL(name, KEPT), 'utf8')) as { readonly script: Script }
  expect(await play(script)).toBeUndefined()
})

test('shortens what breaks a law to the moments that break it', async () => {
  const script = drawScript(SEED, 3)
  const noisy: Script = { ...script, moments: [...script.moments, { afterMs: 700, event: { do: 'killed' } }, ...script.moments] }
  const short = await shrink(noisy, async ({ moments }) => moments.some(({ event }) => event.do === 'killed'))
  expect(short.moments).toHaveLength(1)
  expect(short.moments[0]).toMatchObject({ event: { do: 'killed' } })
})
