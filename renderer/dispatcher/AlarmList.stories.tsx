// All alarms: none, a cause with what it explains, several at once with what came and went, and a flood.
import type { ReactNode } from 'react'
import type { AlarmLoadView, AlarmView, PastAlarmView, Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { ago, BASE, NOW } from '../scenes/base-scene.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { AlarmList } from './AlarmList.tsx'

function Opened(): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <AlarmList view={view} words={words} onClose={() => {}} />
}

const HOUR_S = 3600
const service = (id: string, label: string, rest: Partial<AlarmView>): Topics['alarms'] => ({
  [`service:${id}`]: { id: `service:${id}`, kind: 'service', severity: 'critical', code: 'service-down', sinceUtcMs: ago(17), params: { service: label }, acknowledged: false, ...rest },
})
const load = (rest: Partial<AlarmLoadView>): Topics['alarmLoad'] => ({
  load: {
    fromUtcMs: ago(24 * HOUR_S), toUtcMs: NOW, count: 3, perHour: 0.1, perDay: 3, peak: 2, lately: 1, flood: false, floodPercent: 0,
    bySeverity: { critical: 2, error: 1, warning: 0 }, top: [], chattering: [], stale: 0, calledFalse: 1, falsePercent: 33.3, ...rest,
  },
})
const past = (seen: boolean, seconds: number): PastAlarmView => ({ id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: { service: 'RBS' }, raisedUtcMs: ago(seconds + 60), endedUtcMs: ago(seconds), seen })

const CAUSE: Topics['alarms'] = {
  ...service('lan', 'LAN meldkamer', {}),
  ...service('rbs', 'RBS', { causedBy: 'service:lan' }),
  ...service('tel-0900', '0900/088', { severity: 'error', causedBy: 'service:lan' }),
}
const SEVERAL: Topics['alarms'] = {
  'emergency:1': { id: 'emergency:1', kind: 'emergency', severity: 'emergency', code: 'emergency-call', sinceUtcMs: ago(4), params: { gssi: '4037002' }, acknowledged: false },
  ...service('rbs', 'RBS', { code: 'service-unstable', params: { service: 'RBS', count: 9 }, acknowledged: true, acknowledgedUtcMs: ago(7), sinceUtcMs: ago(360) }),
  'radio:desk-radio:may-transmit': { id: 'radio:desk-radio:may-transmit', kind: 'radio', severity: 'critical', code: 'may-transmit', sinceUtcMs: ago(30), params: { device: 'Mobilofoon' }, acknowledged: false },
  'device:pedal': { id: 'device:pedal', kind: 'device', severity: 'warning', code: 'LINK_LOST', sinceUtcMs: ago(30 * HOUR_S), params: { device: 'voetpedaal', detail: '' }, acknowledged: true, acknowledgedUtcMs: ago(29 * HOUR_S), calledFalse: true },
}
const PAST: Topics['pastAlarms'] = { 'service:rbs@1': past(false, 3 * HOUR_S), 'service:rbs@2': past(true, 120) }

const shown = (name: string, topics: Partial<Topics>): Story =>
  ({ name, width: 460, height: 720, render: () => <SilentConsole topics={{ ...BASE, ...topics }}><Opened /></SilentConsole> })

export const stories: readonly Story[] = [
  shown('geen', { alarmLoad: load({ count: 0, peak: 0, calledFalse: 0 }) }),
  shown('een oorzaak met wat erdoor uitviel', { alarms: CAUSE, alarmLoad: load({}) }),
  shown('meer tegelijk, en wat voorbij is', { alarms: SEVERAL, pastAlarms: PAST, alarmLoad: load({}) }),
  shown('vloed', { alarms: SEVERAL, alarmLoad: load({ count: 180, peak: 12, lately: 12, flood: true, floodPercent: 2 }) }),
]
