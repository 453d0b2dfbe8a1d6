// The transmit key on the screen: one more source, alive only while this page says so every 100 ms. Whatever may have taken
// the finger away without telling (blur, a hidden page, a lost pointer) lets go.
import type { Clock, Timer } from '../../electron/contract/clock.ts'
import type { ConsoleLink } from '../link/console-link.ts'

/** Three of these fit into the console's 300 ms. Architecture section 6. */
const ALIVE_MS = 100
const SOURCE = 'screen'

export interface PttKey {
  readonly isDown: boolean
  press(): void
  release(): void
}

export function createPttKey(link: Pick<ConsoleLink, 'call'>, clock: Clock, onChange: (isDown: boolean) => void): PttKey {
  let isDown = false
  let alive: Timer | undefined
  const keepAlive = (): void => {
    void link.call('ptt.keep-alive', { source: SOURCE })
    alive = clock.after(ALIVE_MS, keepAlive)
  }
  return {
    get isDown() {
      return isDown
    },
    press() {
      if (isDown) return
      isDown = true
      onChange(true)
      void link.call('ptt.press', { source: SOURCE })
      alive = clock.after(ALIVE_MS, keepAlive)
    },
    release() {
      if (!isDown) return
      isDown = false
      alive?.cancel()
      onChange(false)
      void link.call('ptt.release', { source: SOURCE })
    },
  }
}
