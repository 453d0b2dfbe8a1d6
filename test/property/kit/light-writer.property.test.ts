// Whatever happens to a panel and however fast, its lights end at what was asked last, and it is never written to too fast.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LightState } from '../../../native/kit/buttons.ts'
import { failure } from '../../../native/kit/errors.ts'
import { LightWriter, REFUSED_MS, WRITE_GAP_MS } from '../../../native/kit/light-writer.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const NAMES = ['a', 'b', 'c']
const STATES: readonly LightState[] = ['off', 'on', 'flash']
const state = fc.constantFrom(...STATES)

type Step =
  | { readonly do: 'show'; readonly lights: Readonly<Record<string, LightState>> }
  | { readonly do: 'lose' | 'refuse' | 'take' }
  | { readonly do: 'wait'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('show' as const), lights: fc.dictionary(fc.constantFrom(...NAMES, 'unknown'), state) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'refuse' as const, 'take' as const) }) },
)

test('any course of asking, unplugging, refusing and waiting ends with the lights that were asked last, paced all the way', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 0, max: 40 }), fc.boolean(), async (steps, takesMs, hasAll) => {
    const clock = createManualClock()
    let device: Record<string, LightState> = { a: 'flash', b: 'on', c: 'flash' } // somebody else's
    let takes = true
    let opening = 0
    const moments: { readonly opening: number; readonly ms: number }[] = []
    const lights = new LightWriter<LightState>({
      table: { names: NAMES, dark: 'off', encode: (name, to) => [Uint8Array.of(NAMES.indexOf(name), STATES.indexOf(to))], ...(hasAll ? { allDark: [Uint8Array.of(99)] } : {}) },
      clock,
      async write([place = 0, to = 0]) {
        const mine = opening
        moments.push({ opening, ms: clock.monotonicMs() })
        if (takesMs > 0) await new Promise<void>((resolve) => clock.after(takesMs, resolve))
        if (!takes) return fail(failure('DEVICE_DENIED'))
        // What is on its way when the cable goes reaches nothing.
        if (mine !== opening) return fail(failure('LINK_CLOSED'))
        if (place === 99) device = { a: 'off', b: 'off', c: 'off' }
        else device[NAMES[place]!] = STATES[to]!
        return ok()
      },
      onRefused: () => undefined,
      onTaken: () => undefined,
    })
    lights.opened()
    let last: Readonly<Record<string, LightState>> = {}
    const act = async (one: Step): Promise<void> => {
      if (one.do === 'show') lights.show((last = one.lights))
      if (one.do === 'wait') await clock.advanceAsync(one.ms)
      if (one.do === 'refuse') takes = false
      if (one.do === 'take') takes = true
      if (one.do !== 'lose') return
      lights.lost()
      opening++
      device = { a: 'on', b: 'flash', c: 'on' } // another panel of the kind
      lights.opened()
    }
    for (const one of [{ do: 'show', lights: {} } as const, ...steps, { do: 'take' } as const]) await act(one)
    await clock.advanceAsync(REFUSED_MS + 1000)
    expect(device).toEqual({ a: last['a'] ?? 'off', b: last['b'] ?? 'off', c: last['c'] ?? 'off' })
    for (const [at, one] of moments.entries()) {
      const before = moments[at - 1]
      if (before?.opening === one.opening) expect(one.ms - before.ms).toBeGreaterThanOrEqual(WRITE_GAP_MS)
    }
    expect(clock.pending).toBe(0)
  }), { numRuns: 80 })
}, 60_000)
