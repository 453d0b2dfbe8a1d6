// achterwacht trace: what goes over the wires of the running console, shown and saved as fixture lines.
// Standard output: lines for people at a terminal, JSON lines for programs. The console neither waits for this nor notices it.
import { createWriteStream, type WriteStream } from 'node:fs'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import type { DeviceLine } from '../../host/log/port.ts'
import type { HostLine, TrafficPacket } from '../../host/traffic/words.ts'
import { defaultData } from '../data-folder.ts'
import { say, textOf } from '../run/words.ts'
import type { Text } from '../terminal/text.ts'
import { lineForPeople } from './line-for-people.ts'
import { askHost, askRecordTaken } from './traffic-client.ts'
import { TRACE_USAGE } from './usage.ts'

const WRONG_USE = 2
const FAILED = 1
const OWNER_ONLY = 0o600
const SECONDS_MAX = 86_400

type Line = (line: string) => void

interface Asked {
  readonly data: string
  readonly devices: readonly string[]
  readonly save: string | undefined
  readonly identities: 'masked' | 'plain'
  readonly seconds: number | undefined
}

export interface TraceDeps {
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly out: Line
  readonly err: Line
  readonly forPeople: boolean
  /** Ctrl-C, or the end of the terminal. */
  readonly onEnd: (end: () => void) => void
}

/** @returns the exit code: 0 when ended as asked, 1 when there is no host, it ended, refused or cut us off, 2 wrong use */
export async function traceCommand(argv: readonly string[], deps: TraceDeps): Promise<number> {
  const asked = readArguments(argv, deps.surroundings)
  if (!asked) {
    deps.err(`usage: ${TRACE_USAGE}`)
    return WRONG_USE
  }
  const file = asked.save === undefined ? undefined : await openFile(asked.save)
  if (file && !file.ok) {
    say(deps.err, 'trace.not-saved', { file: file.error.detail })
    return FAILED
  }
  const code = await follow(asked, file?.value, deps)
  file?.value.end()
  return code
}

async function follow(asked: Asked, file: WriteStream | undefined, deps: TraceDeps): Promise<number> {
  const { clock, err } = deps
  const seen = { lines: 0, text: textOf('nl'), end: undefined as Extract<TrafficPacket, { packet: 'cut' | 'refused' }> | undefined }
  const onLine = (line: HostLine): void => {
    if (!('packet' in line)) {
      seen.lines++
      file?.write(`${JSON.stringify(line)}\n`)
      return deps.out(deps.forPeople ? lineForPeople(line) : JSON.stringify(line))
    }
    if (line.packet === 'begin') seen.text = textOf(line.language)
    if (line.packet === 'cut' || line.packet === 'refused') seen.end = line
    tell(line, seen.text, err)
  }
  // What is saved unmasked the host records by itself.
  if (asked.save !== undefined && asked.identities === 'masked') await askRecordTaken({ data: asked.data, platform: deps.surroundings.platform }, 'traffic', clock)
  const connected = await askHost({
    data: asked.data,
    platform: deps.surroundings.platform,
    question: { ask: 'traffic', identities: asked.identities, ...(asked.devices.length > 0 ? { devices: [...asked.devices] } : {}) },
    onLine,
  })
  if (!connected.ok) {
    say(err, connected.error.code === 'LINK_DENIED' ? 'trace.denied' : 'trace.no-host', { folder: asked.data })
    return FAILED
  }
  let byPerson = false
  const end = (): void => {
    byPerson = true
    connected.value.close()
  }
  deps.onEnd(end)
  const timer = asked.seconds === undefined ? undefined : clock.after(asked.seconds * 1000, end)
  await connected.value.ended
  timer?.cancel()
  if (!byPerson && !seen.end) err(seen.text('trace.host-ended'))
  if (asked.save !== undefined) err(seen.text('trace.saved', { lines: seen.lines, file: asked.save }))
  return byPerson ? 0 : FAILED
}

function tell(packet: Exclude<HostLine, DeviceLine>, text: Text, err: Line): void {
  switch (packet.packet) {
    case 'begin':
      return err(text(packet.identities === 'masked' ? 'trace.begin-masked' : 'trace.begin-plain', { position: packet.position, devices: packet.devices.join(', ') }))
    case 'live':
      return err(text('trace.live'))
    case 'cut':
      return err(text('trace.cut', { lost: packet.lost }))
    case 'refused':
      return err(text('trace.refused', { cause: text(`error.${packet.code}`, { detail: packet.detail }) }))
    case 'status':
      return
  }
}

/** A file that is there already is somebody's evidence. @returns STORE_READONLY */
async function openFile(path: string): Promise<Result<WriteStream>> {
  const file = createWriteStream(path, { flags: 'wx', mode: OWNER_ONLY })
  try {
    await once(file, 'open')
    file.on('error', () => {})
    return ok(file)
  } catch (cause) {
    return fail(failure('STORE_READONLY', cause instanceof Error ? cause.message : path))
  }
}

function readArguments(argv: readonly string[], surroundings: Surroundings): Asked | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        device: { type: 'string', multiple: true },
        save: { type: 'string' },
        plain: { type: 'boolean' },
        seconds: { type: 'string' },
      },
    })
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds)
    if (seconds !== undefined && !(seconds > 0 && seconds <= SECONDS_MAX)) return undefined
    return {
      data: resolve(values.data ?? defaultData(surroundings)),
      devices: values.device ?? [],
      save: values.save,
      identities: values.plain ? 'plain' : 'masked',
      seconds,
    }
  } catch {
    return undefined
  }
}
