// One alarm in words, wherever it is shown.
import type { AlarmView } from '../../electron/contract/topics.ts'
import { asText, groupLabel, type ConsoleView } from './console-view.ts'
import type { Words } from './words.ts'

/** It is there and says nothing; with any other cause it is not there. */
const SILENT_CODES: ReadonlySet<string> = new Set(['DEVICE_SILENT', 'LINK_TIMEOUT'])

/** One alarm in a sentence; the same words as in the log. */
export function alarmSentence(alarm: Pick<AlarmView, 'id' | 'kind' | 'code' | 'params'>, { topics }: Pick<ConsoleView, 'topics'>, words: Words): string {
  const params: Record<string, string> = { group: groupLabel(topics.site.site, asText(alarm.params['gssi'])), problems: '', service: '', device: '', source: '', detail: '', count: '', channel: '', whom: 'none' }
  for (const [key, value] of Object.entries(alarm.params)) params[key] = asText(value)
  // Port, address and cause are the technician's: they stand in the record.
  if (alarm.kind === 'device') return words.text(SILENT_CODES.has(alarm.code) ? 'trouble.silent' : 'trouble.gone', params)
  if (alarm.kind === 'record') return [params['device'], words.coded('error', alarm.code, params)].filter((part) => part !== '').join(': ')
  // One silent control radio is no outage of the network.
  if (alarm.code === 'service-down' && topics.services[alarm.id.slice(alarm.id.indexOf(':') + 1)]?.role === 'witness') return words.text('alarm.service-not-heard', params)
  return words.coded('alarm', alarm.code, params)
}
