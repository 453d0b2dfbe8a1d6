// What a pseudo-terminal cannot show: a library and a driver that misbehave. The library is played, the time too.
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../native/kit/errors.ts'
import type { ModemInputs, ModemOutputs } from '../../native/kit/transport.ts'
import { createSerialPort, type NativePort, type NativePortSettings } from '../../native/transport/serial-port.ts'
import { createPortClaims, type PortClaims } from '../../native/transport/port-claims.ts'
import { createManualClock } from '../support/manual-clock.ts'

type Done = (cause: Error | null) => void
const LINES: ModemInputs = { cts: true, dsr: false, dcd: true }

/** A library that does as told; each answer can be changed while it runs. */
class PlayedPort implements NativePort {
  isOpen = false
  closes = 0
  gets = 0
  flushes = 0
  readonly sets: unknown[] = []
  readonly written: Buffer[] = []
  onOpen: (done: Done) => void = (done) => { this.isOpen = true; done(null) }
  onClose: (done: Done) => void = (done) => { this.isOpen = false; done(null) }
  onSet: (done: Done) => void = (done) => done(null)
  onGet: (done: (cause: Error | null, lines?: ModemInputs) => void) => void = (done) => done(null, LINES)
  onWrite: (done: (cause: Error | null | undefined) => void) => void = (done) => done(null)
  readonly #listeners: Record<string, ((value: never) => void)[]> = {}

  open(done: Done): void { this.onOpen(done) }
  close(done: Done): void { this.closes++; this.onClose(done) }
  write(bytes: Buffer, done: (cause: Error | null | undefined) => void): boolean { this.written.push(bytes); this.onWrite(done); return true }
  set(lines: unknown, done: Done): void { this.sets.push(lines); this.onSet(done) }
  get(done: (cause: Error | null, lines?: ModemInputs) => void): void { this.gets++; this.onGet(done) }
  flush(done: Done): void { this.flushes++; done(null) }
  drain(done: Done): void { done(null) }
  on(event: string, listener: (value: never) => void): this { (this.#listeners[event] ??= []).push(listener); return this }
  tell(event: 'data' | 'close' | 'error', value?: unknown): void { for (const listener of this.#listeners[event] ?? []) listener(value as never) }
}

function bench(options: { readonly path?: string; readonly outputs?: ModemOutputs; readonly load?: () => Promise<never> } = {}) {
  const clock = createManualClock()
  const played = new PlayedPort()
  const settings: NativePortSettings[] = []
  let present = true
  const port = createSerialPort(
    { path: options.path ?? '/dev/ttyUSB0', baud: 38_400, ...(options.outputs && { outputs: options.outputs }) },
    {
      clock,
      load: options.load ?? (async () => (given) => { settings.push(given); return played }),
      exists: async () => present,
    },
  )
  const losses: Failure[] = []
  port.onLost((cause) => losses.push(cause))
  const open = async () => {
    const opening = port.open()
    await clock.advanceAsync(0)
    return opening
  }
  return { clock, played, port, losses, settings, open, unplugNode: () => { present = false } }
}

describe('opening', () => {
  test('8N1, locked, without flow control, and both lines raised explicitly', async () => {
    const { played, settings, open } = bench()
    expect((await open()).ok).toBe(true)
    expect(settings).toEqual([{ path: '/dev/ttyUSB0', baudRate: 38_400, dataBits: 8, stopBits: 1, parity: 'none', rtscts: false, lock: true, autoOpen: false }])
    expect(played.sets).toEqual([{ rts: true, dtr: true, brk: false, cts: false }])
  })

  test('each change of the lines names both', async () => {
    const { played, port, open } = bench()
    await open()
    expect((await port.setOutputs({ rts: true, dtr: false })).ok).toBe(true)
    expect(played.sets.at(-1)).toEqual({ rts: true, dtr: false, brk: false, cts: false })
    expect(await port.readInputs()).toEqual({ ok: true, value: LINES })
  })

  test.each([
    ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'LINK_MISSING', ''],
    ['Opening COM3: File not found', 'LINK_MISSING', ''],
    ['Error: Input/output error setting custom baud rate of 9600', 'LINK_MISSING', ': Error: Input/output error setting custom baud rate of 9600'],
    ['Error Resource temporarily unavailable Cannot lock port', 'LINK_BUSY', ''],
    ['Opening COM3: Access denied', 'LINK_BUSY', ''],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'LINK_DENIED', ''],
    ['Error: Inappropriate ioctl for device, cannot open /dev/null', 'LINK_UNSUPPORTED', ': Error: Inappropriate ioctl for device, cannot open /dev/null'],
    ['Error: something new', 'LINK_MISSING', ': Error: something new'],
  ])('"%s" is %s, with the path, and the words where they tell more', async (words, code, said) => {
    const { played, open } = bench()
    played.onOpen = (done) => done(new Error(words))
    expect(await open()).toEqual({ ok: false, error: { code, detail: `/dev/ttyUSB0${said}` } })
  })

  test('a library that does not load is LINK_UNSUPPORTED', async () => {
    const { open } = bench({ load: async () => { throw new Error('GLIBC_2.28 not found') } })
    expect(await open()).toEqual({ ok: false, error: { code: 'LINK_UNSUPPORTED', detail: 'serialport: GLIBC_2.28 not found' } })
  })

  test('a port that does not open in four seconds is LINK_TIMEOUT, and closed should it open later', async () => {
    const { clock, played, port } = bench()
    let openLate: Done = () => {}
    played.onOpen = (done) => { openLate = done }
    const opening = port.open()
    await clock.advanceAsync(4_000)
    expect(await opening).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    played.isOpen = true
    openLate(null)
    expect(played.closes).toBe(1)
  })

  // A TETRA radio with a USB connector is such a device; seen on the kernel's cdc_acm in test/hil.
  test('a CDC-ACM device that lets its lines not be set opens for whoever wants both raised, as the kernel raised them', async () => {
    const { played, port, open } = bench()
    played.onSet = (done) => done(new Error('Error: Operation not supported, cannot set'))
    expect((await open()).ok).toBe(true)
    expect(await port.setOutputs({ rts: false, dtr: false })).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })

  test.each([{ rts: false, dtr: false }, { rts: true, dtr: false }, { rts: false, dtr: true }])('such a device is closed at once when %o was wanted: what it would key stays keyed', async (outputs) => {
    const { played, open } = bench({ outputs })
    played.onSet = (done) => done(new Error('Error: Operation not supported, cannot set'))
    expect(await open()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect(played.isOpen).toBe(false)
  })

  test('a port whose lines cannot be set is closed again, a pseudo-terminal excepted', async () => {
    const broken = bench()
    broken.played.onSet = (done) => done(new Error('Error: Input/output error, cannot set'))
    expect(await broken.open()).toMatchObject({ ok: false, error: { code: 'LINK_LOST' } })
    expect(broken.played.closes).toBe(1)
    const pty = bench()
    pty.played.onSet = (done) => done(new Error('Error: Inappropriate ioctl for device, cannot set'))
    expect((await pty.open()).ok).toBe(true)
  })
})

describe('a pulled cable that the library does not report', () => {
  test('is seen by the modem lines within a second, told once, and the port is let go', async () => {
    const { clock, played, losses, open } = bench()
    await open()
    await clock.advanceAsync(5_000)
    expect(losses).toEqual([])
    played.onGet = (done) => done(new Error('Error: Input/output error, cannot get'))
    await clock.advanceAsync(1_000)
    expect(losses).toEqual([{ code: 'LINK_LOST', detail: '/dev/ttyUSB0: Error: Input/output error, cannot get' }])
    expect({ closes: played.closes, flushes: played.flushes, timers: clock.pending }).toEqual({ closes: 1, flushes: 1, timers: 0 })
    await clock.advanceAsync(10_000)
    expect(losses).toHaveLength(1)
  })

  test('is seen by the missing device node', async () => {
    const { clock, losses, open, unplugNode } = bench()
    await open()
    unplugNode()
    await clock.advanceAsync(1_000)
    expect(losses).toMatchObject([{ code: 'LINK_LOST', detail: '/dev/ttyUSB0: device node is gone' }])
  })

  test('a driver that never answers is asked once, and given up after two seconds', async () => {
    const { clock, played, losses, open } = bench()
    await open()
    played.onGet = () => {}
    await clock.advanceAsync(2_000)
    expect(losses).toEqual([])
    await clock.advanceAsync(1_500)
    expect(losses).toMatchObject([{ detail: '/dev/ttyUSB0: the driver does not answer' }])
    expect(played.gets).toBe(1)
  })

  test('several signs of one loss are one loss', async () => {
    const { clock, played, losses, port, open } = bench()
    await open()
    played.onWrite = (done) => {
      played.tell('close', Object.assign(new Error('bad file descriptor'), { disconnected: true }))
      done(new Error('EIO'))
      played.tell('error', new Error('EIO'))
    }
    expect(port.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'LINK_LOST' } })
    await clock.advanceAsync(1_000)
    expect(losses).toEqual([{ code: 'LINK_LOST', detail: '/dev/ttyUSB0: bad file descriptor' }])
  })
})

describe('writing', () => {
  test('a write error is a loss, and leaves no timer behind', async () => {
    const { clock, played, losses, port, open } = bench()
    await open()
    played.onWrite = (done) => done(new Error('EIO: i/o error, write'))
    port.write(Uint8Array.of(1))
    await clock.advanceAsync(0)
    expect(clock.pending).toBe(0)
    expect(losses).toEqual([{ code: 'LINK_LOST', detail: '/dev/ttyUSB0: EIO: i/o error, write' }])
  })

  test('a write that the system does not take for two seconds is a loss with LINK_TIMEOUT', async () => {
    const { clock, played, losses, port, open } = bench()
    await open()
    played.onWrite = () => {}
    port.write(Uint8Array.of(1))
    await clock.advanceAsync(1_999)
    expect(losses).toEqual([])
    await clock.advanceAsync(1)
    expect(losses).toEqual([{ code: 'LINK_TIMEOUT', detail: '/dev/ttyUSB0: takes no bytes' }])
  })

  test('a slow line that goes on taking bytes is not a stalled one', async () => {
    const { clock, played, losses, port, open } = bench()
    await open()
    played.onWrite = (done) => void clock.after(1_500, () => done(null))
    port.write(new Uint8Array(20_000))
    await clock.advanceAsync(60_000)
    expect(losses).toEqual([])
    expect(Buffer.concat(played.written)).toHaveLength(20_000)
  })

  test('nothing is given to a library whose port is closed: it would keep it for the next opening', async () => {
    const { played, losses, port, open } = bench()
    await open()
    played.isOpen = false
    expect(port.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'LINK_LOST' } })
    expect([played.written, losses.length]).toEqual([[], 1])
  })
})

describe('closing', () => {
  test('an opening right after a loss waits until the old handle is closed: the port would still be locked', async () => {
    const { clock, played, port, open } = bench()
    await open()
    const steps: string[] = []
    played.onClose = (done) => void clock.after(1_000, () => { steps.push('closed'); played.isOpen = false; done(null) })
    played.onOpen = (done) => { steps.push('opened'); played.isOpen = true; done(null) }
    let reopened: Promise<unknown> | undefined
    port.onLost(() => { reopened = port.open() })
    played.tell('error', new Error('EIO'))
    await clock.advanceAsync(2_000)
    expect(await reopened).toMatchObject({ ok: true })
    expect(steps).toEqual(['closed', 'opened'])
  })

  test('a close that hangs holds nobody up for more than two seconds', async () => {
    const { clock, played, port, open } = bench()
    await open()
    played.onClose = () => {}
    let closed = false
    void port.close().then(() => { closed = true })
    await clock.advanceAsync(1_999)
    expect(closed).toBe(false)
    await clock.advanceAsync(1)
    expect([closed, clock.pending]).toEqual([true, 0])
  })

  test('a port that still holds bytes after half a second is emptied first, for closing would wait for them', async () => {
    const { clock, played, port, open } = bench()
    await open()
    played.onWrite = () => {}
    port.write(Uint8Array.of(1))
    const closing = port.close()
    await clock.advanceAsync(600)
    await closing
    expect([played.flushes, played.closes]).toEqual([1, 1])
  })
})

describe('one owner a port', () => {
  const played = (owner: string, path: string, claims: PortClaims, realNode = async (_path: string): Promise<string> => '/dev/ttyUSB0') => {
    const port = new PlayedPort()
    const clock = createManualClock()
    let loads = 0
    return {
      port,
      clock,
      loads: () => loads,
      line: createSerialPort({ path, baud: 38_400 }, { clock, claims, owner, realNode, exists: async () => true, load: async () => () => { loads += 1; return port } }),
    }
  }

  test('two names of one node are one port: the second is told whose it is, until the first lets go', async () => {
    const claims = createPortClaims()
    const first = played('desk-radio', '/dev/serial/by-id/usb-radio', claims)
    const second = played('control-radio', '/dev/ttyUSB0', claims)
    expect((await first.line.open()).ok).toBe(true)
    expect(await second.line.open()).toEqual({ ok: false, error: { code: 'LINK_BUSY', detail: '/dev/ttyUSB0: taken by desk-radio' } })
    expect(second.loads()).toBe(0)
    await first.line.close()
    expect((await second.line.open()).ok).toBe(true)
    second.port.tell('close')
    await second.clock.advanceAsync(0)
    expect((await first.line.open()).ok).toBe(true)
  })

  test('a port that failed to open or to be set is free again', async () => {
    const claims = createPortClaims()
    const first = played('desk-radio', '/dev/ttyUSB0', claims)
    first.port.onOpen = (done) => done(new Error('Error: Permission denied, cannot open /dev/ttyUSB0'))
    await first.line.open()
    first.port.onOpen = (done) => { first.port.isOpen = true; done(null) }
    first.port.onSet = (done) => done(new Error('Error: Input/output error, cannot set'))
    await first.line.open()
    expect((await played('control-radio', '/dev/ttyUSB0', claims).line.open()).ok).toBe(true)
  })

  test('a port whose opening has not ended is not opened a second time: each attempt would take one more thread', async () => {
    const { port, clock, line, loads } = played('desk-radio', '/dev/ttyUSB0', createPortClaims())
    let answer: Done = () => {}
    port.onOpen = (done) => { answer = done }
    const first = line.open()
    await clock.advanceAsync(4_000)
    expect(await first).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    expect(await line.open()).toEqual({ ok: false, error: { code: 'LINK_TIMEOUT', detail: '/dev/ttyUSB0: does not open' } })
    expect(loads()).toBe(1)
    answer(new Error('Error: No such device'))
    port.onOpen = (done) => { port.isOpen = true; done(null) }
    expect((await line.open()).ok).toBe(true)
  })

  test('a port that another program holds is reported with its name, where the system tells it', async () => {
    const busy = new PlayedPort()
    busy.onOpen = (done) => done(new Error('Error Resource temporarily unavailable Cannot lock port'))
    const line = createSerialPort({ path: '/dev/ttyUSB0', baud: 38_400 }, { clock: createManualClock(), exists: async () => true, load: async () => () => busy, holder: async (node) => `minicom at ${node} (4711)` })
    expect(await line.open()).toEqual({ ok: false, error: { code: 'LINK_BUSY', detail: '/dev/ttyUSB0: held by minicom at /dev/ttyUSB0 (4711)' } })
  })
})

describe('a port named by what is plugged in', () => {
  const adapter = { bus: 'serial', vendorId: 0x0403, productId: 0x6001, usages: [], hasDescriptor: false } as const
  const two = [{ ...adapter, path: '/dev/ttyUSB0', topology: '1-1' }, { ...adapter, path: '/dev/ttyUSB1', topology: '1-2' }]
  const named = (topology: string | undefined, isStill = true) => {
    const port = new PlayedPort()
    const opened: string[] = []
    const usb = { vendorId: 0x0403, productId: 0x6001, ...(topology === undefined ? {} : { topology }) }
    const line = createSerialPort({ usb, baud: 38_400 }, {
      clock: createManualClock(),
      exists: async () => true,
      view: { look: async () => ({ ok: true, value: two }), isStill: async () => isStill },
      load: async () => (settings) => { opened.push(settings.path); return port },
    })
    return { line, opened, port }
  }

  test('is opened wherever its node is', async () => {
    const { line, opened } = named('1-2')
    expect((await line.open()).ok).toBe(true)
    expect({ opened, name: line.name }).toEqual({ opened: ['/dev/ttyUSB1'], name: 'serial://0403:6001/port 1-2' })
  })

  test('is not opened at all while two could be meant', async () => {
    const { line, opened } = named(undefined)
    expect(await line.open()).toEqual({ ok: false, error: { code: 'LINK_AMBIGUOUS', detail: 'serial://0403:6001: 2 equal devices: port 1-1 (/dev/ttyUSB0), port 1-2 (/dev/ttyUSB1)' } })
    expect(opened).toEqual([])
  })

  test('is closed again when its node went to another device meanwhile', async () => {
    const { line, port } = named('1-2', false)
    expect(await line.open()).toEqual({ ok: false, error: { code: 'LINK_MISSING', detail: '/dev/ttyUSB1: another device has come there' } })
    expect({ isOpen: port.isOpen, closes: port.closes }).toEqual({ isOpen: false, closes: 1 })
  })
})
