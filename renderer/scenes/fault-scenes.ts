// An open storing on the dispatcher's page, from the click that made it to what was said of it later.
import type { FaultView, Topics } from '../../electron/contract/topics.ts'
import { ago } from './base-scene.ts'

const fault = (change: Partial<FaultView>): FaultView => ({
  number: 'S-2026-OB-0007', openedUtcMs: ago(422), openedBy: 'automatic', service: 'rbs', state: 'open', symptom: { code: 'connection-lost', proposed: true }, entries: 14, ...change,
})

const faults = (...all: readonly FaultView[]): Topics['faults'] => Object.fromEntries(all.map((one) => [one.number, one]))

const OTHER = fault({ number: 'S-2026-OB-0008', openedUtcMs: ago(200), service: 'tel-0900', entries: 3, symptom: { code: 'intermittent', proposed: true } })
const SAID: Partial<FaultView> = { effect: 'delay', danger: 'unknown', symptom: { code: 'connection-lost', proposed: false } }

export interface FaultScene {
  readonly name: string
  readonly faults: Topics['faults']
}

export const FAULT_SCENES: readonly FaultScene[] = [
  { name: 'storing vanzelf geopend', faults: faults(fault({ openedUtcMs: ago(9), entries: 3 })) },
  { name: 'storing, klik gevoegd', faults: faults(fault({ clicked: { utcMs: ago(2), as: 'attached' } })) },
  { name: 'storing, gevolg gezegd', faults: faults(fault({ clicked: { utcMs: ago(5), as: 'attached' }, effect: 'extra-work' })) },
  { name: 'storing, niets gezegd', faults: faults(fault({})) },
  { name: 'storing, alles gezegd', faults: faults(fault(SAID)) },
  { name: 'storing, nog niet op schijf', faults: faults(fault({ openedBy: 'person', openedUtcMs: ago(4), clicked: { utcMs: ago(4), as: 'opened' }, late: {} })) },
  { name: 'storing, nu op schijf', faults: faults(fault({ ...SAID, clicked: { utcMs: ago(40), as: 'attached' }, late: { savedUtcMs: ago(3) } })) },
  { name: 'twee storingen, klik bij de een', faults: faults(fault({ clicked: { utcMs: ago(2), as: 'attached' } }), { ...OTHER, openedUtcMs: ago(9000), standsUntilUtcMs: ago(1000) }) },
  { name: 'twee storingen', faults: faults(fault({}), OTHER) },
  { name: 'storing, langste nummer en woorden', faults: faults(fault({ number: 'S-2026-NOORDHOL-0107', symptom: { code: 'roaming', proposed: true }, entries: 1240, openedUtcMs: ago(360_000) }), { ...OTHER, openedUtcMs: ago(370_000) }) },
  { name: 'storing, langste nummer, net geopend', faults: faults(fault({ number: 'S-2026-NOORDHOL-0107', openedUtcMs: ago(3), clicked: { utcMs: ago(3), as: 'opened' }, late: {} }), OTHER) },
]
