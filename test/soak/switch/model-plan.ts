// The plan of the model's desk, and the settings a site is delivered with.
import type { SwitchPlan, SwitchSettings } from '../../../electron/host/fallback/types.ts'
import type { PttSettings } from '../../../electron/host/ptt/types.ts'
import { MODEL_GROUPS, MODEL_RADIOS, type ModelSite } from './script.ts'

export const VERIFY_MS = 30_000

export const SETTINGS: SwitchSettings & PttSettings = {
  confirmMs: 1000, settleMs: 3000, countdownMs: 5000, holdMs: 60_000, holdMaxMs: 3_600_000, relapseMemoryMs: 14_400_000,
  ownSpeechMs: 30_000, forceAfterMs: 1000, cutMs: 2000, emergencyQuietMs: 10_000,
  softTimeoutMs: 45_000, hardTimeoutMs: 120_000, rearmMs: 250, pageKeepAliveMs: 300,
}

/** What a set stands on by its own switch, `''` for no talkgroup. */
export const FIXED_GROUPS: Readonly<Record<string, string>> = { set: '4037002', 'no-group-set': '', direct: '4039001' }

const KINDS = { desk: 'tetra', second: 'tetra', set: 'keyed', 'no-group-set': 'keyed', direct: 'dmo' } as const

export const planOf = ({ mode, automatic }: Pick<ModelSite, 'mode' | 'automatic'>): SwitchPlan => ({
  channels: [
    { id: 'rbs', kind: 'rbs' },
    ...MODEL_RADIOS.map((id) => ({ id, kind: KINDS[id], ...(FIXED_GROUPS[id] === undefined ? {} : { fixedGroup: FIXED_GROUPS[id] }) })),
  ],
  groups: MODEL_GROUPS,
  mode,
  automatic,
})
