// A HID device through node-hid's HIDAsync. Never the synchronous API: one wedged device would freeze the host.
// Source: reference/hid-consoles.md section 3.
import { access, constants } from 'node:fs/promises'
import type { Clock } from '../kit/clock.ts'
import { failure, type ErrorCode, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { bounded, causeText } from './bounded.ts'
import { chooseHid, hidName, type HidEntry, type HidWanted } from './hid-choice.ts'
import { loadNodeHid } from './hid-library.ts'
import { createListeners } from './listeners.ts'

/** The part of node-hid's `HIDAsync` that is used. */
export interface NativeHid {
  write(report: Buffer): Promise<number>
  sendFeatureReport(report: Buffer): Promise<number>
  getFeatureReport(reportId: number, length: number): Promise<Buffer>
  close(): Promise<void>
  on(event: 'data', listener: (report: Buffer) => void): unknown
  on(event: 'error', listener: (cause: unknown) => void): unknown
}

export interface NativeHidLibrary {
  list(vendorId: number, productId: number): Promise<readonly HidEntry[]>
  open(path: string): Promise<NativeHid>
}

export interface HidDeviceDeps {
  readonly clock: Clock
  readonly load?: () => Promise<NativeHidLibrary>
  /** Why a listed path cannot be opened: `EACCES`, `ENOENT`, or `''`. */
  readonly probe?: (path: string) => Promise<string>
}

/** For listing and opening together: both wait for one lock of the process, which one wedged device can hold. */
const OPEN_MS = 3_000
const WRITE_MS = 1_500 // hidapi itself gives up after 1 s
const CLOSE_MS = 1_000

interface Session {
  ended: boolean
  device: NativeHid | undefined
}

/**
 * One HID device, found by vendor and product.
 *
 * @remarks `open` fails with LINK_MISSING, LINK_AMBIGUOUS, LINK_DENIED, LINK_BUSY, LINK_TIMEOUT, or LINK_UNSUPPORTED
 *   when node-hid does not load (`detail` names the packages to install). Other programs see the same reports.
 */
export function createHidDevice(wanted: HidWanted, deps: HidDeviceDeps): HidTransport {
  const { clock } = deps
  const name = hidName(wanted)
  const reports = createListeners<Uint8Array>()
  const lost = createListeners<Failure>()
  let session: Session | undefined
  let releasing: Promise<void> = Promise.resolve()

  const release = async (device: NativeHid): Promise<void> => {
    // A second close rejects, and so does one after the read thread has failed: free either way.
    await bounded(clock, CLOSE_MS, device.close().catch(() => undefined))
  }
  const lose = (mine: Session, cause: Failure): void => {
    if (mine.ended || !mine.device) return
    mine.ended = true
    session = undefined
    releasing = release(mine.device)
    lost.emit(cause)
  }
  const adopt = (mine: Session, device: NativeHid): void => {
    mine.device = device
    // Before `data`: reading starts with that listener, and an error without a listener ends the process.
    device.on('error', (cause) => lose(mine, failure('LINK_LOST', `${name}: ${causeText(cause)}`)))
    device.on('data', (report) => {
      if (!mine.ended) reports.emit(new Uint8Array(report))
    })
  }
  const start = async (mine: Session): Promise<Result<void>> => {
    await releasing
    let late = false
    const opened = await bounded(clock, OPEN_MS, openDevice(wanted, deps).then((result) => {
      if (late && result.ok) void release(result.value)
      return result
    }))
    late = !opened.done
    const result = opened.done ? opened.value : fail(failure('LINK_TIMEOUT', `${name}: does not open`))
    if (result.ok && !mine.ended) {
      adopt(mine, result.value)
      return ok()
    }
    if (session === mine) session = undefined
    mine.ended = true
    if (!result.ok) return result
    await release(result.value)
    return fail(failure('LINK_CLOSED', name))
  }
  let opening: Promise<Result<void>> | undefined
  const ask = async <T>(act: (device: NativeHid) => Promise<T>): Promise<Result<T>> => {
    const device = session?.device
    if (!device) return fail(failure('LINK_CLOSED', name))
    const answer = act(device).then((value) => ok(value), (cause: unknown) => fail(failure('DEVICE_DENIED', `${name}: ${causeText(cause)}`)))
    const answered = await bounded(clock, WRITE_MS, answer)
    return answered.done ? answered.value : fail(failure('LINK_TIMEOUT', `${name}: takes no report`))
  }

  return {
    name,
    async open() {
      if (session) return fail(failure('LINK_BUSY', `${name}: already open here`))
      const mine: Session = { ended: false, device: undefined }
      session = mine
      const before = opening
      opening = before ? before.then(() => start(mine)) : start(mine)
      return opening
    },
    write: (report) => ask(async (device) => void (await device.write(Buffer.from(report)))),
    sendFeature: (report) => ask(async (device) => void (await device.sendFeatureReport(Buffer.from(report)))),
    getFeature: (reportId, length) => ask(async (device) => new Uint8Array(await device.getFeatureReport(reportId, length))),
    async close() {
      const mine = session
      session = undefined
      if (mine) mine.ended = true
      if (mine?.device) releasing = release(mine.device)
      else await opening
      await releasing
    },
    onReport: reports.add,
    onLost: lost.add,
  }
}

async function openDevice(wanted: HidWanted, deps: HidDeviceDeps): Promise<Result<NativeHid>> {
  let library: NativeHidLibrary
  let entries: readonly HidEntry[]
  try {
    library = await (deps.load ?? loadNodeHid)()
    // The native part loads at the first call, so a missing system library shows here.
    entries = await library.list(wanted.vendorId, wanted.productId)
  } catch (cause) {
    return fail(failure('LINK_UNSUPPORTED', `node-hid: ${causeText(cause)}. Needs the packages libusb-1.0-0 and libudev1`))
  }
  const chosen = chooseHid(wanted, entries)
  if (!chosen.ok) return chosen
  try {
    return ok(await library.open(chosen.value))
  } catch (cause) {
    return fail(await openFailure(chosen.value, causeText(cause), deps))
  }
}

/** hidapi says little more than "could not open": the file system knows whether it was for want of a right. */
async function openFailure(path: string, text: string, deps: HidDeviceDeps): Promise<Failure> {
  const why = path.startsWith('/') ? await (deps.probe ?? probeNode)(path) : ''
  const detail = `${path}: ${text}`
  const code: ErrorCode = why === 'EACCES' || why === 'EPERM' || /permission denied|access (is )?denied/i.test(text)
    ? 'LINK_DENIED'
    : why === 'ENOENT' || /no such (file|device)/i.test(text) ? 'LINK_MISSING' : 'LINK_BUSY'
  return failure(code, detail)
}

async function probeNode(path: string): Promise<string> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => '',
    (cause: unknown) => (cause instanceof Error && 'code' in cause ? String(cause.code) : ''),
  )
}
