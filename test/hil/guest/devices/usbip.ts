// A USB device that is a program: the kernel's virtual host controller speaks usbip to it over a pair of sockets.
// Source: Documentation/usb/usbip_protocol.rst of Linux.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'

/** One transfer the host asks for. */
export interface Transfer {
  readonly id: number
  readonly endpoint: number
  readonly direction: 'in' | 'out'
  /** Of a control transfer. */
  readonly setup: Uint8Array
  /** What the host sends, or how much it would take. */
  readonly data: Uint8Array
  readonly wantedBytes: number
}

export interface UsbipHandlers {
  /** Answered by `finish`, now or when there is something to say. */
  onTransfer(transfer: Transfer): void
  /** The host has given this one up; it is answered already. */
  onCancelled(id: number): void
}

export interface UsbipDevice {
  /** @param result  bytes for the host, a count of bytes taken, or `stall`: not known here */
  finish(transfer: Transfer, result: Uint8Array | number | 'stall'): void
  unplug(): void
}

const CONTROLLER = '/sys/devices/platform/vhci_hcd.0'
const FREE = 4 // VDEV_ST_NULL
const FULL_SPEED = 2
const DEVICE_ID = 0x10002
const HEADER_BYTES = 48
const SUBMIT = 1
const UNLINK = 2
const SUBMITTED = 3
const UNLINKED = 4
const STALL = -32 // EPIPE
const CANCELLED = -104 // ECONNRESET

/** Plugs a full-speed device into a free port. */
export async function plugUsbip(handlers: UsbipHandlers): Promise<UsbipDevice> {
  const port = freePort()
  // A child's fourth stream is one end of a pair of sockets: the shell hands that end to the kernel and leaves.
  const shell = spawn('sh', ['-c', `echo ${port} 3 ${DEVICE_ID} ${FULL_SPEED} >${CONTROLLER}/attach`], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
  const line = shell.stdio[3] as Duplex
  line.on('error', () => undefined) // pulled
  let rest = Buffer.alloc(0)
  line.on('data', (bytes: Buffer) => {
    rest = take(Buffer.concat([rest, bytes]), line, handlers)
  })
  await ended(shell)
  return {
    finish({ id }, result) {
      const data = result instanceof Uint8Array ? result : new Uint8Array()
      const bytes = typeof result === 'number' ? result : data.length
      line.write(Buffer.concat([header(SUBMITTED, id, result === 'stall' ? STALL : 0, bytes), data]))
    },
    unplug() {
      writeFileSync(`${CONTROLLER}/detach`, String(port))
      line.destroy()
    },
  }
}

function freePort(): number {
  const rows = readFileSync(`${CONTROLLER}/status`, 'utf8').split('\n').map((row) => row.trim().split(/\s+/))
  const free = rows.find(([hub, , state]) => hub === 'hs' && Number(state) === FREE)
  if (free?.[1] === undefined) throw new Error('the virtual controller has no free port')
  return Number(free[1])
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`attach: ${code}`)))))
}

/** Handles the requests that are complete. @returns the bytes of the one that is not */
function take(bytes: Buffer, line: Duplex, handlers: UsbipHandlers): Buffer<ArrayBuffer> {
  let at = 0
  while (bytes.length - at >= HEADER_BYTES) {
    const request = bytes.subarray(at, at + HEADER_BYTES)
    const id = request.readUInt32BE(4)
    const isIn = request.readUInt32BE(12) === 1
    if (request.readUInt32BE(0) === UNLINK) {
      handlers.onCancelled(request.readUInt32BE(20))
      line.write(header(UNLINKED, id, CANCELLED, 0))
      at += HEADER_BYTES
      continue
    }
    const wantedBytes = request.readUInt32BE(24)
    const end = at + HEADER_BYTES + (isIn ? 0 : wantedBytes)
    if (request.readUInt32BE(0) !== SUBMIT || bytes.length < end) break
    const data = Uint8Array.from(bytes.subarray(at + HEADER_BYTES, end))
    handlers.onTransfer({ id, endpoint: request.readUInt32BE(16), direction: isIn ? 'in' : 'out', setup: Uint8Array.from(request.subarray(40, 48)), data, wantedBytes })
    at = end
  }
  return Buffer.from(bytes.subarray(at))
}

function header(command: number, id: number, status: number, bytes: number): Buffer {
  const made = Buffer.alloc(HEADER_BYTES)
  made.writeUInt32BE(command, 0)
  made.writeUInt32BE(id, 4)
  made.writeInt32BE(status, 20)
  made.writeUInt32BE(bytes, 24)
  return made
}
