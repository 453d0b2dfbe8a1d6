// A host that could not even be started is tried again like one that died: only a running host can hang a radio up.
import { afterEach, expect, test } from 'vitest'
import { createSupervisor } from '../../../electron/host/supervisor.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const { execPath } = process
afterEach(() => {
  process.execPath = execPath
})

test('a start that the system refuses is said once, and tried again with growing pauses', async () => {
  process.execPath = '/nonexistent/node'
  const clock = createManualClock()
  const states: string[] = []
  const supervisor = createSupervisor({
    clock, entry: 'host.js', args: [], onPacket: () => undefined,
    onState: (state) => states.push(state.host === 'died' ? `died, again in ${state.againInMs}` : state.host),
  })
  supervisor.start()
  await clock.advanceAsync(0)
  await clock.advanceAsync(250)
  await clock.advanceAsync(500)
  expect(states).toEqual(['starting', 'died, again in 0', 'starting', 'died, again in 250', 'starting', 'died, again in 500', 'starting', 'died, again in 1000'])
  await supervisor.stop()
  expect(clock.pending).toBe(0)
})
