// The host's side of its watchdog process: starts it, shows it life while a line is keyed, and tells when it falls.
// Source: architecture section 6, "a latching interface (CM108) has a watchdog process".
import { fork, type ChildProcess } from 'node:child_process'
import { toHex } from '../../kit/bytes.ts'
import type { Clock, Timer } from '../../kit/clock.ts'
import { failure, type Failure } from '../../kit/errors.ts'
import type { KeyGuard } from '../../kit/key-line.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import { bounded } from '../bounded.ts'
import { createListeners } from '../listeners.ts'
import type { FromWatchdog, ToWatchdog, WatchdogDevice, WatchdogTask } from './messages.ts'
import { nodeBinary, surroundings } from './node-binary.ts'
import { ALIVE_EVERY_MS, SILENCE_MS } from './watch-machine.ts'

export interface PttWatchdogOptions {
  readonly device: WatchdogDevice
  /** The output report that un-keys, its id first. */
  readonly unkeyReport: Uint8Array
}

export interface PttWatchdog extends KeyGuard {
  /** Process id while it stands. */
  readonly pid: number | undefined
}

const START_MS = 5_000 // a process, its libraries, and an opening that may take 3 s
const ARM_MS = 250
const END_MS = 800
/** Longer than it takes to miss us: a busy moment of ours is its affair, not a sign that it hangs. */
const MUTE_MS = 500
/** It holds one handle and one timer: without these V8 keeps room for garbage it never makes. */
const MEMORY_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size']

type Fallen = (cause: Failure) => void

/** One process at a time; what an ended one still says is not heard. */
class Standing {
  readonly #child: ChildProcess
  readonly #onFallen: Fallen
  readonly gone: Promise<void>
  /** When it last said anything. */
  heardMs = 0
  #awaiting: { readonly word: FromWatchdog['say']; readonly resolve: (result: Result<void>) => void } | undefined
  #ended = false

  readonly #clock: Clock

  constructor({ node, clock }: { readonly node: string; readonly clock: Clock }, task: WatchdogTask, onFallen: Fallen) {
    this.#onFallen = onFallen
    this.#clock = clock
    // In a group of its own: a signal to the host's group must not take both.
    this.#child = fork(new URL('./child.ts', import.meta.url), [JSON.stringify(task)], { execPath: node, detached: true, execArgv: MEMORY_FLAGS, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    // It must not keep the host alive.
    this.#child.unref()
    this.#child.channel?.unref()
    this.gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve()
        this.#fell(failure('LINK_LOST', `watchdog ended (${signal ?? code})`))
      })
    })
    this.#child.on('error', (cause) => this.#fell(failure('LINK_UNSUPPORTED', `watchdog: ${cause.message}`)))
    this.#child.on('message', (word: FromWatchdog) => this.#heard(word))
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Sends, if anything, and waits for this word. */
  async hear(word: FromWatchdog['say'], { limitMs, send }: { readonly limitMs: number; readonly send?: ToWatchdog }): Promise<Result<void>> {
    const answer = new Promise<Result<void>>((resolve) => {
      this.#awaiting = { word, resolve }
    })
    if (send) this.send(send)
    const heard = await bounded(this.#clock, limitMs, answer)
    this.#awaiting = undefined
    return heard.done ? heard.value : fail(failure('LINK_TIMEOUT', `watchdog: not ${word} within ${limitMs} ms`))
  }

  send(word: ToWatchdog): void {
    if (this.#child.connected) this.#child.send(word, () => undefined)
  }

  /** Lets it un-key and go; what does not go is killed. */
  async end(): Promise<void> {
    this.#ended = true
    this.#awaiting?.resolve(fail(failure('LINK_CLOSED', 'watchdog')))
    this.send('end')
    const left = await bounded(this.#clock, END_MS, this.gone)
    if (!left.done) this.#child.kill('SIGKILL')
  }

  /** Counts as fallen: it un-keys nobody any more. */
  giveUp(): void {
    this.#fell(failure('LINK_TIMEOUT', `watchdog: not a word for ${MUTE_MS} ms`))
  }

  #heard(word: FromWatchdog): void {
    this.heardMs = this.#clock.monotonicMs()
    if (this.#awaiting?.word === word.say) return this.#awaiting.resolve(ok())
    if (word.say === 'failed') this.#fell(failure(word.code, `watchdog: ${word.detail}`))
    if (word.say === 'cut') this.#fell(failure('DEVICE_STATE', `watchdog un-keyed: no sign of life for ${SILENCE_MS} ms`))
  }

  #fell(cause: Failure): void {
    if (this.#ended) return
    this.#ended = true
    this.#awaiting?.resolve(fail(cause))
    this.#onFallen(cause)
  }
}

export function createPttWatchdog({ device, unkeyReport }: PttWatchdogOptions, { clock }: { readonly clock: Clock }): PttWatchdog {
  const fallen = createListeners<Failure>()
  let standing: Standing | undefined
  let starting: Standing | undefined
  let life: Timer | undefined

  const showLife = (): void => {
    life?.cancel()
    life = clock.after(ALIVE_EVERY_MS, () => {
      if (standing && clock.monotonicMs() - standing.heardMs > MUTE_MS) return standing.giveUp()
      standing?.send('alive')
      showLife()
    })
  }
  const end = async (): Promise<void> => {
    life?.cancel()
    const all = [standing, starting]
    standing = undefined
    starting = undefined
    await Promise.all(all.map((one) => one?.end()))
  }
  const fell = (which: Standing, cause: Failure): void => {
    if (standing !== which) return
    life?.cancel()
    standing = undefined
    // It may still run, after a cut: it un-keys once more and goes.
    void which.end()
    fallen.emit(cause)
  }

  return {
    async start() {
      await end()
      const node = nodeBinary(surroundings())
      if (node === undefined) return fail(failure('LINK_UNSUPPORTED', 'no Node to run the watchdog with'))
      const fresh: Standing = new Standing({ node, clock }, { device, unkey: toHex(unkeyReport) }, (cause) => fell(fresh, cause))
      starting = fresh
      const stands = await fresh.hear('standing', { limitMs: START_MS })
      if (starting !== fresh) return fail(failure('LINK_CLOSED', 'watchdog'))
      starting = undefined
      if (stands.ok) standing = fresh
      else await fresh.end()
      return stands
    },
    async arm() {
      const guard = standing
      if (!guard) return fail(failure('DEVICE_STATE', 'no watchdog stands'))
      const armed = await guard.hear('armed', { limitMs: ARM_MS, send: 'arm' })
      if (standing !== guard) return fail(failure('DEVICE_STATE', 'no watchdog stands'))
      if (armed.ok) showLife()
      return armed
    },
    disarm() {
      life?.cancel()
      standing?.send('disarm')
    },
    stop: end,
    onFallen: fallen.add,
    get pid() {
      return standing?.pid
    },
  }
}
