// Two announcements behind one door: the real one, and while a drill runs the drill's own, which begins with nothing to say and is
// thrown away with it. What is really to be said is neither shown as a part of the drill nor taken for said by it.
import type { SwitchCardView } from '../../contract/switching.ts'
import type { SwitchReport } from '../fallback/types.ts'
import type { Say } from './say.ts'

export interface SayDoor extends Say {
  /** What the drill's own switch tells. */
  drillReported(report: SwitchReport): void
  /** A drill has begun or ended. */
  drillIs(state: 'running' | 'over'): void
}

type Show = (card: SwitchCardView | undefined) => void

export interface SayDoorDeps {
  readonly createReal: (show: Show) => Say
  /** Knows nothing of earlier runs, and sends no text. */
  readonly createDrills: (show: Show) => Say
  readonly show: Show
}

export function createSayDoor({ createReal, createDrills, show }: SayDoorDeps): SayDoor {
  let realCard: SwitchCardView | undefined
  let drills: Say | undefined
  const real = createReal((card) => {
    realCard = card
    if (!drills) show(card)
  })
  return {
    start: () => real.start(),
    stop() {
      drills?.stop()
      real.stop()
    },
    switchReported: (report) => real.switchReported(report),
    radioEvent: (device, event) => real.radioEvent(device, event),
    said: (via) => (drills ?? real).said(via),
    preset: (via) => real.preset(via),
    drillReported: (report) => drills?.switchReported(report),
    drillIs(state) {
      if ((state === 'running') === (drills !== undefined)) return
      drills?.stop()
      drills = state === 'running' ? createDrills(show) : undefined
      show(drills ? undefined : realCard)
    },
  }
}
