// Asks a running host over its local socket. Every answer is checked: what comes over a socket is data, not ours.
import { connect } from 'node:net'
import { z } from 'zod'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { socketPlace } from '../../host/traffic/place.ts'
import type { CopyRecordedLine, HostLine, HostStatus, KeyRotatedLine, Question, TakenFromRecord, TakingRecordedLine } from '../../host/traffic/words.ts'

export interface TrafficConnection {
  /** Resolves at the end, whoever ended it. */
  readonly ended: Promise<void>
  close(): void
}

export interface AskOptions {
  readonly data: string
  readonly platform: NodeJS.Platform
  readonly question: Question
  readonly onLine: (line: HostLine) => void
}

/** The longest line is one of the wire in JSON; anything far longer is no host of ours. */
const LINE_MAX = 256 * 1024
const STATUS_MS = 3_000
/** The host gives its record 4 s. */
const ROTATE_MS = 6_000

type Place = Pick<AskOptions, 'data' | 'platform'>

const lineSchema = z.union([
  z.looseObject({ packet: z.string() }),
  z.looseObject({ t: z.number(), device: z.string(), dir: z.enum(['rx', 'tx']), line: z.string() }),
])

/** @returns LINK_MISSING when no host runs with this data folder, LINK_DENIED when it is somebody else's */
export async function askHost({ data, platform, question, onLine }: AskOptions): Promise<Result<TrafficConnection>> {
  const place = await socketPlace(data, platform).catch(() => undefined)
  if (!place) return fail(failure('LINK_MISSING', data))
  const socket = connect({ path: place.path })
  const ended = Promise.withResolvers<void>()
  socket.on('close', () => {
    void place.release()
    ended.resolve()
  })
  const trouble = await new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined))
    // Stays for the life of the socket: an `error` without a listener would end the process.
    socket.on('error', (cause) => resolve('code' in cause ? String(cause.code) : cause.message))
  })
  if (trouble !== undefined) return fail(failure(codeOf(trouble), `${place.file ?? place.path}: ${trouble}`))
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const packet = readLine(line)
      if (packet) onLine(packet)
    }
    if (rest.length > LINE_MAX) socket.destroy()
  })
  socket.write(`${JSON.stringify(question)}\n`)
  return ok({ ended: ended.promise, close: () => void socket.destroy() })
}

/** @returns LINK_TIMEOUT when a host has the socket and says nothing */
export async function askStatus(place: Place, clock: Clock): Promise<Result<HostStatus>> {
  const answer = await askOnce(place, { ask: 'status' }, { clock, boundMs: STATUS_MS })
  if (!answer.ok) return answer
  return answer.value.packet === 'status' ? ok(answer.value) : fail(failure('LINK_TIMEOUT', place.data))
}

/** @returns what the host refuses it for, LINK_MISSING when none runs, LINK_TIMEOUT when it says nothing: an older one does not know the question */
export async function askRotateKey(place: Place, clock: Clock): Promise<Result<KeyRotatedLine>> {
  const answer = await askOnce(place, { ask: 'rotate-key' }, { clock, boundMs: ROTATE_MS })
  if (!answer.ok) return answer
  if (answer.value.packet === 'key-rotated') return ok(answer.value)
  return fail(answer.value.packet === 'refused' ? failure(answer.value.code, answer.value.detail) : failure('LINK_TIMEOUT', place.data))
}

/** @returns what the host refuses it for, LINK_MISSING when none runs, LINK_TIMEOUT when it says nothing: an older one does not know the question */
export async function askRecordCopy(place: Place, to: string, clock: Clock): Promise<Result<CopyRecordedLine>> {
  const answer = await askOnce(place, { ask: 'copy-record', to }, { clock, boundMs: STATUS_MS })
  if (!answer.ok) return answer
  if (answer.value.packet === 'copy-recorded') return ok(answer.value)
  return fail(answer.value.packet === 'refused' ? failure(answer.value.code, answer.value.detail) : failure('LINK_TIMEOUT', place.data))
}

/** @returns as `askRecordCopy` */
export async function askRecordTaken(place: Place, what: TakenFromRecord, clock: Clock): Promise<Result<TakingRecordedLine>> {
  const answer = await askOnce(place, { ask: 'take-from-record', what }, { clock, boundMs: STATUS_MS })
  if (!answer.ok) return answer
  if (answer.value.packet === 'taking-recorded') return ok(answer.value)
  return fail(answer.value.packet === 'refused' ? failure(answer.value.code, answer.value.detail) : failure('LINK_TIMEOUT', place.data))
}

type Packet = Extract<HostLine, { packet: string }>

/** The first packet of the answer. */
async function askOnce(place: Place, question: Question, { clock, boundMs }: { clock: Clock; boundMs: number }): Promise<Result<Packet>> {
  let answer: Packet | undefined
  const asked = await askHost({
    ...place,
    question,
    onLine: (line) => {
      if ('packet' in line) answer ??= line
    },
  })
  if (!asked.ok) return asked
  const timer = clock.after(boundMs, () => asked.value.close())
  await asked.value.ended
  timer.cancel()
  return answer ? ok(answer) : fail(failure('LINK_TIMEOUT', place.data))
}

const CODES: Readonly<Record<string, ErrorCode>> = { ENOENT: 'LINK_MISSING', ECONNREFUSED: 'LINK_MISSING', EACCES: 'LINK_DENIED', EPERM: 'LINK_DENIED' }
const codeOf = (cause: string): ErrorCode => CODES[cause] ?? 'LINK_LOST'

function readLine(text: string): HostLine | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text))
    return parsed.success ? (parsed.data as unknown as HostLine) : undefined
  } catch {
    return undefined
  }
}
