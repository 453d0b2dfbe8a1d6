// What the page says of a keyed set: its own group beside its name, and no more than anybody knows of it.
import { describe, expect, it } from 'vitest'
import type { ChannelView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { channelRows } from '../../../../renderer/model/channels-model.ts'
import { groupsModel } from '../../../../renderer/model/groups-model.ts'
import { pttFace } from '../../../../renderer/model/ptt-face.ts'
import { alarmSentence } from '../../../../renderer/model/alarm-sentence.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { switchFace } from '../../../../renderer/model/switch-face.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })

const set = (more: Partial<ChannelView>): Topics['channels'] => ({
  ...BASE.channels,
  set: { id: 'set', label: 'Portoset', kind: 'keyed', readiness: 'ready', verifiedUtcMs: ago(5), loses: [], audio: { microphone: 'hoorn', loudspeaker: 'set', recorded: false }, fixedGroup: '4037002', sendingProof: 'line', ...more },
})
const offered = (more: Partial<ChannelView> = {}): Topics => ({ ...BASE, channels: set(more), switch: { switch: { ...BASE.switch.switch!, next: 'set', advised: true } } })
const worked = (more: Partial<ChannelView> = {}, ptt: Partial<NonNullable<Topics['ptt']['ptt']>> = {}): Topics => {
  const channels = set(more)
  const fixed = channels['set']?.fixedGroup
  return {
    ...BASE,
    channels,
    switch: { switch: { ...BASE.switch.switch!, channel: 'set', ...(fixed === '' ? {} : { group: fixed! }), sinceUtcMs: ago(400) } },
    ptt: { ptt: { phase: 'idle', target: 'channel', channel: 'set', group: fixed!, stuck: [], unread: [], mayTransmit: [], localKey: false, ...ptt } },
    coverage: { coverage: { ...BASE.coverage.coverage!, unheard: [], byEarOnly: ['4037002'] } },
  }
}

describe('a keyed set', () => {
  it('is offered with the group it stands on, not with the one that is wanted', () => {
    expect(switchFace(viewOf(offered()), words)).toMatchObject({ look: 'act', main: 'Portoset – INC-2', ask: { input: { to: 'set' } } })
    expect(channelRows(viewOf(offered()), words).find((row) => row.id === 'set')?.name).toBe('Portoset – INC-2')
  })

  it('that is in no group is named alone', () => {
    expect(switchFace(viewOf(offered({ fixedGroup: '' })), words).main).toBe('Portoset')
    expect(stripModel(viewOf(worked({ fixedGroup: '' })), words).via.channel).toBe('Portoset')
    expect(groupsModel(viewOf(worked({ fixedGroup: '' })), words).columns.filter((column) => column.state === 'selected')).toEqual([])
  })

  it('that tells nothing back is said to, while it is keyed', () => {
    const talking = { phase: 'talking', by: 'pedal:middle', sinceUtcMs: ago(3), endsUtcMs: ago(-117) } as const
    expect(pttFace(viewOf(worked({}, talking)), words)).toMatchObject({ look: 'live', word: 'U zendt', detail: 'zendtoets bediend, set meldt niets terug' })
    expect(pttFace(viewOf(worked({ sendingProof: 'read-back' }, talking)), words).detail).not.toContain('meldt niets terug')
  })

  it('whose carrier cannot be told never says that nobody speaks', () => {
    expect(pttFace(viewOf(worked({}, { hearingUnknown: true })), words)).toMatchObject({ look: 'ready', detail: 'onbekend of er iemand spreekt' })
  })

  it('hears its group by ear: the emergency call of it is said to be unheard', () => {
    expect(stripModel(viewOf(worked()), words).message.permanent).toEqual({ text: 'Noodoproep niet afgeluisterd: INC-2 (alleen op gehoor)', warns: true })
  })

  it.each([
    ['carrier-unknown', 'onbekend of kanaal vrij is'],
    ['no-modem-lines', 'poort zonder stuurlijnen'],
    ['no-guard', 'zendtoets kan hier niet bewaakt worden'],
  ])('says why it is not ready: %s', (cause, said) => {
    expect(channelRows(viewOf(offered({ readiness: 'unknown', cause })), words).find((row) => row.id === 'set')?.wordNote).toBe(said)
  })
})

describe('a shared pedal', () => {
  it.each([
    ['relay-did-not-move', 'Omschakelrelais schakelt niet om: pedaal is van RBS'],
    ['relay-not-back', 'Omschakelrelais niet terug bij RBS: spreek zonder dit pedaal'],
    ['relay-unreachable', 'Omschakelrelais niet bereikbaar: pedaal is van RBS'],
  ])('whose relay fails is told in one sentence: %s', (code, said) => {
    expect(alarmSentence({ id: 'relay:1', kind: 'relay', code, params: { device: 'Omschakelrelais' } }, viewOf(BASE), words)).toBe(said)
  })

  it('without a relay is warned of', () => {
    expect(alarmSentence({ id: 'relay:1', kind: 'relay', code: 'pedal-shared', params: { device: 'Voetpedaal' } }, viewOf(BASE), words)).toBe('Voetpedaal kan ook RBS laten zenden: geen omschakelrelais')
  })
})
