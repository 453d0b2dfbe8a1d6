// Keeps the computer awake, and the display while it shows what somebody has to see.
import { powerSaveBlocker } from 'electron'
import type { Awake } from './rules/awake.ts'

export interface Power {
  keep(awake: Awake): void
  release(): void
}

export function createPower(): Power {
  let computer: number | undefined
  let display: number | undefined
  const stop = (id: number | undefined): undefined => {
    if (id !== undefined) powerSaveBlocker.stop(id)
  }
  return {
    keep(awake) {
      computer ??= powerSaveBlocker.start('prevent-app-suspension')
      if (awake === 'computer') display = stop(display)
      else display ??= powerSaveBlocker.start('prevent-display-sleep')
    },
    release() {
      computer = stop(computer)
      display = stop(display)
    },
  }
}
