// What the topics show now, in the words of a moment: to hold a moment rebuilt from the record against what people saw then.
import type { MomentView } from '../../electron/contract/record.ts'
import type { Topics } from '../../electron/contract/topics.ts'

type Shown = Pick<MomentView, 'services' | 'diagnosis' | 'channel' | 'ptt' | 'devices' | 'alarms' | 'emergencies' | 'faults'>
export type ReadTopic = <Name extends 'services' | 'diagnosis' | 'switch' | 'ptt' | 'devices' | 'alarms' | 'faults'>(name: Name) => Topics[Name]

/** The record says when it was told; the page when it began, to the millisecond of another reading of the clocks. */
export interface Comparable {
  readonly services: Readonly<Record<string, readonly unknown[]>>
  readonly diagnosis: unknown
  readonly channel: unknown
  readonly ptt: string | undefined
  readonly devices: Readonly<Record<string, string>>
  readonly alarms: Readonly<Record<string, unknown>>
  readonly emergencies: readonly string[]
  readonly faults: readonly string[]
}

/** What a restart remembers of an outage is shown for some seconds, and is not in the record. Moments within this are one: a change is recorded a turn after it is decided. */
const CLOSE_MS = 250
const about = (utcMs: number | undefined): number | undefined => (utcMs === undefined ? undefined : Math.round(utcMs / CLOSE_MS / 4))

export function comparable({ services, diagnosis, channel, ptt, devices, alarms, emergencies, faults }: Shown): Comparable {
  return {
    services: byId(services.map(({ id, now, sinceUtcMs, unstableSinceUtcMs, maintenance, why }) => [id, [now, about(sinceUtcMs), about(unstableSinceUtcMs), maintenance, why === undefined || why['code'] === 'was-down' ? null : why]])),
    diagnosis: diagnosis && [diagnosis.kind, about(diagnosis.sinceUtcMs)],
    channel: channel && [channel.id, channel.group, about(channel.sinceUtcMs)],
    ptt: ptt?.phase,
    // That it is being opened once more is not recorded: it is not there.
    devices: byId(devices.flatMap(({ id, link }) => (link === 'opening' ? [] : [[id, link]]))),
    alarms: byId(alarms.map(({ id, ...said }) => [id, { ...said, sinceUtcMs: about(said.sinceUtcMs) }])),
    emergencies: emergencies.map(({ id }) => id).toSorted(),
    faults,
  }
}

export function shownNow(topic: ReadTopic): Comparable {
  const shownSwitch = topic('switch').switch
  const shownPtt = topic('ptt').ptt
  const diagnosis = topic('diagnosis').diagnosis
  const alarms = Object.values(topic('alarms'))
  return comparable({
    services: Object.values(topic('services')).map(({ id, now, sinceUtcMs, unstable, maintenance, why }) => ({
      id, now, sinceUtcMs, ...(unstable ? { unstableSinceUtcMs: unstable.sinceUtcMs } : {}), ...(maintenance ? { maintenance } : {}), why,
    })),
    ...(diagnosis ? { diagnosis: { kind: diagnosis.kind, sinceUtcMs: diagnosis.sinceUtcMs } } : {}),
    ...(shownSwitch ? { channel: { id: shownSwitch.channel, ...(shownSwitch.group === undefined ? {} : { group: shownSwitch.group }), sinceUtcMs: shownSwitch.sinceUtcMs } } : {}),
    ...(shownPtt ? { ptt: { phase: shownPtt.phase, sinceUtcMs: shownPtt.sinceUtcMs ?? 0 } } : {}),
    devices: Object.values(topic('devices')).map(({ id, link }) => ({ id, link, sinceUtcMs: 0 })),
    // That the record fails, the record cannot say.
    alarms: alarms.flatMap(({ id, kind, severity, code, params, acknowledged, sinceUtcMs }) => (kind === 'emergency' || kind === 'record' ? [] : [{ id, kind, severity, code, params, acknowledged, sinceUtcMs }])),
    emergencies: alarms.flatMap(({ id, kind, sinceUtcMs }) => (kind === 'emergency' ? [{ id, sinceUtcMs }] : [])),
    faults: Object.values(topic('faults')).flatMap(({ number, state }) => (state === 'open' ? [number] : [])),
  })
}

const byId = <Value>(entries: readonly (readonly [string, Value] | (string | Value)[])[]): Record<string, Value> =>
  Object.fromEntries((entries as readonly (readonly [string, Value])[]).toSorted(([one], [other]) => (one < other ? -1 : 1)))
