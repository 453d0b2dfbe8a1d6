// From "the pedal at port 1-1.4" to an opened device: look, choose, claim, open, and where a person numbered the panels, ask.
import { access, constants } from 'node:fs/promises'
import { candidatesFor, chooseDevice, deviceName, sightingName, type DeviceSighting, type WantedDevice } from '../kit/device-identity.ts'
import type { Clock } from '../kit/clock.ts'
import { failure, type ErrorCode, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { bounded, causeText } from './bounded.ts'
import type { ReadDescriptor } from './device-scan/descriptor.ts'
import { unseen, type DeviceView } from './device-scan/view.ts'
import type { OpenTurns } from './open-turns.ts'
import type { PortClaims } from './port-claims.ts'

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
  open(path: string): Promise<NativeHid>
}

export interface HidWanted extends Omit<WantedDevice, 'bus'> {
  /** How a device is asked for the number a person gave it, and the byte of its answer that holds it. */
  readonly unitQuestion?: { readonly ask: Uint8Array; readonly byte: number }
}

export interface HidOpenParts {
  readonly clock: Clock
  readonly load: () => Promise<NativeHidLibrary>
  readonly view: DeviceView
  readonly turns: OpenTurns
  readonly claims: PortClaims
  /** What people call this device, for whoever finds it taken. */
  readonly owner: string
  /** Why a listed path cannot be opened: `EACCES`, `ENOENT`, or `''`. */
  readonly probe: (path: string) => Promise<string>
  readonly readDescriptor: ReadDescriptor
}

export interface OpenedHid {
  readonly device: NativeHid
  /** Which of the devices that were seen it is. */
  readonly sighting: DeviceSighting
  /** Closes it and gives the port back; never rejects. */
  readonly release: () => Promise<void>
}

const CLOSE_MS = 1_000
/** An X-keys panel answers within 10 ms. */
const UNIT_MS = 300

/** @returns LINK_MISSING, LINK_AMBIGUOUS, LINK_BUSY, LINK_DENIED, LINK_TIMEOUT, LINK_UNSUPPORTED; bounded but for node-hid's open itself */
export async function openHid(given: HidWanted, parts: HidOpenParts): Promise<Result<OpenedHid>> {
  const wanted: WantedDevice = { ...given, bus: 'hid' }
  const seen = await parts.view.look()
  if (!seen.ok) return seen
  if (given.unitId !== undefined && given.unitQuestion) return openUnit(wanted, given.unitQuestion, seen.value, parts)
  const chosen = chooseDevice(wanted, seen.value)
  return chosen.ok ? openSeen(chosen.value, parts) : fail(unseen(chosen.error, parts.view))
}

async function openSeen(sighting: DeviceSighting, parts: HidOpenParts): Promise<Result<OpenedHid>> {
  const opened = await openPath(sighting, parts)
  if (!opened.ok || (await parts.view.isStill(sighting))) return opened
  await opened.value.release()
  return fail(failure('LINK_MISSING', `${sighting.path}: another device has come there`))
}

async function openPath(sighting: DeviceSighting, parts: HidOpenParts): Promise<Result<OpenedHid>> {
  const { path } = sighting
  const opened = await parts.turns.run(path, async (): Promise<Result<OpenedHid>> => {
    const claimed = parts.claims.claim(path, parts.owner)
    if (!claimed.ok) return claimed
    try {
      const library = await parts.load()
      return ok(openedHid(await library.open(path), { sighting, giveBack: claimed.value, clock: parts.clock }))
    } catch (cause) {
      claimed.value()
      return fail(await openFailure(path, cause, parts.probe))
    }
  })
  return opened.ok ? opened.value : opened
}

const openedHid = (device: NativeHid, { sighting, giveBack, clock }: { readonly sighting: DeviceSighting; readonly giveBack: () => void; readonly clock: Clock }): OpenedHid => ({
  device,
  sighting,
  release: async () => {
    // A second close rejects, and so does one after the read thread has failed: free either way.
    await bounded(clock, CLOSE_MS, device.close().catch(() => undefined))
    giveBack()
  },
})

/** Opens each that could be meant and asks its number; the right one stays open. */
async function openUnit(wanted: WantedDevice, question: NonNullable<HidWanted['unitQuestion']>, sightings: readonly DeviceSighting[], parts: HidOpenParts): Promise<Result<OpenedHid>> {
  const { unitId, ...unnumbered } = wanted
  const others: DeviceSighting[] = []
  let trouble: Failure | undefined
  for (const sighting of candidatesFor(unnumbered, sightings)) {
    const opened = await openSeen(sighting, parts)
    if (!opened.ok) {
      trouble = opened.error
      continue
    }
    const told = await askUnit(opened.value.device, question, parts.clock)
    if (told === unitId) return opened
    await opened.value.release()
    others.push({ ...sighting, ...(told === undefined ? {} : { unitId: told }) })
  }
  const seen = others.length > 0 ? `: seen instead at ${others.map(sightingName).join(', ')}` : ''
  return fail(others.length === 0 && trouble ? trouble : unseen(failure('LINK_MISSING', `${deviceName(wanted)}${seen}`), parts.view))
}

async function askUnit(device: NativeHid, { ask, byte }: NonNullable<HidWanted['unitQuestion']>, clock: Clock): Promise<number | undefined> {
  const answer = new Promise<number | undefined>((resolve) => {
    device.on('error', () => resolve(undefined))
    device.on('data', (report) => resolve(report[byte]))
  })
  void device.write(Buffer.from(ask)).catch(() => undefined)
  const answered = await bounded(clock, UNIT_MS, answer)
  return answered.done ? answered.value : undefined
}

/** node-hid loads its native part at the first opening, so that a missing system library shows there. */
const LIBRARY_TROUBLE = /cannot open shared object|no native build/i

/** hidapi says little more than "could not open": the file system knows whether it was for want of a right. */
async function openFailure(path: string, cause: unknown, probe: (path: string) => Promise<string>): Promise<Failure> {
  const text = causeText(cause)
  const isLibrary = LIBRARY_TROUBLE.test(text) || (cause instanceof Error && 'code' in cause && /^ERR_(DLOPEN|MODULE)/.test(String(cause.code)))
  if (isLibrary) return failure('LINK_UNSUPPORTED', `node-hid: ${text}. Needs the packages libusb-1.0-0 and libudev1`)
  const why = path.startsWith('/') ? await probe(path) : ''
  const code: ErrorCode = why === 'EACCES' || why === 'EPERM' || /permission denied|access (is )?denied/i.test(text)
    ? 'LINK_DENIED'
    : why === 'ENOENT' || /no such (file|device)/i.test(text) ? 'LINK_MISSING' : 'LINK_BUSY'
  return failure(code, `${path}: ${text}`)
}

export const probeNode = (path: string): Promise<string> =>
  access(path, constants.R_OK | constants.W_OK).then(
    () => '',
    (cause: unknown) => (cause instanceof Error && 'code' in cause ? String(cause.code) : ''),
  )
