// The switch card and the roll call as a page is told them: moments in UTC, losses in the order in which they matter.
import type { Loss, RollCallView, SwitchCardView } from '../../contract/switching.ts'
import type { Card, RollCall, SpokenChannel } from './types.ts'

/** A call for help that no banner shows comes first; then what everybody has to do otherwise on the air. */
const BY_IMPORTANCE: readonly Loss[] = ['emergency-banner', 'status', 'ptt-id', 'sds', 'position', 'patch', 'queue']

export interface CardSurroundings {
  readonly channels: readonly SpokenChannel[]
  /** The site's own sentences. */
  readonly sentences: { readonly alternative?: string; readonly returned?: string }
  /** Text for the group; absent where it cannot be sent. */
  readonly preset?: string
}

export function cardView({ switchedAtMs, channel, group, occasion, saidAtMs, saidCount, dueAtMs, preset }: Card, around: CardSurroundings, toUtc: (monotonicMs: number) => number): SwitchCardView {
  const loses = occasion === 'alternative' ? (around.channels.find((one) => one.id === channel)?.loses ?? []) : []
  const sentence = around.sentences[occasion]
  return {
    switchedUtcMs: toUtc(switchedAtMs),
    channel,
    group,
    loses: BY_IMPORTANCE.filter((loss) => loses.includes(loss)),
    occasion,
    ...(sentence === undefined ? {} : { sentence }),
    ...(saidAtMs === undefined ? {} : { saidUtcMs: toUtc(saidAtMs) }),
    saidCount,
    ...(dueAtMs === undefined ? {} : { dueUtcMs: toUtc(dueAtMs) }),
    ...(around.preset === undefined || occasion !== 'alternative' ? {} : { preset: presetView(around.preset, preset) }),
  }
}

const presetView = (text: string, { sentTo, sendingTo, failed }: Card['preset']): SwitchCardView['preset'] => ({
  text,
  sentTo,
  ...(sendingTo === undefined ? {} : { sending: true }),
  ...(failed === undefined ? {} : { failed }),
})

export const rollCallView = ({ begunAtMs, endedAtMs, group, units }: RollCall, toUtc: (monotonicMs: number) => number): RollCallView => ({
  begunUtcMs: toUtc(begunAtMs),
  ...(endedAtMs === undefined ? {} : { endedUtcMs: toUtc(endedAtMs) }),
  group,
  units: units.map(({ label, answeredAtMs, by }) => ({ label, ...(answeredAtMs === undefined ? {} : { answeredUtcMs: toUtc(answeredAtMs) }), ...(by === undefined ? {} : { by }) })),
})
