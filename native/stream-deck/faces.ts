// The key faces of a Stream Deck as its lights: drawn here, packed by @elgato-stream-deck/core, written at the pace of every
// panel. The deck cannot flash: two faces take turns. Keys are read like those of any other panel (hid-buttons).
import type { OpenStreamDeckOptions, StreamDeck } from '@elgato-stream-deck/core'
import type { LightKeeper, LightKeeperDeps, Lights, LightState } from '../kit/buttons.ts'
import type { Timer } from '../kit/clock.ts'
import { failure } from '../kit/errors.ts'
import { DARKEN_MS, LightWriter, type Shown } from '../kit/light-writer.ts'
import { createDeckPort, type DeckPort } from './deck-port.ts'
import { BLACK, BLUE, drawFace, RED, type Colour } from './face.ts'
import { encodeJpeg } from './jpeg.ts'

export interface DeckFacesOptions {
  readonly vendorId: number
  readonly productId: number
  /** Names of its keys, `key-<n>` in the order of its report. */
  readonly keys: readonly string[]
  /** Letters on a key, by its name; a key without is left blank. */
  readonly captions: Readonly<Record<string, string>>
}

/** Half of a flash: 1 Hz, as on the screen. */
export const FLASH_MS = 500
/** Seen beside a screen, and no lamp in a dark room. */
const BRIGHTNESS_PERCENT = 60
/** Faces kept ready: a flashing key needs two of them again and again. */
const FACES_KEPT = 64

const LIBRARY = '@elgato-stream-deck/core'

/** How a key looks: `<blue> <red> <filled> <alive>`, as one word to compare. */
type Look = string
const BLANK: Look = ''

export class DeckFaces implements LightKeeper {
  readonly #options: DeckFacesOptions
  readonly #deps: LightKeeperDeps
  readonly #port: DeckPort
  readonly #writer: LightWriter<Look>
  readonly #faces = new Map<string, readonly Uint8Array[]>()
  /** A text: why there is none. */
  #loading: Promise<StreamDeck | string> | undefined
  #lights: Lights | undefined
  #isOpen = false
  #isFilled = false
  #flash: Timer | undefined

  constructor(options: DeckFacesOptions, deps: LightKeeperDeps) {
    this.#options = options
    this.#deps = deps
    this.#port = createDeckPort(deps.transport)
    this.#writer = new LightWriter<Look>({
      table: { names: options.keys, dark: BLANK, encode: (key, look) => this.#packed(key, look) },
      clock: deps.clock,
      write: (report) => deps.transport.write(report),
      onRefused: deps.onRefused,
      onTaken: deps.onTaken,
    })
  }

  show(lights: Lights): void {
    this.#lights = lights
    this.#refresh()
  }

  opened(): void {
    this.#isOpen = true
    void this.#greet()
    this.#writer.opened()
    this.#refresh()
  }

  lost(): void {
    this.#isOpen = false
    this.#flash?.cancel()
    this.#flash = undefined
    this.#writer.lost()
  }

  /** The maker's own picture says better than black keys that nobody is behind them. */
  async darken(): Promise<void> {
    const isOurs = this.#isOpen && this.#lights !== undefined
    this.lost()
    if (!isOurs) return
    await new Promise<void>((resolve) => {
      const bound = this.#deps.clock.after(DARKEN_MS, resolve)
      void this.#asked((deck) => deck.resetToLogo()).then(() => {
        bound.cancel()
        resolve()
      })
    })
  }

  #refresh(): void {
    const lights = this.#lights
    if (!lights) return
    const looks = looksOf(this.#options, lights, this.#isFilled)
    this.#writer.show(looks)
    const flashes = this.#isOpen && Object.values(looks).some((look) => look.includes('flash'))
    if (flashes) this.#flashLater()
  }

  #flashLater(): void {
    this.#flash ??= this.#deps.clock.after(FLASH_MS, () => {
      this.#flash = undefined
      this.#isFilled = !this.#isFilled
      this.#refresh()
    })
  }

  async #greet(): Promise<void> {
    const loaded = await this.#deck()
    // Its keys work without; that no key shows anything must be known.
    if (typeof loaded === 'string') return this.#deps.onRefused(failure('LINK_UNSUPPORTED', `${LIBRARY}: ${loaded}`))
    await this.#asked((deck) => deck.setBrightness(BRIGHTNESS_PERCENT))
    const firmware = await this.#asked((deck) => deck.getFirmwareVersion())
    const serial = await this.#asked((deck) => deck.getSerialNumber())
    if (this.#isOpen && firmware !== undefined) this.#deps.onAbout({ firmware, serial: serial ?? '' })
  }

  /** What the library throws is a device that does not answer: its faces will say so. */
  async #asked<T>(ask: (deck: StreamDeck) => Promise<T>): Promise<T | undefined> {
    const deck = await this.#deck()
    return typeof deck === 'string' ? undefined : ask(deck).catch(() => undefined)
  }

  async #packed(key: string, look: Look): Promise<readonly Uint8Array[]> {
    const name = `${key} ${look}`
    const known = this.#faces.get(name)
    if (known) return known
    const deck = await this.#deck()
    const painting = typeof deck === 'string' ? [] : this.#port.capture(() => paint(deck, key, this.#options.captions[key] ?? '', look))
    const packed = await Promise.resolve(painting).catch((cause: unknown) => {
      this.#deps.onRefused(failure('BUG_UNEXPECTED', `${LIBRARY}: ${String(cause)}`))
      return []
    })
    if (this.#faces.size >= FACES_KEPT) this.#faces.clear()
    this.#faces.set(name, packed)
    return packed
  }

  /** Loaded at the first opening: no other workstation pays for it. */
  #deck(): Promise<StreamDeck | string> {
    this.#loading ??= loadDeck(this.#options, this.#port).then((deck) => deck ?? 'this model is not known', String)
    return this.#loading
  }
}

async function loadDeck({ vendorId, productId }: DeckFacesOptions, port: DeckPort): Promise<StreamDeck | undefined> {
  const { DEVICE_MODELS } = await import('@elgato-stream-deck/core')
  const model = DEVICE_MODELS.find((one) => one.vendorId === vendorId && one.productIds.includes(productId))
  const options: Required<OpenStreamDeckOptions> = { encodeJPEG: async (pixels, width, height) => encodeJpeg(pixels, width, height) }
  return model?.factory(port.device, options)
}

function looksOf({ keys, captions }: DeckFacesOptions, lights: Lights, isFilled: boolean): Shown<Look> {
  const first = keys.find((key) => captions[key])
  return Object.fromEntries(keys.map((key) => {
    const blue = lights[`${key}-blue`]
    const red = lights[`${key}-red`]
    if (blue === undefined || red === undefined || captions[key] === undefined) return [key, BLANK]
    const flashes = blue === 'flash' || red === 'flash'
    const isAlive = key === first && lights['green'] === 'on'
    return [key, `${blue} ${red} ${flashes && isFilled ? 'filled' : 'open'} ${isAlive ? 'alive' : 'still'}`]
  }))
}

async function paint(deck: StreamDeck, key: string, caption: string, look: Look): Promise<void> {
  const place = Number(key.slice('key-'.length)) - 1
  const control = deck.CONTROLS.find((one) => one.type === 'button' && one.hidIndex === place)
  if (control?.type !== 'button' || control.feedbackType === 'none') return
  const [blue = 'off', red = 'off', filled, alive] = look === BLANK ? [] : (look.split(' ') as [LightState, LightState, string, string])
  const face = { caption, blue, red, isFilled: filled === 'filled', isAlive: alive === 'alive' }
  if (control.feedbackType === 'lcd') return deck.fillKeyBuffer(control.index, drawFace(face, control.pixelSize), { format: 'rgb' })
  return deck.fillKeyColor(control.index, ...plainColour(face))
}

/** A key that can only glow: lit, dark, or by turns. */
function plainColour({ blue, red, isFilled }: { readonly blue: LightState; readonly red: LightState; readonly isFilled: boolean }): Colour {
  const state = red === 'off' ? blue : red
  if (state === 'off' || (state === 'flash' && !isFilled)) return BLACK
  return red === 'off' ? BLUE : RED
}
