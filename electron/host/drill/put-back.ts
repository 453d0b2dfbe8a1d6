// Radios that a drill took out of their group go back to it: whoever called there would otherwise not be heard. Tried until the
// radio stands elsewhere than on a group of the drill, whoever put it there; waits while a call for help came in where it stands.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { RadioChannel } from '../fallback/port.ts'

/** What ended the drill may be a call for help that is told a moment later, and the floor is given back first. */
const FIRST_MS = 1_000
/** A selection that was under way when the drill ended has landed by then. */
const LANDED_MS = 3_000
const RETRY_MS = 10_000
/** Two minutes of refusals are an answer: from there on the table of who hears what says it. */
const MOST_TRIES = 12

type Outcome = 'back' | 'left' | 'elsewhere'

export interface PutBackDeps {
  readonly clock: Clock
  readonly channels: readonly RadioChannel[]
  readonly drillGroups: readonly string[]
  /** Somebody else decides over this radio now: a switch to it, a drill, an emergency. */
  readonly mustWait: (channel: string) => boolean
  /** `left`: it refused, and stays where it is. `elsewhere`: it stands on no group of the drill. */
  readonly onDone: (done: { readonly channel: string; readonly group: string; readonly outcome: Outcome }) => void
}

export interface PutBack {
  /** Some radio is not back yet. */
  readonly owes: boolean
  /** @param groups  channel → the group it stood on before the drill */
  owe(groups: Readonly<Record<string, string>>): void
  /** A drill begins: what is owed is asked again when it ends. @returns what was still owed */
  take(): Readonly<Record<string, string>>
  stop(): void
}

interface Owed {
  readonly group: string
  readonly sinceMs: number
  tries: number
  isAsked: boolean
}

export function createPutBack({ clock, channels, drillGroups, mustWait, onDone }: PutBackDeps): PutBack {
  const owed = new Map<string, Owed>()
  let timer: Timer | undefined

  const done = (channel: string, one: Owed, outcome: Outcome): void => {
    if (owed.get(channel) !== one) return
    owed.delete(channel)
    onDone({ channel, group: one.group, outcome })
  }
  const ask = async (channel: RadioChannel, one: Owed): Promise<void> => {
    one.tries += 1
    one.isAsked = true
    const selected = await channel.confirm(one.group)
    one.isAsked = false
    if (selected.ok) done(channel.id, one, 'back')
    else if (one.tries >= MOST_TRIES) done(channel.id, one, 'left')
  }
  const look = (): void => {
    const nowMs = clock.monotonicMs()
    for (const [id, one] of owed) {
      const channel = channels.find((candidate) => candidate.id === id)
      const stands = channel?.verification?.gssi
      if (!channel || stands === undefined || one.isAsked || mustWait(id)) continue
      if (drillGroups.includes(stands)) void ask(channel, one)
      else if (nowMs - one.sinceMs >= LANDED_MS) done(id, one, 'elsewhere')
    }
    timer?.cancel()
    timer = owed.size === 0 ? undefined : clock.after([...owed.values()].some((one) => nowMs - one.sinceMs < LANDED_MS) ? LANDED_MS : RETRY_MS, look)
  }

  return {
    get owes() {
      return owed.size > 0
    },
    owe(groups) {
      const sinceMs = clock.monotonicMs()
      for (const [channel, group] of Object.entries(groups)) owed.set(channel, { group, sinceMs, tries: 0, isAsked: false })
      timer?.cancel()
      if (owed.size > 0) timer = clock.after(FIRST_MS, look)
    },
    take() {
      const left = Object.fromEntries([...owed].map(([channel, { group }]) => [channel, group]))
      owed.clear()
      timer?.cancel()
      return left
    },
    stop() {
      timer?.cancel()
    },
  }
}
