// Joins what is said after a switch, and the roll call, to the switch, the radios and the topics.
import type { HostDeps, Parts } from './parts.ts'
import { createRollCall } from './say/roll-call.ts'
import { createSayDoor } from './say/say-door.ts'
import { createSay, type SayDeps } from './say/say.ts'

/** What is said after a switch, and who answers: both follow where the position stands. */
export function createSaying({ site, clock }: HostDeps, { restored, recorder, topics, devices, fallback, ptt }: Pick<Parts, 'restored' | 'recorder' | 'topics' | 'devices' | 'fallback' | 'ptt'>): Pick<Parts, 'say' | 'rollCall'> {
  const { say: sentences, rollCall: round, channels } = site.plan
  const rbs = channels.find((channel) => channel.kind === 'rbs')?.id
  const deviceOf = (id: string): string | undefined => channels.flatMap((channel) => (channel.id === id && channel.kind !== 'rbs' ? [channel.device] : []))[0]
  const common: Omit<SayDeps, 'earlier' | 'onChange'> = {
    clock,
    recorder,
    channels: channels.map(({ id, kind, loses, ...rest }) => ({ id, kind, loses, ...('device' in rest ? { device: rest.device } : {}) })),
    plan: sentences,
    groups: site.plan.groups.map(({ gssi }) => gssi),
    observes: site.mode === 'observe',
    worksBy: () => fallback.state.active,
    shortDataOf: (channel) => devices.radios.get(deviceOf(channel) ?? '')?.driver.shortData,
    isTransmitting: () => ptt.state.transmission.phase === 'waiting' || ptt.state.transmission.phase === 'talking',
    isDrill: () => topics.value('site').site?.drill !== undefined,
  }
  const { preset: _none, ...sentencesOnly } = sentences
  const say = createSayDoor({
    createReal: (onChange) => createSay({ ...common, earlier: restored.announcing, onChange }),
    createDrills: (onChange) => createSay({ ...common, plan: sentencesOnly, earlier: [], onChange }),
    show: (card) => (card ? topics.set('say', { card }) : topics.remove('say', ['card'])),
  })
  const rollCall = createRollCall({
    clock,
    recorder,
    units: [...new Set(round.units ?? site.units.map(({ label }) => label))],
    everyMinutes: round.everyMinutes,
    drill: () => topics.value('site').site?.drill?.number,
    worksByAlternative: () => fallback.state.active.channel !== rbs,
    group: () => fallback.state.active.group ?? fallback.state.wantedGroup,
    earlier: restored.announcing,
    onChange: (view) => {
      topics.remove('rollCall', (['call', 'dueUtcMs'] as const).filter((part) => view[part] === undefined))
      topics.set('rollCall', view)
    },
  })
  return { say, rollCall }
}
