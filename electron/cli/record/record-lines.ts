// A moment and an entry as lines for a person. Times are local, as on the screens; with `--json` they are UTC.
import type { MomentView } from '../../contract/record.ts'
import type { StoredEntry } from '../../host/ledger/port.ts'
import type { Text } from '../terminal/text.ts'

const MOMENT = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const moment = (utcMs: number): string => MOMENT.format(utcMs).replace(',', '')

const NAME_WIDTH = 18

export function entryLine({ seq, utcMs, kind, actor, payload, content }: StoredEntry): string {
  const said = content === undefined ? '' : `  ${JSON.stringify(content)}`
  return `${String(seq).padStart(9)}  ${moment(utcMs)}  ${kind}  ${actor.role}  ${JSON.stringify(payload)}${said}`
}

export function momentLines(view: MomentView, text: Text): readonly string[] {
  const row = (key: string, value: string, sinceUtcMs?: number): string =>
    `  ${text(key).padEnd(NAME_WIDTH)}${value}${sinceUtcMs === undefined ? '' : `  ${text('record.at.since', { time: moment(sinceUtcMs) })}`}`
  const { channel, ptt, diagnosis, previous, next } = view
  return [
    text('record.at.title', { time: moment(view.utcMs), seq: view.seq }),
    row('record.at.host', text(`record.at.host.${view.host}`), view.hostSinceUtcMs),
    ...(view.simulated ? [`  ${text('record.at.simulated')}`] : []),
    ...(view.drill === undefined ? [] : [`  ${text('record.at.drill', { number: view.drill })}`]),
    ...(view.mode ? [row('record.at.mode', view.mode)] : []),
    ...view.services.map((service) => row('record.at.service', serviceText(service, text), service.sinceUtcMs)),
    ...(diagnosis ? [row('record.at.diagnosis', diagnosis.kind, diagnosis.sinceUtcMs)] : []),
    ...(channel ? [row('record.at.channel', [channel.id, channel.group].filter((part) => part !== undefined).join(' – '), channel.sinceUtcMs)] : []),
    ...(ptt ? [row('record.at.ptt', text(`record.at.ptt.${ptt.phase}`), ptt.sinceUtcMs)] : []),
    ...view.devices.map(({ id, link, sinceUtcMs }) => row('record.at.device', `${id}: ${link}`, sinceUtcMs)),
    ...view.alarms.map(({ id, code, acknowledged, sinceUtcMs }) => row('record.at.alarm', `${id}: ${code}${acknowledged ? ` (${text('record.at.seen')})` : ''}`, sinceUtcMs)),
    ...view.emergencies.map(({ id, sinceUtcMs }) => row('record.at.emergency', id, sinceUtcMs)),
    ...(view.faults.length > 0 ? [row('record.at.faults', view.faults.join(', '))] : []),
    ...(previous ? [row('record.at.previous', String(previous.seq), previous.utcMs)] : []),
    ...(next ? [row('record.at.next', String(next.seq), next.utcMs)] : []),
  ]
}

function serviceText({ id, now, unstableSinceUtcMs, maintenance }: MomentView['services'][number], text: Text): string {
  const states = [text(now === 'ok' ? 'condition.ok.reachable' : `condition.${now}`)]
  if (unstableSinceUtcMs !== undefined) states.push(text('condition.unstable'))
  if (maintenance) states.push(text('condition.maintenance'))
  return `${id}: ${states.join(', ')}`
}
