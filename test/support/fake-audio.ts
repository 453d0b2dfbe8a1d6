// An audio context that makes no sound and remembers what it was asked to: for tests of the player.

export interface Played {
  readonly fromHz: number
  readonly toHz: number | undefined
  readonly startS: number
  readonly stopS: number
}

/** The part of AudioContext that the page uses; `sinkId` fails for a device that is not in `devices`. */
export class FakeAudioContext extends EventTarget {
  readonly played: Played[] = []
  readonly words: number[] = []
  readonly levels: number[] = []
  readonly sinks: string[] = []
  readonly destination = {}
  devices: readonly string[]
  state: 'suspended' | 'running' | 'closed' = 'suspended'
  currentTime = 0
  /** A browser that lets a page sound only after a press. */
  isAllowed: boolean

  constructor(devices: readonly string[], isAllowed: boolean) {
    super()
    this.devices = devices
    this.isAllowed = isAllowed
  }

  async setSinkId(id: string): Promise<void> {
    if (id !== '' && !this.devices.includes(id)) throw new DOMException('no such device', 'NotFoundError')
    this.sinks.push(id)
  }

  resume(): Promise<void> {
    if (this.isAllowed && this.state === 'suspended') this.#become('running')
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.#become('closed')
    return Promise.resolve()
  }

  /** The device is taken away by the system. */
  suspend(): void {
    this.#become('suspended')
  }

  createGain(): object {
    const { levels } = this
    const gain = {
      value: 1,
      setTargetAtTime: (value: number) => levels.push(value),
      setValueAtTime: () => undefined,
      linearRampToValueAtTime: () => undefined,
    }
    return { gain, connect: () => undefined }
  }

  createOscillator(): object {
    const { played } = this
    const said: { fromHz: number; toHz: number | undefined; startS: number } = { fromHz: 0, toHz: undefined, startS: 0 }
    return {
      frequency: {
        setValueAtTime: (hz: number) => (said.fromHz = hz),
        linearRampToValueAtTime: (hz: number) => (said.toHz = hz),
      },
      connect: () => undefined,
      start: (atS: number) => (said.startS = atS),
      stop: (atS: number) => played.push({ ...said, stopS: atS }),
    }
  }

  createBufferSource(): object {
    const { words } = this
    return { buffer: undefined, connect: () => undefined, start: (atS: number) => words.push(atS) }
  }

  decodeAudioData(): Promise<{ duration: number }> {
    return Promise.resolve({ duration: 0.7 })
  }

  #become(state: FakeAudioContext['state']): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}
