// The group keys and, below each, which device hears it. What nobody hears is said in a word, always on screen while on an
// alternative.
import { activeChannel, groupLabel, isRbs, rbsService, type ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface GroupColumn {
  readonly gssi: string
  readonly label: string
  readonly note: string
  readonly state: 'plain' | 'selected' | 'calling' | 'selected-calling'
  readonly ask: Ask
  /** One a device, in their order. */
  readonly heard: readonly boolean[]
  /** `by-rbs`: the RBS hears its own, and which those are this console does not know. */
  readonly result: 'covered' | 'uncovered' | 'by-rbs'
}

export interface GroupsModel {
  readonly columns: readonly GroupColumn[]
  readonly devices: readonly string[]
  /** What to know of the selected group: turned by hand, or chosen for the next switch. */
  readonly note: string
  readonly aside: { readonly text: string; readonly warns: boolean }
}

export function groupsModel(view: ConsoleView, words: Words): GroupsModel {
  const { topics } = view
  const { site } = topics.site
  const { coverage } = topics.coverage
  const state = topics.switch.switch
  const devices = coverage?.devices ?? []
  const onRbs = isRbs(activeChannel(topics))
  const byRbs = onRbs && rbsHears(topics)
  const calling = new Set(Object.values(topics.alarms).filter((alarm) => alarm.kind === 'emergency').map((alarm) => String(alarm.params['gssi'] ?? '')))
  const selected = activeChannel(topics)?.fixedGroup ?? state?.group ?? state?.wantedGroup
  const columns = (site?.groups ?? []).map((group): GroupColumn => {
    const heardBy = coverage?.groups.find((one) => one.gssi === group.gssi)?.heardBy ?? []
    const isSelected = group.gssi === selected
    return {
      gssi: group.gssi,
      label: group.label,
      note: calling.has(group.gssi) ? words.text('group.calling') : isSelected ? words.text(onRbs ? 'group.wanted' : 'group.selected') : '',
      state: calling.has(group.gssi) ? (isSelected ? 'selected-calling' : 'calling') : isSelected ? 'selected' : 'plain',
      ask: { call: 'group.select', input: { group: group.gssi } },
      heard: devices.map((device) => heardBy.includes(device.id)),
      result: byRbs && !site?.drill ? 'by-rbs' : heardBy.length > 0 ? 'covered' : 'uncovered',
    }
  })
  return { columns, devices: devices.map((device) => device.label), note: noteOf(view, onRbs, words), aside: byRbs && site?.mode !== 'observe' && !site?.drill ? { text: words.text('groups.rbs-hears'), warns: false } : asideOf(view, columns, words) }
}

/** An RBS that is gone hears nothing, and of one that is not measured nobody knows. */
function rbsHears({ services }: ConsoleView['topics']): boolean {
  const now = rbsService(services)?.now
  return now === 'ok' || now === 'degraded'
}

function noteOf({ topics }: ConsoleView, onRbs: boolean, words: Words): string {
  const state = topics.switch.switch
  if (!state) return ''
  if (topics.site.site?.drill) return words.text('drill.groups')
  // Who only observes switches nothing.
  if (onRbs) return topics.site.site?.mode === 'observe' ? '' : words.text('groups.for-next')
  const report = state.lastReport
  if (report?.['report'] === 'group-changed' && report['byHand'] === 'radio') return words.text('groups.by-hand', { group: groupLabel(topics.site.site, String(report['group'])) })
  return ''
}

function asideOf({ topics }: ConsoleView, columns: readonly GroupColumn[], words: Words): GroupsModel['aside'] {
  const { coverage } = topics.coverage
  if (!coverage) return { text: '', warns: false }
  // Who only observes registers for nothing at its radios: what they tell of a call for help is luck.
  if (topics.site.site?.mode === 'observe') return { text: words.text('coverage.observes'), warns: true }
  // What the coverage calls unheard is, on the RBS, what would be unheard after a switch; here stands what is now.
  const unheard = isRbs(activeChannel(topics)) ? columns.filter(({ result }) => result === 'uncovered').map(({ label }) => label) : coverage.unheard.map((gssi) => groupLabel(topics.site.site, gssi))
  const groups = unheard.join(', ')
  return groups === '' ? { text: words.text(topics.site.site?.drill ? 'drill.all-heard' : 'coverage.all-heard'), warns: false } : { text: words.text('coverage.unheard', { groups }), warns: true }
}
