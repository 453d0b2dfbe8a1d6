// A HID device that is a program: the kernel's uhid gives it the same hidraw node as a real one.
// Source: include/uapi/linux/uhid.h and Documentation/hid/uhid.rst of Linux.
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { tryRead } from '../channel.ts'

const DESTROY = 1
const OUTPUT = 6
const GET_REPORT = 9
const GET_REPORT_REPLY = 10
const CREATE2 = 11
const INPUT2 = 12
const SET_REPORT = 13
const SET_REPORT_REPLY = 14

const BUS_USB = 3
const EVENT_BYTES = 4380 // type and the largest of its unions
const CREATE_BYTES = 280 // type and the fields before the descriptor
const DATA_MAX = 4096
const EIO = 5
/** No signal tells that an event is there, and a blocking read would hold a thread for ever. */
const POLL_MS = 2

export interface UhidOptions {
  readonly name: string
  readonly vendorId: number
  readonly productId: number
  readonly descriptor: Uint8Array
  /** Serial number; most pedals have none. */
  readonly serial?: string
  /** An output report, its id first (00 without ids). */
  readonly onOutput?: (report: Uint8Array) => void
}

export interface UhidDevice {
  send(report: Uint8Array): void
  unplug(): void
}

/** Plugs the device in. Its node appears a few milliseconds later. */
export function plugUhid(options: UhidOptions): UhidDevice {
  const handle = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK)
  const event = Buffer.alloc(EVENT_BYTES)
  writeSync(handle, createEvent(options))
  const poll = setInterval(() => {
    while (tryRead(handle, event) > 0) answer(handle, event, options)
  }, POLL_MS)
  return {
    send(report) {
      const bytes = Buffer.alloc(6 + report.length)
      bytes.writeUInt32LE(INPUT2, 0)
      bytes.writeUInt16LE(report.length, 4)
      bytes.set(report, 6)
      writeSync(handle, bytes)
    },
    unplug() {
      clearInterval(poll)
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(DESTROY, 0)
      writeSync(handle, bytes)
      closeSync(handle)
    },
  }
}

function createEvent({ name, vendorId, productId, descriptor, serial = '' }: UhidOptions): Uint8Array {
  const bytes = Buffer.alloc(CREATE_BYTES + descriptor.length)
  bytes.writeUInt32LE(CREATE2, 0)
  bytes.write(name, 4, 127)
  bytes.write(serial, 196, 63)
  bytes.writeUInt16LE(descriptor.length, 260)
  bytes.writeUInt16LE(BUS_USB, 262)
  bytes.writeUInt32LE(vendorId, 264)
  bytes.writeUInt32LE(productId, 268)
  bytes.set(descriptor, CREATE_BYTES)
  return bytes
}

function answer(handle: number, event: Buffer, options: UhidOptions): void {
  switch (event.readUInt32LE(0)) {
    case OUTPUT:
      options.onOutput?.(Uint8Array.from(event.subarray(4, 4 + event.readUInt16LE(4 + DATA_MAX))))
      return
    // None of our devices has feature reports; without an answer the asker would wait 5 s.
    case GET_REPORT:
      return refuse(handle, GET_REPORT_REPLY, event.readUInt32LE(4))
    case SET_REPORT:
      return refuse(handle, SET_REPORT_REPLY, event.readUInt32LE(4))
  }
}

function refuse(handle: number, type: number, id: number): void {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(type, 0)
  bytes.writeUInt32LE(id, 4)
  bytes.writeUInt16LE(EIO, 8)
  writeSync(handle, bytes)
}
