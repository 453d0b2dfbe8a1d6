// A moment in words: what was known then, in the words of the screen, and nothing that is only absent from the record.
import { describe, expect, it } from 'vitest'
import type { MomentView } from '../../../../electron/contract/record.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { momentModel } from '../../../../renderer/model/review-moment.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const view = { topics: BASE, nowUtcMs: NOW, shell: undefined }
const moment = (change: Partial<MomentView> = {}): MomentView => ({ utcMs: ago(60), seq: 9, host: 'running', services: [], devices: [], alarms: [], emergencies: [], faults: [], ...change })
const rows = (change: Partial<MomentView>) => {
  const { services, rows: rest } = momentModel(moment(change), view, words)
  return [...services, ...rest].map(({ label, value }) => `${label}: ${value}`)
}

describe('then', () => {
  it.each([
    [{ id: 'rbs', now: 'ok', sinceUtcMs: ago(90) }, 'RBS: bereikbaar', 'reachable'],
    [{ id: 'rbs', now: 'down', sinceUtcMs: ago(90) }, 'RBS: uitgevallen', 'down'],
    [{ id: 'c2000', now: 'down', sinceUtcMs: ago(90) }, 'C2000: niet gehoord', 'down'],
    [{ id: 'rbs', now: 'ok', sinceUtcMs: ago(90), unstableSinceUtcMs: ago(200) }, 'RBS: instabiel, toen bereikbaar', 'unstable'],
    [{ id: 'rbs', now: 'down', sinceUtcMs: ago(90), unstableSinceUtcMs: ago(200) }, 'RBS: instabiel, toen uitgevallen', 'unstable'],
    [{ id: 'rbs', now: 'down', sinceUtcMs: ago(900), unstableSinceUtcMs: ago(2000) }, 'RBS: uitgevallen', 'down'],
    [{ id: 'rbs', now: 'down', sinceUtcMs: ago(90), maintenance: true }, 'RBS: gepland onderhoud', 'reachable'],
    [{ id: 'old', now: 'degraded', sinceUtcMs: ago(90) }, 'old: beperkt', 'degraded'],
  ] as const)('a service %j was said as %s', (service, said, shape) => {
    const [row] = momentModel(moment({ services: [service] }), view, words).services
    expect([`${row?.label}: ${row?.value}`, row?.shape]).toEqual([said, shape])
  })

  it('services stand in the order of the screen', () => {
    const services = (['old', 'c2000', 'rbs'] as const).map((id) => ({ id, now: 'ok' as const, sinceUtcMs: 0 }))
    expect(momentModel(moment({ services }), view, words).services.map(({ key }) => key)).toEqual(['rbs', 'c2000', 'old'])
  })

  it('names channel and group, who spoke, what was gone, what stood and what was open', () => {
    expect(rows({
      channel: { id: 'desk-radio', group: '4037002', sinceUtcMs: ago(100) }, ptt: { phase: 'talking', group: '4037002', sinceUtcMs: ago(62) },
      devices: [{ id: 'pedal', link: 'down', sinceUtcMs: ago(80) }, { id: 'desk-radio', link: 'up', sinceUtcMs: ago(800) }],
      alarms: [{ id: 'service:rbs', kind: 'service', severity: 'critical', code: 'service-down', params: { service: 'RBS' }, acknowledged: true, sinceUtcMs: ago(90) }],
      diagnosis: { kind: 'console-fault', sinceUtcMs: ago(90) }, emergencies: [{ id: 'e', sinceUtcMs: ago(61) }], faults: ['S-2026-OB-0007'],
    })).toEqual([
      'NOODOPROEP: sinds 21:46:07', 'Oordeel: RBS stoort, C2000 werkt', 'Werkte via: Mobilofoon – INC-2', 'Zenden: zendt, INC-2', 'Toestellen: weg: voetpedaal', 'Alarmen: RBS uitgevallen (gezien)', 'Open storingen: S-2026-OB-0007',
    ])
  })

  it.each([['stopped', 'stond uit'], ['gone', 'weggevallen: niets bekend tot de volgende start'], ['unknown', 'hierover weet het logboek niets']] as const)('a console that was %s is all that is said: no service, no "geen"', (host, said) => {
    expect(rows({ host, services: [{ id: 'rbs', now: 'ok', sinceUtcMs: 0 }], channel: { id: 'rbs', sinceUtcMs: 0 } })).toEqual([`Console: ${said}`])
  })

  it('is headed by its own time, with its day where that is another one', () => {
    expect(momentModel(moment({ utcMs: ago(86_400) }), view, words).time).toBe('zo 22-11 21:47:08')
  })
})
