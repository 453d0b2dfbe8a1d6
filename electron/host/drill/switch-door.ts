// Two switches behind one door: the real one, which goes on knowing what is real, and while a drill runs one of its own that
// starts on the RBS and knows no group but those of the drill. When the drill ends its switch is thrown away whole, so the
// real one stands where it stood, with its hold and its relapses.
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import type { Fallback, OutsideFacts, RadioChannel } from '../fallback/port.ts'
import type { Readiness } from '../fallback/types.ts'
import type { Pretended } from './types.ts'

export interface SwitchDoor extends Fallback {
  /** Where the position really stands, drill or not. */
  readonly real: Fallback
  enter(drill: Fallback): void
  leave(): void
}

/** @param pretended  what the drill says of the RBS now; asked only while one runs */
export function createSwitchDoor(real: Fallback, pretended: () => Pretended | undefined): SwitchDoor {
  let drill: Fallback | undefined
  const now = (): Fallback => drill ?? real
  return {
    real,
    get state() {
      return now().state
    },
    get readiness() {
      return drill ? { ...outsideDrill(real.readiness), ...drill.readiness } : real.readiness
    },
    get next() {
      return now().next
    },
    get advised() {
      return now().advised
    },
    update(facts) {
      real.update(facts)
      drill?.update(drilled(facts, pretended()))
    },
    refresh() {
      real.refresh()
      drill?.refresh()
    },
    press: (event) => now().press(event),
    groupObserved(channel, group) {
      real.groupObserved(channel, group)
      drill?.groupObserved(channel, group)
    },
    enter(next) {
      drill = next
    },
    leave() {
      const left = drill
      drill = undefined
      left?.stop()
    },
    stop() {
      drill?.stop()
      real.stop()
    },
  }
}

/** A channel that has no group of the drill is not among its ways out. */
const outsideDrill = (readiness: Fallback['readiness']): Record<string, Readiness> =>
  Object.fromEntries(Object.keys(readiness).map((channel) => [channel, { state: 'unknown', cause: 'not-in-drill' }]))

function drilled(facts: Partial<OutsideFacts>, pretended: Pretended | undefined): Partial<OutsideFacts> {
  if (!pretended) return facts
  const { lastOwnSpeechMs: _real, ...rest } = facts
  return { ...rest, rbs: pretended.now, proofs: pretended.proofs, ownNetworkDown: false, manned: true, rbsLastReplyMs: pretended.sinceMs }
}

/** A radio as the drill has it: asked for no other group, asked nothing when the drill is over, and left as it is then. */
export function drillChannel(channel: RadioChannel, groups: readonly string[]): RadioChannel {
  let isOver = false
  // Everything else is the channel's own, as it is at each moment.
  return Object.assign(Object.create(channel) as RadioChannel, {
    confirm: (group: string): ReturnType<RadioChannel['confirm']> =>
      (isOver || !groups.includes(group) ? Promise.resolve(fail(failure('CALL_REFUSED', 'drill-group'))) : channel.confirm(group)),
    stop: () => {
      isOver = true
    },
  })
}
