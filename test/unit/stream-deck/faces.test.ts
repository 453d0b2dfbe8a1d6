// Faces on a deck that is a program: what stands on its keys is read back from the pictures it got.
import { describe, expect, test } from 'vitest'
import type { ButtonsDriver, ButtonsEvent, Lights } from '../../../native/kit/buttons.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { BUTTON_DRIVERS } from '../../../native/registry.ts'
import { BLUE, GREEN, RED, type Colour } from '../../../native/stream-deck/face.ts'
import { FLASH_MS } from '../../../native/stream-deck/faces.ts'
import { createSimulatedDeck, DECK_KINDS, type SimulatedDeck } from '../../../native/stream-deck/index.ts'
import { DeckWire } from '../../support/deck-bench.ts'
import { productNamed } from '../../support/hid-products.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { readBitmap, readJpeg, type Picture } from '../../support/pictures.ts'

type KindName = keyof typeof DECK_KINDS
const PRODUCTS: Readonly<Record<KindName, { readonly file: string; readonly productId: number }>> = {
  original: { file: 'streamdeck-original', productId: 0x0060 },
  mini: { file: 'streamdeck-mini', productId: 0x0063 },
  mk2: { file: 'streamdeck-mk2', productId: 0x0080 },
  xl: { file: 'streamdeck-xl', productId: 0x006c },
}
const CAPTIONS = { 'key-1': 'NOOD', 'key-2': 'INC-1' }

interface Stage {
  readonly driver: ButtonsDriver
  readonly deck: SimulatedDeck
  readonly wire: DeckWire
  readonly clock: ManualClock
  readonly events: ButtonsEvent[]
  /** Lets time pass, with the library's own promises between. */
  readonly run: (ms: number) => Promise<void>
}

async function stage(kind: KindName, productId = PRODUCTS[kind].productId): Promise<Stage> {
  const { file } = PRODUCTS[kind]
  const clock = createManualClock()
  const wire = new DeckWire()
  const deck = createSimulatedDeck(DECK_KINDS[kind], wire)
  const driver = BUTTON_DRIVERS['hid-buttons']({ clock, transport: wire, product: productNamed(file), productId, captions: CAPTIONS })
  const events: ButtonsEvent[] = []
  driver.onEvent((event) => events.push(event))
  const run = async (ms: number): Promise<void> => {
    for (let past = 0; past < ms; past += 10) {
      await clock.advanceAsync(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await import('@elgato-stream-deck/core')
  driver.start()
  await run(50)
  return { driver, deck, wire, clock, events, run }
}

/** A key's picture as a person sees it: later decks hang it by half a turn, the first mirrored and from below, the Mini on its side. */
function seen({ deck }: Stage, kind: KindName, key: number): Picture | undefined {
  const bytes = deck.pictures.get(key)
  if (!bytes) return undefined
  if (kind === 'mk2' || kind === 'xl') {
    const picture = readJpeg(bytes)
    return { ...picture, at: (x, y) => picture.at(picture.width - 1 - x, picture.height - 1 - y) }
  }
  const picture = readBitmap(bytes)
  const { width, height } = picture
  if (kind === 'original') return { ...picture, at: (x, y) => picture.at(width - 1 - x, height - 1 - y) }
  return { ...picture, at: (x, y) => picture.at(y, x) }
}
const NEAR = 40
const isNear = (one: readonly number[] | undefined, colour: Colour): boolean => one !== undefined && colour.every((value, at) => Math.abs(value - (one[at] ?? -999)) <= NEAR)
/** Of every pixel, how many percent have about this colour. */
function share(picture: Picture | undefined, colour: Colour): number {
  if (!picture) return -1
  let count = 0
  for (let y = 0; y < picture.height; y++) for (let x = 0; x < picture.width; x++) if (isNear(picture.at(x, y), colour)) count++
  return Math.round((count * 100) / (picture.width * picture.height))
}
const lights = (more: Lights): Lights => ({ 'key-1-blue': 'off', 'key-1-red': 'off', 'key-2-blue': 'off', 'key-2-red': 'off', ...more })

describe.each(['original', 'mini', 'mk2', 'xl'] as const)('a Stream Deck %s', (kind) => {
  test('shows the bar below on the key that is in use, letters only on the other, the sign of life in its corner, and nothing on the rest', async () => {
    const on = await stage(kind)
    on.driver.show(lights({ 'key-2-blue': 'on', green: 'on' }))
    await on.run(2000)
    expect([on.deck.badPages, on.deck.isIdle, on.deck.pictures.size, on.deck.brightness]).toEqual([0, false, DECK_KINDS[kind].keys, 60])
    const [first, second, third] = [1, 2, 3].map((key) => seen(on, kind, key))
    const middle = Math.floor((second?.width ?? 0) / 2)
    const last = (second?.height ?? 0) - 1
    expect([isNear(second?.at(middle, last - 2), BLUE), isNear(second?.at(2, last - 2), BLUE), isNear(second?.at(middle, 2), [0, 0, 0])]).toEqual([true, true, true])
    expect(share(first, BLUE)).toBe(0)
    // Upper right corner, two squares in.
    const square = Math.floor((first?.height ?? 0) / 12)
    expect(isNear(first?.at((first.width - 1) - square * 2 - Math.floor(square / 2), square * 2 + Math.floor(square / 2)), GREEN)).toBe(true)
    expect(share(second, GREEN)).toBe(0)
    expect(share(third, [0, 0, 0])).toBe(100)
    await stopped(on)
  })

  test('takes turns between filled and ring for an emergency, once a second', async () => {
    const on = await stage(kind)
    on.driver.show(lights({ 'key-1-red': 'flash' }))
    const shares: number[] = []
    await on.run(2000)
    for (let half = 0; half < 4; half++) {
      shares.push(share(seen(on, kind, 1), RED))
      await on.run(FLASH_MS)
    }
    const filled = shares.map((percent) => percent > 75)
    expect(shares.every((percent) => percent > 75 || (percent > 35 && percent < 70))).toBe(true)
    expect([[true, false, true, false], [false, true, false, true]]).toContainEqual(filled)
    await stopped(on)
  })
})

async function stopped({ driver, run }: Stage): Promise<void> {
  const stop = driver.stop()
  await run(600)
  await stop
}

describe('keys of a deck', () => {
  test.each(['original', 'mini', 'mk2', 'xl'] as const)('of the %s are numbered as its report has them; the first report is a baseline', async (kind) => {
    const on = await stage(kind)
    on.events.splice(0)
    on.deck.press(1)
    on.deck.press(DECK_KINDS[kind].keys)
    on.deck.release(1)
    expect(on.events).toEqual([
      { kind: 'baseline', down: ['key-1'] },
      { kind: 'down', name: `key-${DECK_KINDS[kind].keys}` },
      { kind: 'up', name: 'key-1' },
    ])
    await stopped(on)
  })

  test('are told with what the deck says of itself, for the technician', async () => {
    const on = await stage('mk2')
    expect(on.events).toContainEqual({ kind: 'about', firmware: '1.02.003', serial: 'SIM0000001AB' })
    await stopped(on)
  })
})

describe('over its life a deck', () => {
  test('gets every face again after it was plugged in anew', async () => {
    const on = await stage('mk2')
    on.driver.show(lights({ 'key-2-blue': 'on' }))
    await on.run(1000)
    on.wire.unplug()
    await on.run(1000)
    const fresh = createSimulatedDeck(DECK_KINDS.mk2, on.wire)
    on.wire.isPlugged = true
    await on.run(2500)
    expect([fresh.pictures.size, fresh.badPages]).toEqual([15, 0])
    expect(share(readJpeg(fresh.pictures.get(2)!), BLUE)).toBeGreaterThan(10)
    await stopped(on)
  })

  test('shows its maker\'s picture when the console stops, and no key looks alive', async () => {
    const on = await stage('mk2')
    on.driver.show(lights({ 'key-1-red': 'flash', green: 'on' }))
    await on.run(1000)
    expect(on.deck.isIdle).toBe(false)
    await stopped(on)
    expect(on.deck.isIdle).toBe(true)
    const before = on.wire.writes
    await on.run(3000)
    expect([on.wire.writes, on.clock.pending]).toEqual([before, 0])
  })

  test('of a model that nobody knows is told of once an opening, and its keys work', async () => {
    const on = await stage('mk2', 0x7fff)
    on.driver.show(lights({ 'key-1-red': 'flash' }))
    await on.run(8000)
    expect(on.events.filter(({ kind }) => kind === 'lights')).toEqual([{ kind: 'lights', state: 'refused', cause: { code: 'LINK_UNSUPPORTED', detail: '@elgato-stream-deck/core: this model is not known' } }])
    on.deck.press(2)
    expect([on.driver.down, on.deck.pictures.size]).toEqual([['key-2'], 0])
    on.events.splice(0)
    on.wire.unplug()
    on.wire.isPlugged = true
    await on.run(1000)
    expect(on.events.filter(({ kind }) => kind === 'lights')).toHaveLength(1)
    await stopped(on)
  })

  test('that takes no picture is told of once and asked again, and its keys work meanwhile', async () => {
    const on = await stage('mini')
    on.wire.writeResult = fail(failure('DEVICE_DENIED', 'deck'))
    on.driver.show(lights({ 'key-1-red': 'flash' }))
    await on.run(12_000)
    expect(on.events.filter(({ kind }) => kind === 'lights')).toEqual([{ kind: 'lights', state: 'refused', cause: { code: 'DEVICE_DENIED', detail: 'deck' } }])
    expect(on.wire.writes).toBeLessThanOrEqual(3)
    on.deck.press(2)
    expect(on.driver.down).toEqual(['key-2'])
    on.wire.writeResult = ok()
    on.driver.show(lights({ 'key-2-blue': 'on' }))
    await on.run(8000)
    expect(on.events.at(-1)).toEqual({ kind: 'lights', state: 'taken' })
    expect(share(seen(on, 'mini', 2), BLUE)).toBeGreaterThan(10)
    await stopped(on)
  })
})
