// What is still done once a radio answers: the rest of its set-up where it was taken in a hurry, and its own list of groups.
// Neither may stand before a press: one command at a time, and none while somebody speaks or asks.
import type { Clock, Timer } from '../kit/clock.ts'
import type { RadioAccess } from '../kit/driver.ts'
import { readGroups } from './group-reader.ts'
import type { SetUpExtent } from './initialise.ts'
import type { RadioParts } from './parts.ts'

export interface AfterUpOptions extends Pick<RadioParts, 'asking' | 'floor' | 'setUp'> {
  readonly clock: Clock
  readonly access: RadioAccess
  readonly extent: SetUpExtent
  readonly isUp: () => boolean
}

export interface AfterUp {
  begin(): void
  stop(): void
  /** For a look, which does not wait for the list by itself: reads it unless it was read a while ago. */
  learnGroups(): Promise<void>
  /** Of the radio's own lists; absent: not read, or it has none. */
  readonly groups: ReadonlySet<string> | undefined
}

/** Whoever took a radio in a hurry selects a group and presses first. */
const REST_MS = 2000
const BUSY_MS = 500
/** A list changes when a radio is programmed anew; read at each look it would keep the line for as long again. */
const GROUPS_STAND_MS = 600_000

export function createAfterUp({ clock, access, extent, asking, floor, setUp, isUp }: AfterUpOptions): AfterUp {
  let groups: ReadonlySet<string> | undefined
  let readMs = Number.NEGATIVE_INFINITY
  let timer: Timer | undefined

  const learn = async (): Promise<void> => {
    const read = await readGroups((text) => asking.ask(text))
    if (!read) return
    groups = read
    readMs = clock.monotonicMs()
  }
  const later = (ms: number): void => {
    timer = clock.after(ms, () => {
      if (!isUp()) return
      if (!floor.isIdle) return later(BUSY_MS)
      void setUp.initialise('whole').then((done) => (done && isUp() ? learn() : undefined))
    })
  }
  return {
    begin() {
      if (access === 'full' && extent === 'whole') void learn()
      if (extent === 'speech') later(REST_MS)
    },
    stop: () => timer?.cancel(),
    async learnGroups() {
      if (access === 'full' && extent === 'look' && isUp() && clock.monotonicMs() - readMs > GROUPS_STAND_MS) await learn()
    },
    get groups() {
      return groups
    },
  }
}
