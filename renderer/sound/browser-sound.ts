// What a browser offers for sound, as the ports the player takes.
import type { Language } from '../../electron/contract/words.ts'
import type { HeardStore } from './heard-before.ts'
import type { SoundDeps } from './sound-player.ts'

const ONE_PAGE = 'achterwacht-sound'
const HEARD = 'achterwacht-heard'

const WORDS: Readonly<Record<Language, URL>> = {
  nl: new URL('./drill-nl.wav', import.meta.url),
  en: new URL('./drill-en.wav', import.meta.url),
}

export type BrowserSound = Pick<SoundDeps, 'createContext' | 'outputDevices' | 'onDevicesChanged' | 'onPress' | 'onlyOne' | 'drillWord' | 'heardBefore'>

export function browserSound(window: Window & typeof globalThis): BrowserSound {
  const { navigator } = window
  // Neither is there on a page that came over an insecure way.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  const locks: LockManager | undefined = navigator.locks
  return {
    createContext: 'AudioContext' in window ? () => new window.AudioContext({ latencyHint: 'interactive' }) : undefined,
    async outputDevices() {
      const all = await devices?.enumerateDevices()
      const ids = all?.filter((one) => one.kind === 'audiooutput').map((one) => one.deviceId)
      // A page without the right to know sees one nameless device instead of all; none at all is none.
      return ids?.includes('') === true ? undefined : ids
    },
    onDevicesChanged: (listener) => listen(devices, ['devicechange'], listener),
    onPress: (listener) => listen(window, ['pointerdown', 'keydown'], listener),
    onlyOne(signal, hold) {
      if (!locks) return void hold()
      // Refused only by the signal, when the page stops before its turn.
      locks.request(ONE_PAGE, { signal }, hold).catch(() => undefined)
    },
    heardBefore: heardStore(window),
    async drillWord(language) {
      const response = await window.fetch(WORDS[language])
      return response.arrayBuffer()
    },
  }
}

/** A browser may refuse a page its storage, by throwing: then a reload rings once more, and nothing else is lost. */
function heardStore(window: Window): HeardStore {
  return {
    read() {
      try {
        return window.sessionStorage.getItem(HEARD) ?? undefined
      } catch {
        return undefined
      }
    },
    write(text) {
      try {
        window.sessionStorage.setItem(HEARD, text)
      } catch {
        return undefined
      }
    },
  }
}

function listen(target: EventTarget | undefined, events: readonly string[], listener: () => void): () => void {
  for (const event of events) target?.addEventListener(event, listener, { capture: true, passive: true })
  return () => {
    for (const event of events) target?.removeEventListener(event, listener, { capture: true })
  }
}
