// Builds the guest's image ahead of the tests, so that downloading is not counted as testing: node prepare.ts
import { ensureImage } from './image.ts'
import { CannotBuild } from './packages.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

try {
  await ensureImage((text) => say(`hardware in the loop: ${text}`))
} catch (cause) {
  if (!(cause instanceof CannotBuild)) throw cause
  say(cause.message)
  process.exitCode = 1
}
