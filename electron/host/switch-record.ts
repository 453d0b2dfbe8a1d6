// What the switch did, in the record and the log, and where a later start begins: in a small file too, for a channel that was
// confirmed a moment before a crash may not be in the record yet.
import type { SwitchReport, SwitchState } from './fallback/types.ts'
import type { Parts } from './parts.ts'
import { SWITCH_KINDS, switchAfter, type SwitchAfter } from './restore.ts'

export class SwitchRecord {
  readonly #parts: Parts
  #kept: Pick<SwitchState, 'wantedGroup' | 'relapse' | 'stayed'> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  reported(report: SwitchReport, state: SwitchState): void {
    const { recorder, deps } = this.#parts
    const { report: kind, ...rest } = report
    const after = this.#after(state)
    if (SWITCH_KINDS.some((one) => one === `switch.${kind}`)) deps.lastChannel.write(after)
    // A refused press is recorded with the press itself.
    if (kind !== 'press-refused') recorder.note(`switch.${kind}`, { ...rest, after })
    deps.log.info(`switch.${kind}`, rest)
  }

  /** Where a later start stands is none of a drill's business: `after` is that of the real switch. */
  reportedInDrill(report: SwitchReport, { active }: SwitchState): void {
    const { recorder, deps, realFallback } = this.#parts
    const { report: kind, ...rest } = report
    if (kind !== 'press-refused') recorder.note(`switch.${kind}`, { ...rest, after: this.#after(realFallback.state), inDrill: { channel: active.channel, group: active.group } })
    deps.log.info(`drill.switch.${kind}`, rest)
  }

  /** A group chosen for the next switch, a renewed memory of relapses and the word to stay are no reports of the machine, and must outlive a crash. */
  keepUnreported(): void {
    const { deps, realFallback: { state } } = this.#parts
    const before = this.#kept
    this.#kept = state
    if (before === undefined || (before.wantedGroup === state.wantedGroup && before.relapse === state.relapse && before.stayed === state.stayed)) return
    deps.lastChannel.write(this.#after(state))
  }

  #after(state: SwitchState): SwitchAfter {
    const { clock } = this.#parts.deps
    return switchAfter(state, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() })
  }
}
