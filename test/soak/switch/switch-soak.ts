// soak switch [--times N] [--from K] [--seed S] [--whole-host] | --play FILE [--whole-host]: random sequences of everything that can happen at a desk, through
// the real switch machine, press arbiter, channels and emergencies with modelled radios. What breaks a law is made as short as
// it can be and told as a script.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { systemClock } from '../../../native/transport/clock.ts'
import type { Soak, SoakVerdict, Tell } from '../soak.ts'
import { drawScript } from './draw-script.ts'
import { play } from './play.ts'
import type { Verdict } from './judge.ts'
import type { Script } from './script.ts'
import { shrink } from './shrink.ts'
import { playWholeHost } from './whole-host.ts'

const TIMES = 1_000_000
const WHOLE_HOST_TIMES = 1_000
const ROW = 'sequences'
const HOST_ROW = 'whole-host'
const TELL_EACH = 50_000
/** The rest is most often the same defect over again. */
const TOLD_MOST = 5

interface Asked {
  readonly times: number
  readonly from: number
  readonly seed: number
  readonly wholeHost: boolean
}

type Play = (script: Script) => Promise<Verdict | undefined>
const playerOf = (wholeHost: boolean): Play => (wholeHost ? async (script) => (await playWholeHost(script)).broken : play)

export const switchSoak: Soak = {
  what: 'whatever happens at a desk in whatever order: nobody is keyed by accident, nothing changes unseen',
  usage: 'switch [--times N] [--from K] [--seed S] [--whole-host] | switch --play FILE [--whole-host]',
  rows: [{ name: ROW, what: `${TIMES} sequences by seed and number: keys, pedals, pages, cables, networks, kills` }, { name: HOST_ROW, what: `with --whole-host: ${WHOLE_HOST_TIMES} of them through the host as it is wired` }],
  async run(argv, tell) {
    const asked = parse(argv)
    if (typeof asked === 'string') return { outcome: 'wrong-use', why: asked }
    return 'play' in asked ? playFile(asked, tell) : runAll(asked, tell)
  },
}

interface Replay {
  readonly play: string
  readonly wholeHost: boolean
}

function parse(argv: readonly string[]): Asked | Replay | string {
  try {
    const { values } = parseArgs({ args: [...argv], options: { times: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, play: { type: 'string' }, 'whole-host': { type: 'boolean' } } })
    const wholeHost = values['whole-host'] ?? false
    if (values.play !== undefined) return { play: values.play, wholeHost }
    const asked = { times: Number(values.times ?? (wholeHost ? WHOLE_HOST_TIMES : TIMES)), from: Number(values.from ?? 1), seed: Number(values.seed ?? 1) }
    return Object.values(asked).every((value) => Number.isSafeInteger(value) && value >= 1) ? { ...asked, wholeHost } : '--times, --from and --seed take a whole number from 1'
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

async function runAll({ times, from, seed, wholeHost }: Asked, tell: Tell): Promise<SoakVerdict> {
  const player = playerOf(wholeHost)
  const beganMs = systemClock.monotonicMs()
  const laws = new Map<string, number>()
  let moments = 0
  for (let number = from; number < from + times; number++) {
    const script = drawScript(seed, number)
    moments += script.moments.length
    const broken = await player(script)
    if (broken) {
      const known = laws.get(broken.law) ?? 0
      laws.set(broken.law, known + 1)
      if (known === 0 && laws.size <= TOLD_MOST) await tellFind({ script, law: broken.law, where: `seed ${seed}, number ${number}`, player }, tell)
    }
    const done = number - from + 1
    if (done % TELL_EACH === 0) tell.say(`${done} sequences, ${laws.size} laws broken`)
  }
  const ms = systemClock.monotonicMs() - beganMs
  for (const [law, count] of laws) tell.say(`broken ${count} times: ${law}`)
  tell.row({ soak: 'switch', row: wholeHost ? HOST_ROW : ROW, n: times, found: laws.size, seed, figures: { from, moments, ms: Math.round(ms), 'a second': Math.round((times * 1000) / ms) } })
  return { outcome: laws.size === 0 ? 'passed' : 'found' }
}

async function tellFind({ script, law, where, player }: { readonly script: Script; readonly law: string; readonly where: string; readonly player: Play }, tell: Tell): Promise<void> {
  const short = await shrink(script, async (shorter) => (await player(shorter))?.law === law)
  tell.say(`${where}: not so: ${law}`)
  tell.say((await player(short))?.detail ?? '')
  tell.say(JSON.stringify(short))
}

async function playFile({ play: path, wholeHost }: Replay, tell: Tell): Promise<SoakVerdict> {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
  // A kept case says why it is kept.
  const script = typeof read === 'object' && read !== null && 'script' in read ? read.script : read
  if (!isScript(script)) return { outcome: 'wrong-use', why: `${path} holds no script` }
  const broken = await playerOf(wholeHost)(script)
  tell.say(broken ? `at ${broken.atMs} ms not so: ${broken.law}: ${broken.detail}` : 'every law held')
  return { outcome: broken ? 'found' : 'passed' }
}

/** Written by `tellFind`; whoever edits it by hand sees at once what is wrong with it. */
const isScript = (given: unknown): given is Script => typeof given === 'object' && given !== null && 'site' in given && 'moments' in given && Array.isArray(given.moments)
