// Recorded and published input, as cases.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromHex, latin1ToBytes } from '../../../native/kit/bytes.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface RecordedLine {
  readonly line: string
  readonly dir: 'rx' | 'tx'
  readonly prev?: string
  readonly next?: string
}

export const readFixture = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8')

export const readRows = <Row>(path: string): readonly Row[] => readFixture(path).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row)

/** Lines of radios and of consoles; a command's line break and its end are written out in the file. */
export function recordedLines(dir: RecordedLine['dir']): readonly RecordedLine[] {
  return readRows<RecordedLine>('test/fixtures/tetra-pei.jsonl').filter((row) => row.dir === dir)
}

export const unescaped = (line: string): string => line.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\x1A', '\u001a')

/** Short data that went over a wire, as bytes. */
export function recordedUserData(): readonly Uint8Array[] {
  const texts = [...recordedLines('rx').flatMap((row) => [row.line, row.next ?? '']), ...recordedLines('tx').map((row) => unescaped(row.line).split('\n')[1]?.replace('\u001a', '') ?? '')]
  return texts.filter((text) => /^[0-9a-f]{4,}$/i.test(text)).map((text) => fromHex(text.length % 2 === 0 ? text : `${text}0`) ?? new Uint8Array())
}

export const asBytes = (texts: readonly string[]): readonly Uint8Array[] => texts.map(latin1ToBytes)

export interface RecordedReport {
  /** `vid:pid`, as a device file writes it. */
  readonly usb: string
  readonly report: Uint8Array
  /** The device's own, where it is known. */
  readonly descriptor: Uint8Array | undefined
}

export function recordedReports(): readonly RecordedReport[] {
  interface Row { readonly vid: string; readonly pid: string; readonly reportHex: string; readonly descriptorHex: string | null }
  return readRows<Row>('test/fixtures/hid.jsonl').map(({ vid, pid, reportHex, descriptorHex }) => ({
    usb: `${vid}:${pid}`,
    report: fromHex(reportHex) ?? new Uint8Array(),
    descriptor: descriptorHex === null ? undefined : fromHex(descriptorHex),
  }))
}
