// Asks a running host over its local socket. Every answer is checked: what comes over a socket is data, not ours.
import { connect } from 'node:net'
import { z } from 'zod'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { socketPlace } from '../../host/traffic/place.ts'
import type { HostLine, HostStatus, Question } from '../../host/traffic/words.ts'

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
export async function askStatus(place: Pick<AskOptions, 'data' | 'platform'>, clock: Clock): Promise<Result<HostStatus>> {
  let status: HostStatus | undefined
  const asked = await askHost({
    ...place,
    question: { ask: 'status' },
    onLine: (line) => {
      if ('packet' in line && line.packet === 'status') status = line
    },
  })
  if (!asked.ok) return asked
  const timer = clock.after(STATUS_MS, () => asked.value.close())
  await asked.value.ended
  timer.cancel()
  return status ? ok(status) : fail(failure('LINK_TIMEOUT', place.data))
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
