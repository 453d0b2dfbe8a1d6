// A DNS question and what of its answer matters: rcode, truncation, the question repeated, and the records of the wanted type.
// Source: RFC 1035, sections 3 and 4; RFC 3596 (AAAA); RFC 2782 (SRV).
//
// Our own, for the same reason as SIP: one question and one strict match are needed, and what does not fit is a finding, not an exception.
import { isIPv6 } from 'node:net'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'

export const DNS_RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'] as const
export type DnsRecordType = (typeof DNS_RECORD_TYPES)[number]
const TYPE_NUMBERS: Readonly<Record<DnsRecordType, number>> = { A: 1, NS: 2, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 }

const HEADER_BYTES = 12
const CLASS_IN = 1
const LABEL_MAX = 63
/** With its length bytes and the empty label at the end. */
const NAME_MAX = 255
/** Each jump must go back, so this many end any chain. */
const JUMPS_MAX = 32
/** More records than a wise answer has are not read. */
const RECORDS_MAX = 64
const FLAG_RESPONSE = 0x8000
const FLAG_TRUNCATED = 0x0200
const FLAG_RECURSION_DESIRED = 0x0100
const OPCODE_MASK = 0x7800

export interface DnsQuestion {
  /** 16 bits nobody can foresee: with the port of the socket what makes an answer ours. */
  readonly id: number
  readonly name: string
  readonly type: DnsRecordType
}

export interface DnsAnswer {
  readonly id: number
  readonly rcode: number
  readonly isTruncated: boolean
  readonly name: string
  readonly typeNumber: number
  /** Of the type asked for, as a zone file writes them: `10.0.0.5`, `0 5 5060 rbs.example`. Empty when truncated. */
  readonly records: readonly string[]
}

/** True for what can be asked: labels of 1 to 63 letters, digits, `_`, `-` and `/`, 253 in all. */
export function isDnsName(name: string): boolean {
  const labels = bareName(name).split('.')
  return bareName(name).length <= NAME_MAX - 2 && labels.every((label) => label.length > 0 && label.length <= LABEL_MAX && isPlain(label))
}

const isPlain = (label: string): boolean => /^[\w/-]+$/.test(label)

/** @param question  its name fulfils `isDnsName` */
export function encodeDnsQuestion({ id, name, type }: DnsQuestion): Uint8Array {
  const labels = bareName(name).split('.')
  const nameBytes = labels.flatMap((label) => [label.length, ...[...label].map((letter) => letter.charCodeAt(0))])
  return Uint8Array.from([
    ...two(id), ...two(FLAG_RECURSION_DESIRED), ...two(1), ...two(0), ...two(0), ...two(0),
    ...nameBytes, 0, ...two(TYPE_NUMBERS[type]), ...two(CLASS_IN),
  ])
}

/** The answer to this very question. Case does not count: some servers fold it. */
export function isDnsAnswerTo(answer: DnsAnswer, question: DnsQuestion): boolean {
  return answer.id === question.id && answer.typeNumber === TYPE_NUMBERS[question.type] && answer.name.toLowerCase() === bareName(question.name).toLowerCase()
}

/** @returns WIRE_MALFORMED for what is no answer to one question, or is torn */
export function decodeDnsAnswer(bytes: Uint8Array): Result<DnsAnswer> {
  if (bytes.length < HEADER_BYTES) return malformed('shorter than a header')
  const flags = wordAt(bytes, 2)
  if ((flags & FLAG_RESPONSE) === 0 || (flags & OPCODE_MASK) !== 0) return malformed('no answer to a query')
  if (wordAt(bytes, 4) !== 1) return malformed('not one question')
  const name = readName(bytes, HEADER_BYTES)
  if (!name || name.end + 4 > bytes.length || wordAt(bytes, name.end + 2) !== CLASS_IN) return malformed('torn question')
  const typeNumber = wordAt(bytes, name.end)
  const isTruncated = (flags & FLAG_TRUNCATED) !== 0
  const head = { id: wordAt(bytes, 0), rcode: flags & 0x0f, isTruncated, name: name.text, typeNumber }
  const records = isTruncated ? [] : readRecords(bytes, name.end + 4, { count: wordAt(bytes, 6), typeNumber })
  return records ? ok({ ...head, records }) : malformed('torn record')
}

// ── records ────────────────────────────────────────────────────────────────────────────────

function readRecords(bytes: Uint8Array, from: number, wanted: { readonly count: number; readonly typeNumber: number }): readonly string[] | undefined {
  const records: string[] = []
  let at = from
  for (let turn = 0; turn < Math.min(wanted.count, RECORDS_MAX); turn++) {
    const owner = readName(bytes, at)
    if (!owner || owner.end + 10 > bytes.length) return undefined
    const start = owner.end + 10
    const end = start + wordAt(bytes, owner.end + 8)
    if (end > bytes.length) return undefined
    if (wordAt(bytes, owner.end) === wanted.typeNumber && wordAt(bytes, owner.end + 2) === CLASS_IN) {
      const text = readData(bytes, start, end, wanted.typeNumber)
      if (text === undefined) return undefined
      records.push(text)
    }
    at = end
  }
  return records
}

function readData(bytes: Uint8Array, start: number, end: number, typeNumber: number): string | undefined {
  switch (typeNumber) {
    case TYPE_NUMBERS.A: return end - start === 4 ? bytes.subarray(start, end).join('.') : undefined
    case TYPE_NUMBERS.AAAA: return end - start === 16 ? addressText(bytes.subarray(start, end)) : undefined
    case TYPE_NUMBERS.TXT: return readTexts(bytes.subarray(start, end))
    case TYPE_NUMBERS.MX: return readNumbered(bytes, start, end, 1)
    case TYPE_NUMBERS.SRV: return readNumbered(bytes, start, end, 3)
    default: return readNumbered(bytes, start, end, 0)
  }
}

/** So many 16-bit numbers, then a name that fills the rest. */
function readNumbered(bytes: Uint8Array, start: number, end: number, numbers: number): string | undefined {
  const nameAt = start + numbers * 2
  if (nameAt >= end) return undefined
  const name = readName(bytes, nameAt)
  if (name?.end !== end) return undefined
  return [...Array.from({ length: numbers }, (_, turn) => wordAt(bytes, start + turn * 2)), name.text].join(' ')
}

function readTexts(bytes: Uint8Array): string | undefined {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at] ?? 0
    if (at + 1 + length > bytes.length) return undefined
    for (const byte of bytes.subarray(at + 1, at + 1 + length)) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : escaped(byte)
    at += 1 + length
  }
  return text
}

/** Reads labels, following pointers back; `end` is where the name ends at its first place. */
function readName(bytes: Uint8Array, from: number): { readonly text: string; readonly end: number } | undefined {
  const labels: string[] = []
  let end: number | undefined
  let at = from
  for (let size = 0, jumps = 0; size <= NAME_MAX;) {
    const length = bytes[at]
    if (length === undefined) return undefined
    if (length === 0) return { text: labels.join('.'), end: end ?? at + 1 }
    if (length >= 0xc0) {
      const low = bytes[at + 1]
      const target = ((length & 0x3f) << 8) | (low ?? 0)
      // Only back, so that no chain of pointers is a circle.
      if (low === undefined || target >= at || ++jumps > JUMPS_MAX) return undefined
      end ??= at + 2
      at = target
      continue
    }
    if (length > LABEL_MAX || at + 1 + length > bytes.length) return undefined
    labels.push(Array.from(bytes.subarray(at + 1, at + 1 + length), printable).join(''))
    at += 1 + length
    size += 1 + length
  }
  return undefined
}

// ── small things ───────────────────────────────────────────────────────────────────────────

const malformed = (detail: string) => fail(failure('WIRE_MALFORMED', detail))
const two = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff]
const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
const bareName = (name: string): string => name.replace(/\.$/, '')
/** A dot inside a label must not look like two labels. */
const printable = (byte: number): string =>
  byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c ? String.fromCharCode(byte) : escaped(byte)
const escaped = (byte: number): string => `\\${String(byte).padStart(3, '0')}`

const addressText = (bytes: Uint8Array): string =>
  canonicalAddress(Array.from({ length: 8 }, (_, turn) => wordAt(bytes, turn * 2).toString(16)).join(':'))

/** IPv6 has many ways to write one address; all others stay as they are. */
export const canonicalAddress = (text: string): string =>
  isIPv6(text) ? (URL.parse(`http://[${text}]`)?.hostname.slice(1, -1) ?? text) : text
