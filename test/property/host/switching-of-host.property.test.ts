// The whole host as it is wired, before random scripts of a desk: a few of `npm run soak -- switch --whole-host`.
import { expect, test } from 'vitest'
import { drawScript } from '../../soak/switch/draw-script.ts'
import { playWholeHost, type PlayedHost } from '../../soak/switch/whole-host.ts'

const SEED = 3
const SCRIPTS = 6

test('holds what anybody can see of switching and keying, whatever happens at its desk', async () => {
  const played: PlayedHost[] = []
  for (let number = 1; number <= SCRIPTS; number++) {
    const one = await playWholeHost(drawScript(SEED, number))
    expect(one.broken, `seed ${SEED}, number ${number}`).toBeUndefined()
    played.push(one)
  }
  expect(played.some(({ switched }) => switched)).toBe(true)
  expect(played.some(({ spoke }) => spoke)).toBe(true)
})
