// The console's side of a serial adapter: the real transport, and what it told.
import assert from 'node:assert/strict'
import type { Failure } from '../../../../native/kit/errors.ts'
import type { SerialTransport } from '../../../../native/kit/transport.ts'
import { createSerialPort, type SerialPortOptions } from '../../../../native/transport/serial-port.ts'
import { adapterPath } from '../devices/adapter.ts'
import type { Stage } from '../stage.ts'
import { nowMs, pause } from '../time.ts'

/** The adapter of the scenes that need one. */
export const ADAPTER = 'A6008ISP'
const NODE_MS = 20_000

export interface OpenAdapter {
  readonly port: SerialTransport
  readonly losses: (Failure & { readonly atMs: number })[]
  readonly heard: () => number
}

export async function plugAdapter(stage: Stage, serial = ADAPTER): Promise<void> {
  await stage.hardware.do('adapter.plug', serial)
  stage.atEnd(() => stage.hardware.do('adapter.unplug', serial).catch(() => undefined))
}

export function portOf(stage: Stage, options: Partial<SerialPortOptions> = {}, serial = ADAPTER, owner = serial): OpenAdapter {
  const place = options.usb ? {} : { path: adapterPath(serial) }
  const port = createSerialPort({ ...place, baud: 9_600, ...options }, stage.console.shared(owner))
  const losses: (Failure & { atMs: number })[] = []
  let bytes = 0
  port.onLost((cause) => losses.push({ ...cause, atMs: nowMs() }))
  port.onData((data) => {
    bytes += data.length
  })
  stage.atEnd(() => port.close())
  return { port, losses, heard: () => bytes }
}

/** The node appears some tenths of a second after the cable. @returns when it was open */
export async function openSoon(port: SerialTransport): Promise<number> {
  const startMs = nowMs()
  for (;;) {
    const opened = await port.open()
    if (opened.ok) return nowMs()
    // Lost or silent: it was the node of the cable that had just been pulled.
    assert.ok(['LINK_MISSING', 'LINK_LOST', 'LINK_TIMEOUT'].includes(opened.error.code), opened.error.detail)
    assert.ok(nowMs() - startMs < NODE_MS, opened.error.detail)
    await pause(50)
  }
}

export async function plugAndOpen(stage: Stage, options: Partial<SerialPortOptions> = {}, serial = ADAPTER): Promise<OpenAdapter> {
  await plugAdapter(stage, serial)
  const open = portOf(stage, options, serial)
  await openSoon(open.port)
  return open
}
