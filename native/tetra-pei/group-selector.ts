// Choosing the group the radio stands on. Source: EN 300 392-5, +CTGS; one daemon for Motorola radios changes at most once in 2 s.
// That pause is for radios that miss a change, so it is kept where one was missed, and a person's choice goes out at once.
import type { Clock } from '../kit/clock.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Asking } from './asking.ts'
import { encodeSelectGroup } from './messages/group-selection.ts'

export interface GroupSelectorOptions {
  readonly clock: Clock
  readonly ask: Asking['ask']
  /** The group the radio last said it stands on. */
  readonly gssi: () => string | undefined
}

const CHANGE_EVERY_MS = 2000

/** @returns a function that selects a group and proves it by reading back; a newer choice ends an older one that still waits */
export function createGroupSelector({ clock, ask, gssi }: GroupSelectorOptions): (wanted: string) => Promise<Result<void>> {
  let changedMs = Number.NEGATIVE_INFINITY
  let newest = 0

  const read = async (): Promise<Result<string | undefined>> => {
    const asked = await ask('AT+CTGS?')
    return asked.ok ? ok(gssi()) : asked
  }
  const change = async (wanted: string, isWanted: () => boolean): Promise<Result<string | undefined>> => {
    changedMs = clock.monotonicMs()
    const asked = await ask(encodeSelectGroup(Number(wanted)), { isWanted })
    // Out of its range is a group it does not know: its own word, not a thing it cannot do.
    if (!asked.ok) return asked.error.code === 'DEVICE_UNSUPPORTED' ? fail(failure('DEVICE_DENIED', asked.error.detail)) : asked
    // The radio's OK says that it understood; only reading back proves which group it stands on.
    return read()
  }

  return async (wanted) => {
    const mine = ++newest
    const isWanted = (): boolean => mine === newest
    const sinceMs = clock.monotonicMs() - changedMs
    // Where it stands already nothing is changed: a group confirmed again and again costs the radio a question only.
    const standing = gssi() === wanted ? await read() : ok(undefined)
    if (!standing.ok && (standing.error.code === 'LINK_TIMEOUT' || standing.error.code === 'LINK_CLOSED')) return standing
    let selected = standing.ok && standing.value === wanted ? standing : await change(wanted, isWanted)
    if (selected.ok && selected.value !== wanted && sinceMs < CHANGE_EVERY_MS) {
      await new Promise<void>((resolve) => void clock.after(CHANGE_EVERY_MS - sinceMs, resolve))
      if (isWanted()) selected = await change(wanted, isWanted)
    }
    if (!selected.ok) return selected
    return selected.value === wanted ? ok() : fail(failure('DEVICE_DENIED', `group ${selected.value ?? 'none'}`))
  }
}
