// Joins the room that reads the record with the room that knows what a moment is: for the reading thread and for commands.
import type { Moments } from './ledger/reader/read-moment.ts'
import { KEPT_KIND, readKept } from './moment/kept-moment.ts'
import { NOTHING_KNOWN, type MomentState } from './moment/moment-state.ts'
import { MOMENT_KINDS, reduceMoment } from './moment/reduce-moment.ts'
import { viewMoment } from './moment/view-moment.ts'
import { SHIFT_KINDS } from './timeline-kinds.ts'

export const MOMENTS: Moments<MomentState> = {
  kinds: MOMENT_KINDS,
  initial: NOTHING_KNOWN,
  keptKind: KEPT_KIND,
  reduce: reduceMoment,
  readKept,
  view: viewMoment,
  jumpKinds: SHIFT_KINDS,
}
