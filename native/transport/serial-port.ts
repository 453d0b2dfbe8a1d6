// A serial port through serialport 13, with what that leaves out: an unplug it misses, a write that never ends,
// a close that hangs. Source: reference/hid-consoles.md section 4, reference/hil.md "FINDING".
import { access } from 'node:fs/promises'
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { ModemInputs, ModemOutputs, SerialTransport } from '../kit/transport.ts'
import { bounded, causeText, type Bounded } from './bounded.ts'
import { viewOnce } from './device-scan/view.ts'
import { createLine, type Wire, type WireEvents } from './line.ts'
import { createPortClaims, realNode } from './port-claims.ts'
import { holderOf } from './port-holder.ts'
import { hasNoModemLines, refusesOutputs, serialOpenFailure } from './serial-errors.ts'
import { createPlaceFinder, placeName, type FindPlace, type PlaceParts, type SerialPlace } from './serial-place.ts'
import { watchPlugged, type Plugged } from './unplug-watch.ts'

export interface SerialPortOptions extends SerialPlace {
  readonly baud: number
  /** Hardware flow control; default off: a radio that does not raise CTS would never get a byte. */
  readonly rtscts?: boolean
  /** Default both on: many radios answer only while DTR and RTS are up. */
  readonly outputs?: ModemOutputs
}

/** The part of serialport's `SerialPort` that is used. */
export interface NativePort {
  readonly isOpen: boolean
  open(done: (cause: Error | null) => void): void
  close(done: (cause: Error | null) => void): void
  write(bytes: Buffer, done: (cause: Error | null | undefined) => void): boolean
  set(lines: { rts: boolean; dtr: boolean; brk: boolean; cts: boolean }, done: (cause: Error | null) => void): void
  get(done: (cause: Error | null, lines?: ModemInputs) => void): void
  flush(done: (cause: Error | null) => void): void
  drain(done: (cause: Error | null) => void): void
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  on(event: 'close' | 'error', listener: (cause?: unknown) => void): unknown
}

export interface NativePortSettings {
  readonly path: string
  readonly baudRate: number
  readonly dataBits: 8
  readonly stopBits: 1
  readonly parity: 'none'
  readonly rtscts: boolean
  readonly lock: true
  readonly autoOpen: false
}

export interface SerialPortDeps extends Partial<PlaceParts> {
  readonly clock: Clock
  /** Loads the library at the first opening: it costs up to 215 ms, and a site without serial ports never pays. */
  readonly load?: () => Promise<(settings: NativePortSettings) => NativePort>
  /** Whether the device node is still there. */
  readonly exists?: (path: string) => Promise<boolean>
  /** Which program has this node open, where that can be known. */
  readonly holder?: (node: string) => Promise<string | undefined>
}

const OPEN_MS = 4_000
const LINES_MS = 500 // a USB adapter answers a control transfer in some 10 ms
const CLOSE_MS = 2_000
const DRAIN_MS = 300 // closing a UART would else wait up to 30 s for a far end that holds CTS down

const STALL_MIN_MS = 2_000
/** A kernel buffer of 4 KiB is refilled only when nearly empty: on a slow line that alone takes longer than the minimum. */
const KERNEL_BUFFER_BITS = 4_096 * 10
const STALL_MARGIN = 1.5

/**
 * A serial port, 8N1, locked for others while open.
 *
 * @remarks `open` fails with LINK_MISSING, LINK_AMBIGUOUS, LINK_BUSY (naming who has it), LINK_DENIED, LINK_TIMEOUT, or LINK_UNSUPPORTED (not a serial port,
 *   or the library does not load). Unplugging is told by `onLost` within 1 s, also while data streams in.
 */
export function createSerialPort(options: SerialPortOptions, deps: SerialPortDeps): SerialTransport {
  const name = placeName(options)
  const find = createPlaceFinder(options, { claims: createPortClaims(), owner: name, view: viewOnce(deps.clock), realNode: deps.exists ? sameNode : realNode, ...deps })
  return createLine({
    name,
    clock: deps.clock,
    chunkBytes: Math.max(16, Math.round(options.baud / 40)), // a quarter of a second
    stallMs: Math.max(STALL_MIN_MS, (STALL_MARGIN * KERNEL_BUFFER_BITS * 1_000) / options.baud),
    openWire: (events) => openWire(options, deps, find, events),
  })
}

async function openWire(options: SerialPortOptions, deps: SerialPortDeps, find: FindPlace, events: WireEvents): Promise<Result<Wire>> {
  const found = await find()
  if (!found.ok) return found
  const { path, node, giveBack, isStill } = found.value
  const native = await loadPort({ ...options, path }, deps)
  if (!native.ok) {
    giveBack()
    return native
  }
  const port = native.value
  port.on('data', (bytes) => events.data(new Uint8Array(bytes)))
  port.on('close', (cause) => events.lost(failure('LINK_LOST', `${path}: ${cause ? causeText(cause) : 'closed'}`)))
  port.on('error', (cause) => events.lost(failure('LINK_LOST', `${path}: ${causeText(cause)}`)))

  const opened = await openPort(port, path, deps.clock, giveBack)
  if (!opened.ok) return opened.error.code === 'LINK_BUSY' ? fail(await withHolder(opened.error, node, deps)) : opened
  const ready = await prepare(port, { ...options, path }, isStill, deps.clock)
  if (!ready.ok) {
    await closePort(port, deps.clock)
    giveBack()
    return ready
  }
  const plugged = watchPlugged({
    clock: deps.clock,
    exists: () => nodeExists(path, deps),
    ask: () => askLines(port),
    onUnplugged: (why) => events.lost(failure('LINK_LOST', `${path}: ${why}`)),
  })
  return ok(wireOf(port, path, { clock: deps.clock, plugged, events, giveBack }))
}

async function prepare(port: NativePort, { path, outputs = { rts: true, dtr: true } }: SerialPortOptions & { readonly path: string }, isStill: () => Promise<boolean>, clock: Clock): Promise<Result<void>> {
  const raised = await setOutputs(port, outputs, path, clock)
  if (!raised.ok && !mayKeepOutputs(raised.error, outputs)) return raised
  return (await isStill()) ? ok() : fail(failure('LINK_MISSING', `${path}: another device has come there`))
}

interface WireParts {
  readonly clock: Clock
  readonly plugged: Plugged
  readonly events: WireEvents
  readonly giveBack: () => void
}

function wireOf(port: NativePort, path: string, { clock, plugged, events, giveBack }: WireParts): Wire {
  return {
    send: (chunk, taken) => {
      // A closed port would keep the bytes until its next opening and never call back.
      if (!port.isOpen) return events.lost(failure('LINK_LOST', `${path}: closed`))
      port.write(Buffer.from(chunk), (cause) => {
        if (cause) events.lost(failure('LINK_LOST', `${path}: ${cause.message}`))
        else taken()
      })
    },
    release: async (how) => {
      plugged.stop()
      const sent = how === 'drain' && (await settle(clock, DRAIN_MS, (done) => port.drain(done)))
      if (!sent && port.isOpen) await settle(clock, LINES_MS, (done) => port.flush(done))
      await closePort(port, clock)
      giveBack()
    },
    setOutputs: (lines) => setOutputs(port, lines, path, clock),
    readInputs: () => readInputs(port, path, clock),
  }
}

async function loadPort(options: SerialPortOptions & { readonly path: string }, deps: SerialPortDeps): Promise<Result<NativePort>> {
  try {
    const create = await (deps.load ?? loadSerialport)()
    return ok(create({
      path: options.path,
      baudRate: options.baud,
      dataBits: 8,
      stopBits: 1,
      parity: 'none',
      rtscts: options.rtscts ?? false,
      lock: true,
      autoOpen: false,
    }))
  } catch (cause) {
    return fail(failure('LINK_UNSUPPORTED', `serialport: ${causeText(cause)}`))
  }
}

async function loadSerialport(): Promise<(settings: NativePortSettings) => NativePort> {
  const { SerialPort } = await import('serialport')
  return (settings) => new SerialPort(settings)
}

/** Whoever plays whether the node is there plays its name as well. */
const sameNode = async (path: string): Promise<string> => path

/** Opens within OPEN_MS. A port that opens later is closed at once, and until it has ended it is not given back: each attempt takes a thread. */
async function openPort(port: NativePort, path: string, clock: Clock, giveBack: () => void): Promise<Result<void>> {
  let late = false
  const opening = new Promise<Result<void>>((resolve) => {
    port.open((cause) => {
      if (cause) giveBack()
      else if (late) void closePort(port, clock).then(giveBack)
      resolve(cause ? fail(serialOpenFailure(path, cause.message)) : ok())
    })
  })
  const opened = await bounded(clock, OPEN_MS, opening)
  if (opened.done) return opened.value
  late = true
  return fail(failure('LINK_TIMEOUT', `${path}: does not open`))
}

async function withHolder(busy: Failure, node: string, deps: SerialPortDeps): Promise<Failure> {
  const holder = await (deps.holder ?? ((held) => holderOf(held, { clock: deps.clock })))(node)
  return holder === undefined ? busy : failure(busy.code, `${busy.detail}: held by ${holder}`)
}

async function closePort(port: NativePort, clock: Clock): Promise<void> {
  if (port.isOpen) await settle(clock, CLOSE_MS, (done) => port.close(done))
}

/** Waits for a callback of the library, at most `limitMs`. @returns whether it came without an error */
async function settle(clock: Clock, limitMs: number, run: (done: (cause: Error | null) => void) => void): Promise<boolean> {
  const ended = await bounded(clock, limitMs, new Promise<boolean>((resolve) => run((cause) => resolve(!cause))))
  return ended.done && ended.value
}

type LineAnswer<T> = { readonly value: T } | { readonly error: string }

/** A pseudo-terminal has none to key anything with. A device that leaves both raised may stay open for whom both are to be raised. */
function mayKeepOutputs({ code, detail }: Failure, { rts, dtr }: ModemOutputs): boolean {
  return code === 'LINK_UNSUPPORTED' && (hasNoModemLines(detail) || (rts && dtr))
}

async function setOutputs(port: NativePort, { rts, dtr }: ModemOutputs, path: string, clock: Clock): Promise<Result<void>> {
  // All flags at each call: serialport raises whichever of RTS and DTR is left out.
  const work = new Promise<LineAnswer<void>>((resolve) => {
    port.set({ rts, dtr, brk: false, cts: false }, (cause) => resolve(cause ? { error: cause.message } : { value: undefined }))
  })
  return lineResult(await bounded(clock, LINES_MS, work), path)
}

async function readInputs(port: NativePort, path: string, clock: Clock): Promise<Result<ModemInputs>> {
  return lineResult(await bounded(clock, LINES_MS, askLines(port)), path)
}

const askLines = (port: NativePort): Promise<LineAnswer<ModemInputs>> =>
  new Promise((resolve) => {
    port.get((cause, lines) => {
      resolve(cause || !lines ? { error: cause?.message ?? 'no answer' } : { value: { cts: lines.cts, dsr: lines.dsr, dcd: lines.dcd } })
    })
  })

function lineResult<T>(answer: Bounded<LineAnswer<T>>, path: string): Result<T> {
  if (!answer.done) return fail(failure('LINK_TIMEOUT', `${path}: modem lines do not answer`))
  if ('value' in answer.value) return ok(answer.value.value)
  const { error } = answer.value
  const code: Failure['code'] = hasNoModemLines(error) || refusesOutputs(error) ? 'LINK_UNSUPPORTED' : 'LINK_LOST'
  return fail(failure(code, `${path}: ${error}`))
}

async function nodeExists(path: string, deps: SerialPortDeps): Promise<boolean> {
  if (deps.exists) return deps.exists(path)
  if (!path.startsWith('/')) return true // Windows has no node to look for; get() fails there
  return access(path).then(() => true, () => false)
}
