// What of watching goes into the record, and in which words.
import { DRILL_ALARM } from '../contract/switching.ts'
import { saveAlarms } from './alarm/alarm-memory.ts'
import type { Parts } from './parts.ts'
import { WATCH_KIND } from './recorder.ts'
import type { WatchChange } from './watch/index.ts'

/** Saved for a later run: the watch itself, what alarms stand, and what storingen there are. */
export function saveWatch({ recorder, watch, incidents, alarms, deps }: Parts): void {
  recorder.sample(WATCH_KIND, { watch: watch.save(), alarms: saveAlarms(alarms.standing.filter(({ id }) => !id.startsWith(DRILL_ALARM)), deps.clock.utcMs()) })
  incidents.save()
}

export function recordWatch(parts: Parts, change: WatchChange): void {
  const { recorder, deps } = parts
  // The trace records them: watch-trace.ts.
  if (change.effect === 'announce-samples') return
  deps.log.info('watch.changed', { ...change })
  switch (change.effect) {
    case 'announce-change':
      recorder.note('service.changed', { service: change.service, from: change.from, to: change.to, why: change.why, evidence: change.evidence, at: change.utcMs, ...(change.sinceMs === undefined ? {} : { since: change.utcMs - (change.atMs - change.sinceMs) }) })
      return saveWatch(parts)
    case 'announce-diagnosis':
      return recordDiagnosis(recorder, change)
    // Recorded by whoever began or ended it, with its end and on whose word.
    case 'announce-maintenance':
      return undefined
    case 'announce-probe-unusable':
      return recorder.note('probe.unusable', { service: change.service, probe: change.probe, code: change.error.code, detail: change.error.detail })
    default:
      return recorder.note(`watch.${change.effect.slice('announce-'.length)}`, { ...change, effect: undefined })
  }
}

/** The whole of it: what worked, what did not, what nobody knew, and on whose word. */
function recordDiagnosis(recorder: Parts['recorder'], { from, to }: Extract<WatchChange, { effect: 'announce-diagnosis' }>): void {
  const { kind, sinceMs: _, ...said } = to
  recorder.note('diagnosis.changed', { from: from.kind, to: kind, ...said })
}
