// A serial port behind a terminal server that speaks RFC 2217: baud rate and modem lines go over the network with the bytes.
// Source: RFC 2217. Rides on the raw TCP line, so that losing, stalling and reopening are the same thing.
import type { Clock } from '../../kit/clock.ts'
import { failure, type Failure } from '../../kit/errors.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import type { ModemInputs, ModemOutputs, SerialTransport } from '../../kit/transport.ts'
import { bounded } from '../bounded.ts'
import { createListeners } from '../listeners.ts'
import { createTcpSerial } from '../tcp-serial.ts'
import { COM_PORT_OPTION, CONTROL, decodeComPort, decodeModemState, encodeComPort, EVERY_CHANGE, NO_PARITY, ONE_STOP_BIT, type ComPortCommand, type ComPortMessage } from './com-port.ts'
import { initialOptions, optionTold, OFFERS } from './options.ts'
import { createTelnetDecoder, encodeData, encodeOption, encodeSubnegotiation, type TelnetDecoder, type TelnetItem } from './telnet.ts'

export interface Rfc2217Options {
  readonly host: string
  readonly port: number
  readonly baud: number
  /** Set at opening, before anything else; default both on, as for a port of this computer. */
  readonly outputs?: ModemOutputs
}

export interface Rfc2217Deps {
  readonly clock: Clock
  /** The raw line below; default a TCP connection. */
  readonly line?: SerialTransport
}

const AGREE_MS = 1_500 // the server's word on the option
const ANSWER_MS = 1_000 // a terminal server in the next town, one lost packet

/** What is asked for and not answered yet; one at a time. */
interface Question {
  readonly open: Set<string>
  /** With nothing: answered as asked. */
  readonly settle: (trouble?: Failure) => void
}

/**
 * A byte line with modem lines, over the network.
 *
 * @remarks `open` fails as the raw line does, with LINK_UNSUPPORTED when the server refuses the option, and with LINK_TIMEOUT
 *   when it does not answer (a raw TCP port does not). `setOutputs` resolves when the server has said that both lines are
 *   as asked. `readInputs` is the state the server told last, LINK_TIMEOUT before it told any.
 */
export function createRfc2217Serial(options: Rfc2217Options, deps: Rfc2217Deps): SerialTransport {
  const { clock } = deps
  const line = deps.line ?? createTcpSerial(options, deps)
  const name = line.name.replace(/^tcp:/, 'rfc2217:')
  const data = createListeners<Uint8Array>()
  const lost = createListeners<Failure>()
  let decoder: TelnetDecoder = createTelnetDecoder()
  let agreed = initialOptions()
  let verdict: ((trouble?: Failure) => void) | undefined
  let inputs: ModemInputs | undefined
  let question: Question | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let isOpen = false
  let isPrepared = false
  /** Counts openings and closings: one that was overtaken touches nothing of the next. */
  let opening = 0
  let lastOpening: Promise<unknown> = Promise.resolve()

  const send = (message: ComPortMessage): Uint8Array => encodeSubnegotiation(COM_PORT_OPTION, encodeComPort(message))
  const take = (item: TelnetItem): void => {
    switch (item.item) {
      case 'data':
        return data.emit(item.bytes)
      case 'option': {
        const told = optionTold(agreed, item)
        agreed = told.options
        for (const reply of told.replies) line.write(reply)
        if (item.option === COM_PORT_OPTION && (item.verb === 'do' || item.verb === 'dont')) verdict?.(item.verb === 'do' ? undefined : failure('LINK_UNSUPPORTED', `${name}: the server refuses RFC 2217`))
        return undefined
      }
      case 'subnegotiation': {
        const message = item.option === COM_PORT_OPTION ? decodeComPort(item.bytes) : undefined
        return message?.from === 'server' ? heard(message) : undefined
      }
      default:
        return undefined
    }
  }
  const heard = ({ command, value }: ComPortMessage): void => {
    if (command === 'notify-modem') inputs = decodeModemState(value)
    else if (question?.open.delete(keyOf(command, value))) {
      if (question.open.size === 0) question.settle()
    } else if (question && [...question.open].some((one) => one.startsWith(kindOf(command, value)))) question.settle(failure('DEVICE_DENIED', `${name}: ${command} ${value}`))
  }
  line.onData((bytes) => decoder.push(bytes).forEach(take))
  line.onLost((cause) => {
    forget(cause)
    // While opening, the opening itself says so.
    if (!isPrepared) return
    isPrepared = false
    isOpen = false
    lost.emit({ ...cause, detail: cause.detail.replace(line.name, name) })
  })
  const forget = (trouble: Failure): void => {
    inputs = undefined
    question?.settle(trouble)
    verdict?.(trouble)
  }

  /** Asks for all at once and waits until the server has said yes to each. */
  const ask = (wanted: readonly (readonly [ComPortCommand, number])[]): Promise<Result<void>> => {
    const mine = turn.then(async (): Promise<Result<void>> => {
      const bytes = wanted.flatMap(([command, value]) => [...send({ command, from: 'client', value })])
      const answer = new Promise<Failure | undefined>((resolve) => {
        question = { open: new Set(wanted.map(([command, value]) => keyOf(command, value))), settle: resolve }
      })
      const written = line.write(Uint8Array.from(bytes))
      const heardOf = written.ok ? await bounded(clock, ANSWER_MS, answer) : undefined
      question = undefined
      if (!written.ok) return written
      if (!heardOf?.done) return fail(failure('LINK_TIMEOUT', `${name}: no answer within ${ANSWER_MS} ms`))
      return heardOf.value ? fail(heardOf.value) : ok()
    })
    turn = mine
    return mine
  }
  const setOutputs = ({ rts, dtr }: ModemOutputs): Promise<Result<void>> => ask([
    ['set-control', rts ? CONTROL.rtsOn : CONTROL.rtsOff],
    ['set-control', dtr ? CONTROL.dtrOn : CONTROL.dtrOff],
  ])
  const agree = async (): Promise<Result<void>> => {
    const answer = new Promise<Failure | undefined>((resolve) => {
      verdict = resolve
    })
    for (const [verb, option] of OFFERS) line.write(encodeOption(verb, option))
    const told = await bounded(clock, AGREE_MS, answer)
    verdict = undefined
    if (!told.done) return fail(failure('LINK_TIMEOUT', `${name}: no answer to RFC 2217; a raw TCP port?`))
    return told.value ? fail(told.value) : ok()
  }
  const prepare = async (): Promise<Result<void>> => {
    const agreement = await agree()
    if (!agreement.ok) return agreement
    // First, whatever else fails: a line that was raised by the server's own opening must not stay so.
    const raised = await setOutputs(options.outputs ?? { rts: true, dtr: true })
    if (!raised.ok) return raised
    line.write(send({ command: 'set-modem-mask', from: 'client', value: EVERY_CHANGE }))
    return ask([
      ['set-baud', options.baud],
      ['set-data-size', 8],
      ['set-parity', NO_PARITY],
      ['set-stop-size', ONE_STOP_BIT],
      ['set-control', CONTROL.noFlowControl],
    ])
  }

  const start = async (mine: number): Promise<Result<void>> => {
    const opened = await line.open()
    decoder = createTelnetDecoder()
    agreed = initialOptions()
    inputs = undefined
    const prepared = opened.ok && mine === opening ? await prepare() : opened
    const isMine = mine === opening
    if (prepared.ok && isMine) {
      isPrepared = true
      return ok()
    }
    if (isMine) isOpen = false
    if (opened.ok && isMine) await line.close()
    return isMine ? prepared : fail(failure('LINK_CLOSED', name))
  }

  return {
    name,
    async open() {
      if (isOpen) return fail(failure('LINK_BUSY', `${name}: already open here`))
      isOpen = true
      const mine = ++opening
      const before = lastOpening
      const attempt = before.then(() => (mine === opening ? start(mine) : fail(failure('LINK_CLOSED', name))))
      lastOpening = attempt
      return attempt
    },
    write: (bytes) => line.write(encodeData(bytes)),
    async close() {
      isOpen = false
      isPrepared = false
      opening++
      forget(failure('LINK_CLOSED', name))
      await line.close()
    },
    onData: data.add,
    onLost: lost.add,
    setOutputs,
    readInputs: async () => (inputs ? ok(inputs) : fail(failure('LINK_TIMEOUT', `${name}: no modem state told yet`))),
  }
}

/** What an answer must say to be the one that was asked for. */
const keyOf = (command: ComPortCommand, value: number): string => `${kindOf(command, value)}${value}`

/** `set-control` serves several things at once: an answer about RTS says nothing of DTR. */
function kindOf(command: ComPortCommand, value: number): string {
  if (command !== 'set-control') return `${command}:`
  const about = value === CONTROL.dtrOn || value === CONTROL.dtrOff ? 'dtr' : value === CONTROL.rtsOn || value === CONTROL.rtsOff ? 'rts' : 'flow'
  return `${command}:${about}:`
}
