// The trace of this run in the record: a header at the start, then each second the lines of that second, in the format that
// `replay` reads. So every real outage becomes a trace: `achterwacht samples`. Times go by the monotonic clock, which nobody
// sets; the header says what the wall clock showed then.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { packLines } from './packed-lines.ts'
import { BEGAN_KIND, SAMPLES_KIND, type Recorder } from './recorder.ts'
import type { StandingServiceAlarm } from './alarm/alarmed-service.ts'
import { encodeTraceHeader } from './watch/trace-header.ts'
import { createSampleWriter, encodeAcknowledged, encodeWatchEvent, type EncodeSample } from './watch/trace-line.ts'
import type { WatchEvent, WatchTracePort } from './watch/index.ts'

/** The record batches samples each second as well. */
const BATCH_MS = 1_000

export interface WatchTrace extends WatchTracePort {
  /** A person has seen the alarm of this service. @param atMs  when everything before it was told */
  acknowledged(service: string, atMs: number): void
  /** Hands on what is left. Call it when the watch has ended. */
  stop(): void
}

/** @param alarmsOf  alarms of services that stand from an earlier run, when watching begins */
export function createWatchTrace(clock: Clock, recorder: Pick<Recorder, 'note' | 'sample'>, alarmsOf: (moment: { readonly nowMs: number; readonly utcMs: number }) => Readonly<Record<string, StandingServiceAlarm>> = () => ({})): WatchTrace {
  let encodeSample: EncodeSample | undefined
  const units = new Map<string, string>()
  let lines: string[] = []
  let timer: Timer | undefined

  const flush = (): void => {
    timer?.cancel()
    timer = undefined
    if (lines.length === 0) return
    recorder.sample(SAMPLES_KIND, { count: lines.length }, packLines(lines))
    lines = []
  }
  const add = (line: string | undefined): void => {
    if (line === undefined) return
    lines.push(line)
    timer ??= clock.after(BATCH_MS, flush)
  }

  return {
    began(begin) {
      encodeSample = createSampleWriter(begin.settings.probeTimeoutMs)
      recorder.note(BEGAN_KIND, { ...encodeTraceHeader(begin), ...standingPart(alarmsOf({ nowMs: begin.atMs, utcMs: begin.utcMs })) })
    },
    told(event, atMs) {
      if (encodeSample) add(encodeWatchEvent(namingNobody(event, units), atMs, encodeSample))
    },
    acknowledged: (service, atMs) => add(encodeAcknowledged(service, atMs)),
    stop: flush,
  }
}

/** Part of the header: else a replay would sound again what stood. */
function standingPart(standing: Readonly<Record<string, StandingServiceAlarm>>): object {
  const told = Object.entries(standing).map(([service, { code, severity, sinceMs, count, acknowledged, causedBy }]) =>
    [service, { code, severity, sinceMs, acknowledged, ...(count !== undefined && { count }), ...(causedBy !== undefined && { causedBy }) }])
  return told.length > 0 ? { standing: Object.fromEntries(told) } : {}
}

/** A call sign is a text that can be deleted by itself, and stands elsewhere: here units are only told apart. */
function namingNobody(event: WatchEvent, units: Map<string, string>): WatchEvent {
  if (event.kind !== 'for-service' || event.event.kind !== 'people-told' || event.event.unit === undefined) return event
  const { unit } = event.event
  const name = units.get(unit) ?? `unit-${units.size + 1}`
  units.set(unit, name)
  return { ...event, event: { ...event.event, unit: name } }
}
