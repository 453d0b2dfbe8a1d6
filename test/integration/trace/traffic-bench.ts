// A traffic server on a real socket in a folder of its own, and readers of it.
import { connect, type Socket } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createMask, createWireLog, type WireLog } from '../../../electron/host/log/wire-log.ts'
import { socketPlace } from '../../../electron/host/traffic/place.ts'
import { serveTraffic, type TrafficServer } from '../../../electron/host/traffic/server.ts'
import { systemClock } from '../../../native/transport/clock.ts'

export interface TrafficBench {
  readonly data: string
  readonly wireLog: WireLog
  readonly server: TrafficServer
  readonly exports: (readonly string[])[]
  /** A connection that has asked nothing yet. */
  connect(): Promise<Socket>
}

export async function folderFor(name = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-traffic-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, name)
}

export async function serve(data: string, record: 'works' | 'fails' = 'works'): Promise<TrafficBench> {
  const wireLog = createWireLog({ clock: systemClock })
  const exports: (readonly string[])[] = []
  const served = await serveTraffic({
    data,
    platform: process.platform,
    clock: systemClock,
    wireLog,
    createMask,
    devices: ['desk-radio', 'pedal'],
    status: () => ({ packet: 'status', pid: process.pid, bootId: 'b', position: 'BRW-02', language: 'nl', devices: [] }),
    recordTaken: async () => (record === 'works' ? ok({ seq: 8 }) : fail(failure('STORE_FULL', 'x'))),
    recordCopy: async () => (record === 'works' ? ok({ seq: 7, folder: join(data, 'ledger') }) : fail(failure('STORE_FULL', 'x'))),
    rotateKey: async () => fail(failure('STORE_UNREADABLE', 'test')),
    recordExport: async (devices) => {
      exports.push(devices)
      return record === 'works' ? ok() : fail(failure('STORE_FULL', 'x'))
    },
  })
  if (!served.ok) throw new Error(`${served.error.code} ${served.error.detail}`)
  onTestFinished(() => served.value.close())
  return { data, wireLog, server: served.value, exports, connect: () => connectTo(data) }
}

export async function connectTo(data: string): Promise<Socket> {
  const { path, release } = await socketPlace(data, process.platform)
  const socket = connect({ path })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.on('close', () => void release()).on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

/** Everything a socket says, line by line. */
export function listen(socket: Socket): { readonly lines: readonly Record<string, unknown>[]; readonly ended: boolean } {
  const heard = { text: '', ended: false }
  socket.setEncoding('utf8').on('data', (text: string) => void (heard.text += text)).on('close', () => void (heard.ended = true))
  return {
    get lines() {
      return heard.text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>)
    },
    get ended() {
      return heard.ended
    },
  }
}
