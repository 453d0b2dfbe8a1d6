// The advice to switch while the radio control comes and goes.
import { expect, it } from 'vitest'
import type { ServiceView, SwitchView, Topics, TraceView } from '../../../../electron/contract/topics.ts'
import type { ConsoleView } from '../../../../renderer/model/console-view.ts'
import { holdAdvice } from '../../../../renderer/model/held-advice.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const RBS = Object.values(BASE.channels).find((channel) => channel.kind === 'rbs')!
const OTHER = Object.values(BASE.channels).find((channel) => channel.kind !== 'rbs')!
const CONSOLE = Object.values(BASE.services).find((service) => service.role === 'console')!
const UNSTABLE: Partial<ServiceView> = { unstable: { count: 3, sinceUtcMs: NOW - 300_000 } }

interface Case {
  /** Seconds since it was last down. */
  readonly upForS: number
  readonly service?: Partial<ServiceView>
  readonly state?: Partial<SwitchView>
}

function viewOf({ upForS, service = UNSTABLE, state = {} }: Case): ConsoleView {
  const points: TraceView['points'] = [[NOW - 600_000, 'ok', false], [NOW - 200_000, 'down', true], [NOW - upForS * 1000, 'degraded', true], [NOW - 1000, 'ok', true]]
  const topics: Topics = {
    ...BASE,
    services: { ...BASE.services, [CONSOLE.id]: { ...CONSOLE, ...service } },
    traces: { ...BASE.traces, [CONSOLE.id]: { points } },
    switch: { switch: { ...BASE.switch.switch!, channel: RBS.id, advised: false, ...state } },
  }
  return { topics, nowUtcMs: NOW, shell: undefined }
}

it.each<[string, Case, boolean]>([
  ['held within a minute of the last outage', { upForS: 59 }, true],
  ['let go after it', { upForS: 60 }, false],
  ['not held for one outage that is over', { upForS: 5, service: {} }, false],
  ['not held in maintenance', { upForS: 5, service: { ...UNSTABLE, maintenance: true } }, false],
  ['not held on an alternative', { upForS: 5, state: { channel: OTHER.id } }, false],
  ['left as it is where it stands', { upForS: 600, state: { advised: true } }, true],
])('%s', (_title, given, advised) => {
  expect(holdAdvice(viewOf(given)).topics.switch.switch?.advised).toBe(advised)
})

it('is the same view as long as nothing is held', () => {
  const view = viewOf({ upForS: 60 })
  expect(holdAdvice(view)).toBe(view)
})
