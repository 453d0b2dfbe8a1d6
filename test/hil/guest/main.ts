// The guest's program: plays the scene the host asks for, with the console's own drivers on the kernel's devices.
import { existsSync } from 'node:fs'
import type { SceneOutcome } from '../machine.ts'
import { openChannel } from './channel.ts'
import { startConsole } from './console.ts'
import { startHardware } from './devices/hardware.ts'
import { MEASURES } from './measures/index.ts'
import { SCENES } from './scenes/index.ts'
import type { Scene } from './stage.ts'
import { nowMs, until } from './time.ts'

const DEVICES_MS = 30_000
const SCENE_MS = 60_000
const END_MS = 10_000

const hardware = startHardware()
let playing: Promise<void> = Promise.resolve()
const channel = openChannel(({ order, play }) => {
  playing = playing.then(async () => channel.send({ report: 'played', order, outcome: await outcomeOf(play) }))
})
await until('the devices’ modules are loaded', () => existsSync('/run/devices-ready'), DEVICES_MS)
channel.send({ report: 'up' })

async function outcomeOf(title: string): Promise<SceneOutcome> {
  const startedMs = nowMs()
  const notes: Record<string, unknown> = {}
  const own = startConsole()
  const ends: (() => unknown)[] = [() => own.stop()]
  const scene = [...SCENES, ...MEASURES].find((one) => one.title === title)
  console.log(`scene: ${title}`)
  const failures = [
    scene ? await failureOf(scene.limitMs ?? SCENE_MS, () => scene.play({ hardware, console: own, note: (name, value) => void (notes[name] = value), atEnd: (end) => void ends.push(end) })) : `there is no scene: ${title}`,
  ]
  for (const end of ends.toReversed()) failures.push(await failureOf(END_MS, async () => void (await end())))
  const error = failures.filter((one) => one !== undefined).join('\n')
  return { tookMs: nowMs() - startedMs, notes, ...(error !== '' && { error }) }
}

async function failureOf(limitMs: number, run: () => ReturnType<Scene['play']>): Promise<string | undefined> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not over after ${limitMs / 1000} s`)), limitMs)
  try {
    await Promise.race([run(), late.promise])
    return undefined
  } catch (cause) {
    return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  } finally {
    clearTimeout(timer)
  }
}
