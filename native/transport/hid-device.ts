// A HID device through node-hid's HIDAsync. Never the synchronous API: one wedged device would freeze the host.
// Source: reference/hid-consoles.md section 3.
import { deviceName, type DeviceSighting } from '../kit/device-identity.ts'
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { bounded, causeText } from './bounded.ts'
import { createDescriptorReader } from './device-scan/descriptor.ts'
import { viewOnce } from './device-scan/view.ts'
import { loadNodeHid } from './hid-library.ts'
import { openHid, probeNode, type HidOpenParts, type HidWanted, type NativeHid, type OpenedHid } from './hid-open.ts'
import { createListeners } from './listeners.ts'
import { createOpenTurns } from './open-turns.ts'
import { createPortClaims } from './port-claims.ts'

export type { HidWanted, NativeHid, NativeHidLibrary } from './hid-open.ts'

/** What the devices of one console share; each left out is this device's own. */
export type HidDeviceDeps = { readonly clock: Clock } & Partial<Omit<HidOpenParts, 'clock'>>

/** A HID device of this machine. */
export interface HidDevice extends HidTransport {
  /** Which one was opened and is held; undefined while none is. */
  readonly sighting: DeviceSighting | undefined
}

/** For looking, trying, waiting for its turn and opening together: whoever closes meanwhile waits for it. */
const OPEN_MS = 5_000
const WRITE_MS = 1_500 // hidapi itself gives up after 1 s

interface Session {
  ended: boolean
  opened: OpenedHid | undefined
}

/**
 * One HID device, found by what it is and where it is plugged in.
 *
 * @remarks `open` fails with LINK_MISSING, LINK_AMBIGUOUS, LINK_DENIED, LINK_BUSY, LINK_TIMEOUT, or LINK_UNSUPPORTED
 *   when node-hid does not load (`detail` names the packages to install). Other programs see the same reports.
 */
export function createHidDevice(wanted: HidWanted, deps: HidDeviceDeps): HidDevice {
  const { clock } = deps
  const name = deviceName({ ...wanted, bus: 'hid' })
  const parts: HidOpenParts = { ...ownParts(name, clock), ...deps }
  const reports = createListeners<Uint8Array>()
  const lost = createListeners<Failure>()
  let session: Session | undefined
  let releasing: Promise<void> = Promise.resolve()

  const lose = (mine: Session, cause: Failure): void => {
    if (mine.ended || !mine.opened) return
    mine.ended = true
    session = undefined
    releasing = mine.opened.release()
    lost.emit(cause)
  }
  const adopt = (mine: Session, opened: OpenedHid): void => {
    mine.opened = opened
    // Before `data`: reading starts with that listener, and an error without a listener ends the process.
    opened.device.on('error', (cause) => lose(mine, failure('LINK_LOST', `${name}: ${causeText(cause)}`)))
    opened.device.on('data', (report) => {
      if (!mine.ended) reports.emit(new Uint8Array(report))
    })
  }
  const start = async (mine: Session): Promise<Result<void>> => {
    await releasing
    let late = false
    const opened = await bounded(clock, OPEN_MS, openHid(wanted, parts).then((result) => {
      if (late && result.ok) void result.value.release()
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
    await result.value.release()
    return fail(failure('LINK_CLOSED', name))
  }
  let opening: Promise<Result<void>> | undefined
  const ask = async <T>(act: (device: NativeHid) => Promise<T>): Promise<Result<T>> => {
    const device = session?.opened?.device
    if (!device) return fail(failure('LINK_CLOSED', name))
    const answer = act(device).then((value) => ok(value), (cause: unknown) => fail(failure('DEVICE_DENIED', `${name}: ${causeText(cause)}`)))
    const answered = await bounded(clock, WRITE_MS, answer)
    return answered.done ? answered.value : fail(failure('LINK_TIMEOUT', `${name}: takes no report`))
  }

  return {
    name,
    get sighting() {
      return session?.opened?.sighting
    },
    async open() {
      if (session) return fail(failure('LINK_BUSY', `${name}: already open here`))
      const mine: Session = { ended: false, opened: undefined }
      session = mine
      const before = opening
      opening = before ? before.then(() => start(mine)) : start(mine)
      return opening
    },
    write: (report) => ask(async (device) => void (await device.write(Buffer.from(report)))),
    sendFeature: (report) => ask(async (device) => void (await device.sendFeatureReport(Buffer.from(report)))),
    getFeature: (reportId, length) => ask(async (device) => new Uint8Array(await device.getFeatureReport(reportId, length))),
    async readDescriptor() {
      const path = session?.opened?.sighting.path
      return path === undefined ? fail(failure('LINK_CLOSED', name)) : parts.readDescriptor(path)
    },
    async close() {
      const mine = session
      session = undefined
      if (mine) mine.ended = true
      if (mine?.opened) releasing = mine.opened.release()
      else await opening
      await releasing
    },
    onReport: reports.add,
    onLost: lost.add,
  }
}

const ownParts = (owner: string, clock: Clock): HidOpenParts => ({
  clock,
  load: loadNodeHid,
  view: viewOnce(clock),
  turns: createOpenTurns({ clock, tryOpen: async () => true }),
  claims: createPortClaims(),
  owner,
  probe: probeNode,
  readDescriptor: createDescriptorReader(clock),
})
