// Hardware in the loop: the console's own drivers meet the kernel's devices in a guest. One boot; a test a scene.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { CACHE, ensureImage } from './guest-image/image.ts'
import { SCENES } from './guest/scenes/index.ts'
import { bootMachine, type Machine, type SceneOutcome } from './machine.ts'

/** Downloading is done ahead by `npm test`; whoever runs this file alone waits for it here. */
const BOOT_MS = 6 * 60_000
/** The guest itself ends a scene after 60 s. */
const SCENE_MS = 90_000

let machine: Machine | undefined
const outcomes: (SceneOutcome & { readonly title: string })[] = []

beforeAll(async () => {
  machine = await bootMachine(await ensureImage((text) => console.log(text)))
}, BOOT_MS)

afterAll(async () => {
  await machine?.end()
  writeFileSync(join(CACHE, 'last-run.json'), JSON.stringify(outcomes, undefined, 2))
})

describe('hardware in the loop', () => {
  test.each(SCENES.map((scene) => scene.title))('%s', async (title) => {
    const outcome = await machine!.play(title)
    outcomes.push({ title, ...outcome })
    if (outcome.error !== undefined) throw new Error(outcome.error)
  }, SCENE_MS)
})
