// Watches a pedal or panel while somebody presses it: for devices that cannot be asked, the only proof that they work.
import type { Clock } from '../../../native/kit/clock.ts'
import type { HidButtons } from '../../../native/registry.ts'
import type { Text } from '../terminal/text.ts'
import { words, type Finding } from './finding.ts'
import { judgePresses, type PressFacts } from './judge/buttons.ts'
import type { Person } from './person.ts'

export const WATCH_MS = 10_000

export interface PressTestDeps {
  readonly clock: Clock
  readonly text: Text
  readonly person: Person | undefined
  /** A running console would take each press for one of its own. */
  readonly isInService: boolean
  readonly id: string
  readonly label: string
  readonly openButtons: () => HidButtons
}

export async function pressTest({ clock, text, person, isInService, id, label, openButtons }: PressTestDeps): Promise<Finding> {
  const refused = (key: string): Finding => ({ id: `device.${id}.press`, state: 'unknown', title: words('doctor.press', { label }), detail: words(key) })
  if (isInService) return refused('doctor.keytest.in-service')
  if (!person) return refused('doctor.keytest.no-terminal')
  const buttons = openButtons()
  const presses: { name: string; heldMs: number }[] = []
  const down = new Map<string, number>()
  buttons.onEvent((event) => {
    if (event.kind === 'down') down.set(event.name, clock.monotonicMs())
    // The first report of a device that cannot be asked is where it rests; a press in it has no beginning that was seen.
    if (event.kind !== 'up') return
    const sinceMs = down.get(event.name)
    if (sinceMs !== undefined) presses.push({ name: event.name, heldMs: clock.monotonicMs() - sinceMs })
    down.delete(event.name)
  })
  buttons.start()
  person.tell(text('doctor.press.now', { label, seconds: WATCH_MS / 1000 }))
  const startMs = clock.monotonicMs()
  await new Promise<void>((resolve) => {
    const timer = clock.after(WATCH_MS, () => end())
    const leave = person.onStop(() => end())
    const end = (): void => {
      timer.cancel()
      leave()
      resolve()
    }
  })
  await buttons.stop()
  const facts: PressFacts = { presses, waitedMs: clock.monotonicMs() - startMs }
  return judgePresses(id, label, facts)
}
