// A key line over the modem lines of a serial port or terminal server: RTS and DTR out, CTS, DSR and DCD in.
// Source: reference/hid-consoles.md section 4: there are no modem-line events, so inputs are polled, one question at a time.
import type { Clock, Timer } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import type { KeyLine, KeyLoss, Sensed } from '../kit/key-line.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { ModemInputs, SerialTransport, Unsubscribe } from '../kit/transport.ts'
import { levelOf, outputsFor, type InputWire, type KeyWires } from './wires.ts'

export interface SerialKeyLineOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly wires: KeyWires
  readonly carrier?: InputWire
  readonly readBack?: InputWire
}

const POLL_MS = 20 // well under the shortest debounce of a carrier; each question takes a thread of libuv's four

/** A line that is keyed is asked this often whether it still answers: a terminal server may fall silent without a word. */
const PROVE_MS = 2_000

type Life = 'closed' | 'opening' | 'open'

export function createSerialKeyLine(options: SerialKeyLineOptions): KeyLine {
  const { clock, transport, wires, carrier, readBack } = options
  const isSensing = carrier !== undefined || readBack !== undefined
  const sensedListeners = new Set<(sensed: Sensed) => void>()
  const lostListeners = new Set<(loss: KeyLoss) => void>()
  const sense = (inputs?: ModemInputs): Sensed => ({ carrier: levelOf(carrier, inputs), readBack: levelOf(readBack, inputs) })
  let life: Life = 'closed'
  let sensed = sense()
  let poll: Timer | undefined
  let proof: Timer | undefined
  let last: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> = Promise.resolve()
  /** Counts openings and their ends: what was asked of an opening that is over reaches no later one. */
  let turn = 0
  /** Last asked to be keyed. */
  let isKeyed = false

  const tell = (next: Sensed): void => {
    if (next.carrier === sensed.carrier && next.readBack === sensed.readBack) return
    sensed = next
    for (const listener of [...sensedListeners]) listener(next)
  }
  const end = (): void => {
    life = 'closed'
    isKeyed = false
    turn += 1
    poll?.cancel()
    proof?.cancel()
    tell(sense())
  }
  const closed = (): Result<void> => fail(failure('LINK_CLOSED', transport.name))
  /** One at a time: two settings under way could reach the wires in either order. */
  const set = (keyed: boolean, mine: number): Promise<Result<void>> => {
    const setting = last.then(() => (keyed && mine !== turn ? closed() : transport.setOutputs(outputsFor(wires, keyed))))
    last = setting
    return setting
  }
  /** Asked for what already is. What comes of it once a release waits behind it is the release's affair. */
  const proveLater = (mine: number): void => {
    proof?.cancel()
    proof = clock.after(PROVE_MS, () => void set(true, mine).then((taken) => {
      if (mine !== turn || !isKeyed) return
      if (taken.ok) proveLater(mine)
      else lose(taken.error)
    }))
  }
  const key = async (keyed: boolean, mine: number): Promise<Result<void>> => {
    isKeyed = keyed
    proof?.cancel()
    const taken = await set(keyed, mine)
    if (taken.ok && isKeyed && mine === turn) proveLater(mine)
    return taken
  }
  /** It may come back, or be opened anew: un-keyed first, if it still hears that. */
  const lose = (cause: Failure): void => {
    end()
    closing = set(false, turn).then(() => transport.close())
    for (const listener of [...lostListeners]) listener({ cause, unkeyed: false })
  }
  const look = async (mine: number): Promise<void> => {
    const read = await transport.readInputs()
    if (mine !== turn) return
    tell(sense(read.ok ? read.value : undefined))
    poll = clock.after(POLL_MS, () => void look(mine))
  }
  /** Without the wires it was bought for, the line is of no use: said at once, not at the first press. */
  const prepare = async (mine: number): Promise<Result<void>> => {
    const unkeyed = await set(false, mine)
    if (!unkeyed.ok || !isSensing) return unkeyed
    const read = await transport.readInputs()
    if (!read.ok && read.error.code === 'LINK_UNSUPPORTED') return read
    if (mine === turn) tell(sense(read.ok ? read.value : undefined))
    return ok()
  }

  transport.onLost((cause) => {
    const wasOpen = life === 'open'
    end()
    if (!wasOpen) return
    for (const listener of [...lostListeners]) listener({ cause, unkeyed: false })
  })

  return {
    name: `${transport.name} ${wires.by}`,
    async open() {
      if (life !== 'closed') return fail(failure('LINK_BUSY', `${transport.name}: already open here`))
      life = 'opening'
      turn += 1
      const mine = turn
      await closing
      if (mine !== turn) return closed()
      const opened = await transport.open()
      const prepared = opened.ok && mine === turn ? await prepare(mine) : opened
      // Whoever ended it meanwhile has closed the port, or lost it.
      if (mine !== turn) return prepared.ok ? closed() : prepared
      if (!prepared.ok) {
        end()
        if (opened.ok) await transport.close()
        return prepared
      }
      life = 'open'
      if (isSensing) poll = clock.after(POLL_MS, () => void look(mine))
      return ok()
    },
    close() {
      const wasOpen = life === 'open'
      if (life === 'closed') return closing.then(() => transport.close())
      end()
      // A second call waits for the first: closing the port under an un-keying that is still to come would leave it keyed.
      closing = (wasOpen ? set(false, turn) : Promise.resolve()).then(() => transport.close())
      return closing
    },
    setKeyed: async (keyed) => (life === 'open' ? key(keyed, turn) : closed()),
    get sensed() {
      return sensed
    },
    onSensed: (listener) => subscribe(sensedListeners, listener),
    onLost: (listener) => subscribe(lostListeners, listener),
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): Unsubscribe {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
