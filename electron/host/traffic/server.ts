// The local socket of a running host: its owner may look at the traffic and at what is known of the devices, and may give
// the workstation another signing key. In a folder of its owner alone; more readers than a bench needs are refused.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { KeyChanged } from '../ledger/port.ts'
import type { Mask, WireLog } from '../log/port.ts'
import { socketPlace, type SocketPlace } from './place.ts'
import { createTrafficReader, type ReaderPipe } from './reader.ts'
import { questionSchema, type HostLine, type HostStatus, type Question, type TakenFromRecord, type TrafficQuestion } from './words.ts'

export interface TrafficDeps {
  /** Data folder of this host. */
  readonly data: string
  readonly platform: NodeJS.Platform
  readonly clock: Clock
  readonly wireLog: WireLog
  /** A new one for each reader: what it has seen of one it must not find in the file of another. */
  readonly createMask: () => Mask
  readonly devices: readonly string[]
  readonly status: () => HostStatus
  /** Resolves when the record holds that numbers and words leave this console unmasked. */
  readonly recordExport: (devices: readonly string[]) => Promise<Result<unknown>>
  /** Resolves when the record holds that all of it leaves this console, with the folder it is in. */
  readonly recordCopy: (to: string) => Promise<Result<{ readonly seq: number; readonly folder: string }>>
  /** Resolves when the record holds that something was read out of it. */
  readonly recordTaken: (what: TakenFromRecord) => Promise<Result<{ readonly seq: number }>>
  /** Resolves within 4 s. */
  readonly rotateKey: () => Promise<Result<KeyChanged>>
}

export interface TrafficServer {
  /** Bounded by the system's closing of a socket: readers are cut off. */
  close(): Promise<void>
}

const MOST_READERS = 4
const QUESTION_MAX_BYTES = 4_096
const QUESTION_MS = 2_000
const LAST_WORD_MS = 1_000
const OWNER_ONLY_FOLDER = 0o700
const OWNER_ONLY_FILE = 0o600

/** @returns LINK_BUSY when another host answers in this folder, LINK_DENIED when no socket can be made: the host does without */
export async function serveTraffic(deps: TrafficDeps): Promise<Result<TrafficServer>> {
  let place: SocketPlace | undefined
  try {
    place = await socketPlace(deps.data, deps.platform, async (folder) => {
      await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
      await chmod(folder, OWNER_ONLY_FOLDER)
    })
    const sockets = new Set<Socket>()
    const server = createServer((socket) => accept(socket, sockets, deps))
    const trouble = await listen(server, place)
    if (trouble !== undefined) {
      await place.release()
      return fail(failure(trouble === 'EADDRINUSE' ? 'LINK_BUSY' : 'LINK_DENIED', `${place.file ?? place.path}: ${trouble}`))
    }
    if (place.file !== undefined) await chmod(place.file, OWNER_ONLY_FILE)
    const opened = place
    return ok({
      async close() {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        for (const socket of sockets) socket.destroy()
        await closed
        await opened.release()
      },
    })
  } catch (cause) {
    await place?.release()
    return fail(failure('LINK_DENIED', cause instanceof Error ? cause.message : String(cause)))
  }
}

/** A socket that a killed host left behind answers nobody: it goes. */
async function listen(server: Server, place: SocketPlace): Promise<string | undefined> {
  const first = await tryListen(server, place.path)
  if (first !== 'EADDRINUSE' || place.file === undefined || (await answers(place.path))) return first
  await rm(place.file, { force: true })
  return tryListen(server, place.path)
}

function tryListen(server: Server, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (cause: Error): void => resolve('code' in cause ? String(cause.code) : cause.message)
    server.once('error', failed)
    server.listen({ path, readableAll: false, writableAll: false }, () => {
      server.off('error', failed)
      server.on('error', () => {})
      resolve(undefined)
    })
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function accept(socket: Socket, sockets: Set<Socket>, deps: TrafficDeps): void {
  sockets.add(socket)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => sockets.delete(socket))
  const say = (packet: HostLine): void => lastWord(socket, packet, deps.clock)
  if (sockets.size > MOST_READERS) return say({ packet: 'refused', code: 'LINK_BUSY', detail: `${MOST_READERS} readers` })
  // Nothing is said before a question: whoever only listens in hears nothing.
  const timer = deps.clock.after(QUESTION_MS, () => socket.destroy())
  let heard = ''
  const listener = (bytes: Buffer): void => {
    heard += bytes.toString('utf8')
    const end = heard.indexOf('\n')
    if (end < 0 && heard.length <= QUESTION_MAX_BYTES) return
    timer.cancel()
    socket.off('data', listener)
    const question = readQuestion(heard.slice(0, Math.max(0, end)))
    if (!question) return say({ packet: 'refused', code: 'CALL_INVALID', detail: 'question' })
    if (question.ask === 'status') return say(deps.status())
    if (question.ask === 'rotate-key') {
      return void deps.rotateKey().then((rotated) => say(rotated.ok ? { packet: 'key-rotated', ...rotated.value } : { packet: 'refused', ...rotated.error }))
    }
    if (question.ask === 'take-from-record') {
      return void deps.recordTaken(question.what).then((recorded) => say(recorded.ok ? { packet: 'taking-recorded', seq: recorded.value.seq } : { packet: 'refused', ...recorded.error }))
    }
    if (question.ask === 'copy-record') {
      return void deps.recordCopy(question.to).then((recorded) => say(recorded.ok ? { packet: 'copy-recorded', ...recorded.value } : { packet: 'refused', ...recorded.error }))
    }
    void serveReader(socket, question, deps)
  }
  socket.on('data', listener)
  socket.on('close', () => timer.cancel())
}

/** Says it and is done with this connection, also when the other side keeps it open or still has something to say. */
function lastWord(socket: Socket, packet: HostLine, clock: Clock): void {
  socket.end(`${JSON.stringify(packet)}\n`)
  socket.resume()
  const timer = clock.after(LAST_WORD_MS, () => socket.destroy())
  socket.once('close', () => timer.cancel())
}

function readQuestion(line: string): Question | undefined {
  try {
    const parsed = questionSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

async function serveReader(socket: Socket, question: TrafficQuestion, deps: TrafficDeps): Promise<void> {
  const { clock, wireLog } = deps
  const { identities } = question
  const unknown = question.devices?.filter((device) => !deps.devices.includes(device)) ?? []
  const refuse = (code: 'CALL_INVALID' | 'CALL_REFUSED', detail: string): void => lastWord(socket, { packet: 'refused', code, detail }, clock)
  if (unknown.length > 0) return refuse('CALL_INVALID', `${unknown.join(', ')}; ${deps.devices.join(', ')}`)
  const devices = question.devices ?? deps.devices
  if (identities === 'plain') {
    const recorded = await deps.recordExport(devices)
    if (!recorded.ok) return refuse('CALL_REFUSED', `${recorded.error.code} ${recorded.error.detail}`)
  }
  if (socket.destroyed) return
  // The other side has nothing more to say, and its end must be noticed all the same.
  socket.resume()
  const reader = createTrafficReader({ clock, pipe: pipeOf(socket), mask: identities === 'masked' ? deps.createMask() : (line) => line })
  const { position, language } = deps.status()
  reader.say({ packet: 'begin', position, language, devices, identities })
  const ring = devices.flatMap((device) => wireLog.lines(device).map((line) => ({ ...line, device })))
  for (const line of ring.toSorted((one, other) => one.t - other.t)) reader.take(line)
  reader.say({ packet: 'live' })
  const leave = wireLog.onLine((line) => {
    if (devices.includes(line.device)) reader.take(line)
  })
  socket.on('close', () => {
    leave()
    reader.close()
  })
}

const pipeOf = (socket: Socket): ReaderPipe => ({
  write: (text) => void socket.write(text),
  get waitingBytes() {
    return socket.writableLength
  },
  end: () => void socket.end(),
  destroy: () => void socket.destroy(),
})
