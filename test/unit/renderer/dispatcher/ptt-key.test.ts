// The transmit key on the screen: kept alive, released once, never pressed twice.
import { expect, it } from 'vitest'
import { createPttKey } from '../../../../renderer/dispatcher/ptt-key.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

function stage() {
  const clock = createManualClock()
  const calls: string[] = []
  const call = ((name: string) => {
    calls.push(`${clock.monotonicMs()} ${name}`)
    return Promise.resolve({ ok: true, value: {} })
  }) as Parameters<typeof createPttKey>[0]['call']
  return { clock, calls, key: createPttKey({ call }, clock, () => {}) }
}

it('says every 100 ms that it is still held, three times within what the console waits', () => {
  const { clock, calls, key } = stage()
  key.press()
  clock.advance(300)
  expect(calls).toEqual(['0 ptt.press', '100 ptt.keep-alive', '200 ptt.keep-alive', '300 ptt.keep-alive'])
})

it('says nothing after it was let go, whoever lets go again', () => {
  const { clock, calls, key } = stage()
  key.press()
  key.press()
  clock.advance(50)
  key.release()
  key.release()
  clock.advance(500)
  expect(calls).toEqual(['0 ptt.press', '50 ptt.release'])
})
