// User data of short data, and location reports by themselves. A case begins with a byte that chooses the AI service.
import { BitWriter } from '../../../../native/kit/bytes.ts'
import { SDS_SERVICES } from '../../../../native/tetra-pei/constants.ts'
import { decodeLip, encodeLip, LIP_PROTOCOL } from '../../../../native/tetra-pei/lip.ts'
import { decodeSds, encodeSds, type SdsDraft, type SdsPdu } from '../../../../native/tetra-pei/sds.ts'
import { recordedUserData } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, same, type FuzzTarget } from '../target.ts'

/** Longest user data: 2047 bits, and room for a lie. */
const SDS_MAX_BYTES = 600
const SERVICES = SDS_SERVICES.last - SDS_SERVICES.first + 1
const PROTOCOLS = [0x02, 0x09, 0x0a, 0x0c, 0x80, 0x82, 0x82, 0x83, 0x89, 0x8a, 0x8a, 0x8c, 0xc0, 0xc3, 0xff] as const
const TL = SDS_SERVICES.tl - SDS_SERVICES.first

export const sds: FuzzTarget = {
  name: 'sds',
  reads: 'user data of short data: status, texts, reports',
  corpus: () => recordedUserData().flatMap((data) => [TL, SDS_SERVICES.status - SDS_SERVICES.first].map((service) => Uint8Array.from([service, ...data]))),
  make: (random) => Uint8Array.from([random.oneIn(4) ? random.below(SERVICES) : TL, ...pdu(random)]),
  maxBytes: SDS_MAX_BYTES,
  run: (bytes) => readSds(SDS_SERVICES.first + ((bytes[0] ?? 0) % SERVICES), bytes.subarray(1)),
}

/** An SDS-TL PDU with its lengths and flags at their edges. */
function pdu(random: FuzzRandom): number[] {
  const protocol = random.pick(PROTOCOLS)
  if (protocol === LIP_PROTOCOL) return [...location(random)]
  const control = (random.below(4) << 4) | random.below(16)
  const storage = (control & 1) === 1 ? [random.below(256), ...noise(random, random.below(8))] : []
  const stamp = random.oneIn(3) ? noise(random, 3) : []
  const coding = random.pick([0, 1, 26, random.below(128)]) | (stamp.length > 0 ? 0x80 : 0)
  const udh = protocol === 0x8a ? random.pick([[5, 0, 3], [6, 8, 4], [random.below(256), random.below(10), random.below(8)]]) : []
  return [protocol, control, random.below(256), ...storage, coding, ...stamp, ...udh, ...noise(random, random.below(30))]
}

function noise(random: FuzzRandom, length: number): number[] {
  return Array.from({ length }, () => (random.oneIn(4) ? random.pick([0, 0x1b, 0x80, 0xff, 0xd8, 0xdc]) : random.below(256)))
}

function readSds(aiService: number, bytes: Uint8Array): string {
  const read = decodeSds(aiService, bytes)
  if (!read) return 'too short'
  obeySize(read, bytes.length)
  const draft = draftOf(read)
  if (draft) {
    // A character the coding lacks becomes `?`, so what was read is settled only after it was written once.
    const settled = decodeSds(aiService, encodeSds(draft))
    const again = settled && draftOf(settled)
    obey(again !== undefined, `a PDU that was read can be written and read (${read.pdu})`)
    if (again) obey(same(decodeSds(aiService, encodeSds(again)), settled), `a PDU written out and read again says the same (${read.pdu})`)
    if (!('text' in read)) obey(same(settled, read), `a PDU without text is written as it was read (${read.pdu})`)
  }
  return `${read.pdu} ${read.kind.replace(/\d+\/\d+/, '')} ${'encoding' in read ? read.encoding : ''}`
}

function draftOf(read: SdsPdu): SdsDraft | undefined {
  switch (read.pdu) {
    case 'data':
    case 'opaque':
    case 'lip-long':
      return undefined
    case 'text':
      // Without a part there is no user data header to write.
      return read.kind === 'SDS-TRANSFER UDH' ? undefined : read
    default:
      return read
  }
}

export const lip: FuzzTarget = {
  name: 'lip',
  reads: 'location reports',
  corpus: () => recordedUserData().filter((data) => data[0] === LIP_PROTOCOL),
  make: location,
  maxBytes: 64,
  run: readLip,
}

/** A short report with every field at its edge, or anything. */
function location(random: FuzzRandom): Uint8Array {
  const bits = new BitWriter().write(LIP_PROTOCOL, 8).write(random.oneIn(10) ? 1 : 0, 2)
  for (const width of [2, 25, 24, 3, 7, 4, 1, 8]) bits.write(edge(random, width), width)
  const bytes = bits.bytes()
  return random.oneIn(20) ? bytes.slice(0, random.below(bytes.length + 1)) : bytes
}

function edge(random: FuzzRandom, width: number): number {
  const most = 2 ** width
  return random.pick([0, 1, most / 2 - 1, most / 2, most - 1, random.below(most), random.below(most), random.below(most)]) % most
}

function readLip(bytes: Uint8Array): string {
  const read = decodeLip(bytes, '')
  if (!read) return 'too short'
  if (read.pdu === 'lip-long') return read.kind
  const { lat = 0, lon = 0 } = read
  obey(Math.abs(lat) <= 90 && Math.abs(lon) <= 180, 'a position is on the earth')
  obey(same(decodeLip(encodeLip(read), ''), read), 'a report written out and read again says the same')
  return `${read.kind} ${read.reasonName?.replace(/\d+/, '') ?? 'own data'} ${'errorBelowM' in read} ${'speedKmh' in read}`
}
