// The edge of what is to be said: follows the switch, takes a person's word that it was said, and sends the preset text to the
// group by the active channel's own radio. The control radio never sends.
import { createUtcAhead, type Clock, type Timer } from '../../../native/kit/clock.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'
import { failure } from '../../../native/kit/errors.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { ShortData } from '../../../native/kit/short-data.ts'
import type { SwitchCardView } from '../../contract/switching.ts'
import type { SwitchReport } from '../fallback/types.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { earlierSay, sayEventOfReport } from './earlier.ts'
import type { Recorded, SayRecorder, Via, WorksBy } from './port.ts'
import { createPresetSending } from './preset-sending.ts'
import { reduceSay } from './say-machine.ts'
import { PRESET_ASKED_KIND, PRESET_UNCONFIRMED_KIND, RETURN_STANDS_MS, SAID_KIND, type SayEffect, type SayEvent, type SayRefusal, type SayState, type SpokenChannel } from './types.ts'
import { cardView } from './view.ts'

const MINUTE_MS = 60_000

export interface SayDeps {
  readonly clock: Clock
  readonly recorder: SayRecorder
  readonly channels: readonly SpokenChannel[]
  readonly plan: { readonly switched?: string | undefined; readonly returned?: string | undefined; readonly everyMinutes: number; readonly preset?: string | undefined }
  /** GSSIs of the plan: a text goes to no other, wherever somebody turned the radio. */
  readonly groups: readonly string[]
  /** Nothing is ever sent. */
  readonly observes: boolean
  readonly worksBy: () => WorksBy
  /** Of the radio of a channel; undefined where it has none. */
  readonly shortDataOf: (channel: string) => ShortData | undefined
  readonly isTransmitting: () => boolean
  /** In a drill nothing goes to a group but speech. */
  readonly isDrill: () => boolean
  /** Entries of SAYING_KINDS and ROLL_KINDS, newest first; undefined when the record could not be read: then all is to be said anew. */
  readonly earlier: readonly StoredEntry[] | undefined
  readonly onChange: (card: SwitchCardView | undefined) => void
}

export interface Say {
  /** After the switch knows where it stands. */
  start(): void
  stop(): void
  switchReported(report: SwitchReport): void
  radioEvent(device: string, event: RadioEvent): void
  /** "Omgeroepen". @returns CALL_REFUSED: `nothing-to-say` */
  said(via: Via): Recorded
  /** By a supervisor, once a group. @returns CALL_REFUSED: `no-text`, `already-sent`, `cannot-send`, `observe-mode`, `transmitting` */
  preset(via: Via): Recorded
}

export function createSay(deps: SayDeps): Say {
  const { clock, recorder, channels, plan } = deps
  const rules = { everyMs: plan.everyMinutes * MINUTE_MS }
  const ahead = createUtcAhead(clock)
  const rbs = channels.find(({ kind }) => kind === 'rbs')?.id ?? ''
  let timer: Timer | undefined

  const canSend = (channel: string): ShortData | undefined =>
    deps.observes || channels.find(({ id }) => id === channel)?.loses.includes('sds') === true ? undefined : deps.shortDataOf(channel)
  const show = ({ card }: SayState): void => {
    const preset = plan.preset !== undefined && card !== undefined && canSend(card.channel) ? { preset: plan.preset } : {}
    const sentences = { ...(plan.switched === undefined ? {} : { alternative: plan.switched }), ...(plan.returned === undefined ? {} : { returned: plan.returned }) }
    deps.onChange(card && cardView(card, { channels, sentences, ...preset }, (ms) => Math.round(ms + ahead())))
  }
  const machine = createMachine<SayState, SayEvent, SayEffect>({
    initial: earlierSay(deps.earlier, rules, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() }),
    reduce: reduceSay(rules),
    perform: (effect, dispatch) => {
      timer?.cancel()
      timer = effect.effect === 'start-timer' ? clock.after(effect.ms, () => dispatch({ event: 'time-passed' })) : undefined
    },
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      if (before !== after) show(after)
    },
  })
  const sending = createPresetSending({
    clock,
    recorder,
    onEnded: (group, outcome, word) => machine.dispatch({ event: 'preset-ended', group, outcome, ...(word === undefined ? {} : { word }) }),
  })
  const refuse = (cause: SayRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))

  const presetRefusal = (active: WorksBy): SayRefusal | undefined => {
    const { card } = machine.state
    if (deps.observes) return 'observe-mode'
    if (plan.preset === undefined) return 'no-text'
    if (card?.occasion !== 'alternative' || !active.confirmed || active.channel !== card.channel || deps.isDrill()) return 'cannot-send'
    if (active.group === undefined || !deps.groups.includes(active.group)) return 'cannot-send'
    if (card.preset.sentTo.includes(active.group) || sending.isUnderWay) return 'already-sent'
    return deps.isTransmitting() ? 'transmitting' : undefined
  }

  return {
    start() {
      meetNow(machine.state, deps.worksBy(), rbs).forEach((event) => machine.dispatch(event))
      const { card } = machine.state
      // Whoever asked for it is gone: it may have gone out, and nobody will say so any more.
      if (card?.preset.sendingTo !== undefined) {
        recorder.note(PRESET_UNCONFIRMED_KIND, { channel: card.channel, group: card.preset.sendingTo, detail: 'restart' })
        machine.dispatch({ event: 'preset-ended', group: card.preset.sendingTo, outcome: 'unconfirmed' })
      }
      timer?.cancel()
      if (card?.occasion === 'returned') timer = clock.after(Math.max(0, card.switchedAtMs + RETURN_STANDS_MS - clock.monotonicMs()), () => machine.dispatch({ event: 'time-passed' }))
      show(machine.state)
    },
    stop() {
      timer?.cancel()
      sending.stop()
    },
    switchReported(report) {
      const event = sayEventOfReport(report, rbs)
      if (event) machine.dispatch(event)
    },
    radioEvent: (device, event) => sending.radioEvent(device, event),
    async said(via) {
      const { card } = machine.state
      if (!card) return refuse('nothing-to-say')
      machine.dispatch({ event: 'said' })
      return recorder.person(SAID_KIND, { channel: card.channel, group: card.group, occasion: card.occasion, ...via })
    },
    async preset(via) {
      const active = deps.worksBy()
      const refusal = presetRefusal(active)
      if (refusal) return refuse(refusal)
      const { channel, group = '' } = active
      const text = plan.preset ?? ''
      const shortData = canSend(channel)
      const device = channels.find(({ id }) => id === channel)?.device
      if (!shortData || !sending.send({ channel, group, device }, shortData, text)) return refuse('cannot-send')
      machine.dispatch({ event: 'preset-asked', group })
      return recorder.person(PRESET_ASKED_KIND, { channel, group, characters: text.length, ...via }, { role: 'supervisor', content: text })
    },
  }
}

/** What is folded from the record, held against where the position really stands. */
function meetNow({ card }: SayState, { channel, group }: WorksBy, rbs: string): readonly SayEvent[] {
  if (channel === rbs) return card?.occasion === 'alternative' ? [{ event: 'returned', channel: rbs }, { event: 'time-passed' }] : [{ event: 'time-passed' }]
  if (card?.occasion !== 'alternative' || card.channel !== channel) return [{ event: 'switched', channel, group: group ?? '' }]
  return group === undefined ? [] : [{ event: 'group-changed', channel, group }]
}
