// A Stream Deck that is a program: takes pages of pictures and puts them together, answers for firmware and serial number,
// and sends its keys. Written from the wire, not with the library. Source: reference/hid-consoles.md table 1.1;
// @elgato-stream-deck/core 7.6.3, services imageWriter, properties and input.
import type { Unsubscribe } from '../kit/transport.ts'

/** The wire below: `createSimulatedHidServer`, or a script. */
export interface DeckSide {
  send(report: Uint8Array): void
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
  onFeatureSet(listener: (report: Uint8Array) => void): Unsubscribe
  answerFeature(answer: (reportId: number, length: number) => Uint8Array | undefined): void
}

/** How a generation pages its pictures and names itself. */
export interface DeckKind {
  readonly keys: number
  readonly pictures: 'bmp' | 'jpeg'
  readonly pageBytes: number
  readonly headerBytes: number
  readonly firstPage: number
  /** Bytes of a key report before the keys, its id counted. */
  readonly keyOffset: number
}

const FIRST: Omit<DeckKind, 'keys' | 'pageBytes' | 'firstPage'> = { pictures: 'bmp', headerBytes: 16, keyOffset: 1 }
const SECOND: Omit<DeckKind, 'keys'> = { pictures: 'jpeg', pageBytes: 1024, headerBytes: 8, firstPage: 0, keyOffset: 4 }

export const DECK_KINDS = {
  original: { ...FIRST, keys: 15, pageBytes: 8191, firstPage: 1 },
  mini: { ...FIRST, keys: 6, pageBytes: 1024, firstPage: 0 },
  mk2: { ...SECOND, keys: 15 },
  xl: { ...SECOND, keys: 32 },
} as const satisfies Record<string, DeckKind>

export interface SimulatedDeck {
  press(key: number): void
  release(key: number): void
  /** The picture on each key as the deck got it, by its number from 1. */
  readonly pictures: ReadonlyMap<number, Uint8Array>
  readonly brightness: number | undefined
  /** Shows its maker's picture: nobody drives it. */
  readonly isIdle: boolean
  /** Pages that fitted nothing. */
  readonly badPages: number
}

const IMAGE_REPORT = 0x02
const FIRMWARE = '1.02.003'
const SERIAL = 'SIM0000001AB'

interface Page {
  readonly key: number
  readonly number: number
  readonly isLast: boolean
  readonly content: Uint8Array
}

export function createSimulatedDeck(kind: DeckKind, wire: DeckSide): SimulatedDeck {
  const pictures = new Map<number, Uint8Array>()
  const down = new Set<number>()
  let pages: Page[] = []
  let brightness: number | undefined
  let isIdle = true
  let badPages = 0

  const sendKeys = (): void => {
    const report = new Uint8Array(kind.keyOffset + kind.keys)
    report[0] = 1
    if (kind.keyOffset > 1) report[2] = kind.keys
    for (const key of down) report[kind.keyOffset + key - 1] = 1
    wire.send(report)
  }
  wire.onWritten((report) => {
    const page = report.length === kind.pageBytes ? readPage(kind, report) : undefined
    if (page?.number === kind.firstPage) pages = []
    if (!page || page.number !== kind.firstPage + pages.length || pages.some(({ key }) => key !== page.key)) {
      badPages++
      return
    }
    pages.push(page)
    if (!page.isLast) return
    pictures.set(page.key, wholePicture(kind, pages))
    isIdle = false
    pages = []
  })
  wire.onFeatureSet((report) => {
    const [first, second, third] = kind.pictures === 'bmp' ? [report[0], report[4], report[5]] : [report[1], report[1], report[2]]
    if (kind.pictures === 'bmp' ? first === 0x05 && second === 0x01 : first === 0x08) brightness = third
    if (kind.pictures === 'bmp' ? first === 0x0b && report[1] === 0x63 : first === 0x02) {
      isIdle = true
      pictures.clear()
    }
  })
  wire.answerFeature((id, length) => featureOf(kind, id, length))
  return {
    press(key) {
      down.add(key)
      sendKeys()
    },
    release(key) {
      if (down.delete(key)) sendKeys()
    },
    pictures,
    get brightness() {
      return brightness
    },
    get isIdle() {
      return isIdle
    },
    get badPages() {
      return badPages
    },
  }
}

function readPage(kind: DeckKind, report: Uint8Array): Page | undefined {
  const at = (index: number): number => report[index] ?? 0
  if (at(0) !== IMAGE_REPORT) return undefined
  if (kind.pictures === 'bmp') {
    if (at(1) !== 0x01) return undefined
    return { key: at(5), number: at(2), isLast: at(4) === 1, content: report.subarray(kind.headerBytes) }
  }
  const length = at(4) | (at(5) << 8)
  if (at(1) !== 0x07 || length > report.length - kind.headerBytes) return undefined
  return { key: at(2) + 1, number: at(6) | (at(7) << 8), isLast: at(3) === 1, content: report.subarray(kind.headerBytes, kind.headerBytes + length) }
}

/** A bitmap says its own length; the first generation sends it in two halves, each filled up with zeros. */
function wholePicture(kind: DeckKind, pages: readonly Page[]): Uint8Array {
  if (kind.pictures === 'jpeg') return joined(pages.map(({ content }) => content))
  const head = pages[0]?.content ?? new Uint8Array()
  const length = (head[2] ?? 0) | ((head[3] ?? 0) << 8) | ((head[4] ?? 0) << 16)
  return kind.firstPage === 1
    ? joined(pages.map(({ content }) => content.subarray(0, length / 2)))
    : joined(pages.map(({ content }) => content)).subarray(0, length)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function featureOf(kind: DeckKind, id: number, length: number): Uint8Array | undefined {
  const text = (word: string): number[] => [...word].map((letter) => letter.charCodeAt(0))
  const content = kind.pictures === 'bmp'
    ? { 3: [3, 0, 0, 0, 0, ...text(SERIAL)], 4: [4, 0, 0, 0, 0, ...text(FIRMWARE)] }[id]
    : { 5: [5, FIRMWARE.length + 4, 0, 0, 0, 0, ...text(FIRMWARE)], 6: [6, SERIAL.length, ...text(SERIAL)] }[id]
  if (!content) return undefined
  const report = new Uint8Array(length)
  report.set(content.slice(0, length))
  return report
}
