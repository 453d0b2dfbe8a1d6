// What of watching goes into the record, and in which words.
import type { Parts } from './parts.ts'
import { WATCH_KIND } from './recorder.ts'
import type { WatchChange } from './watch/index.ts'

/** Saved for a later run: the watch itself, and how many entries each open storing has. */
export function saveWatch({ recorder, watch, incidents }: Parts): void {
  recorder.sample(WATCH_KIND, { watch: watch.save(), faults: incidents.save() })
}

export function recordWatch(parts: Parts, change: WatchChange): void {
  const { recorder, deps } = parts
  // The trace records them: watch-trace.ts.
  if (change.effect === 'announce-samples') return
  deps.log.info('watch.changed', { ...change })
  switch (change.effect) {
    case 'announce-change':
      recorder.note('service.changed', { service: change.service, from: change.from, to: change.to, why: change.why, evidence: change.evidence, at: change.utcMs })
      return saveWatch(parts)
    case 'announce-diagnosis':
      return recorder.note('diagnosis.changed', { from: change.from.kind, to: change.to.kind, fails: change.to.fails, evidence: change.to.evidence })
    case 'announce-probe-unusable':
      return recorder.note('probe.unusable', { service: change.service, probe: change.probe, code: change.error.code, detail: change.error.detail })
    default:
      return recorder.note(`watch.${change.effect.slice('announce-'.length)}`, { ...change, effect: undefined })
  }
}
