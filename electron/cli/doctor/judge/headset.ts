// What can be known of a headset without pressing its keys: which it has, and that no other program may use it. Pure.
import type { HeadsetLayout } from '../../../../native/headset/index.ts'
import type { Result } from '../../../../native/kit/result.ts'
import type { DeviceFacts } from '../../../host/traffic/words.ts'
import { failureWords, words, type Finding } from '../finding.ts'

export function judgeHeadset(id: string, label: string, layout: Result<HeadsetLayout>): Finding {
  const base = { id: `device.${id}.keys`, title: words('doctor.headset.keys', { label }) }
  if (!layout.ok) return { ...base, state: 'failed', detail: failureWords(layout.error), cure: words('doctor.headset.cure') }
  const { inputs, isArmed, hasMuteLamp } = layout.value
  const keys = inputs.map(({ name }) => name).join(', ')
  // Without these lamps its keys work only as it likes, and its microphone is not known.
  if (!isArmed) return { ...base, state: 'warning', detail: words('doctor.headset.unarmed', { keys }) }
  return hasMuteLamp ? { ...base, state: 'ok', detail: words('doctor.headset.has', { keys }) } : { ...base, state: 'warning', detail: words('doctor.headset.no-mute', { keys }) }
}

/** What a headset cannot do lies in the site file, not in a port or a library. */
export const judgeHeadsetLink = (link: Finding, facts: DeviceFacts | undefined): Finding =>
  facts?.cause === 'LINK_UNSUPPORTED' ? { ...link, cure: words('doctor.headset.cure') } : link

/** A headset cannot address one program, and which others listen the system does not tell. */
export const judgeAlone = (id: string, label: string): Finding =>
  ({ id: `device.${id}.alone`, state: 'unknown', title: words('doctor.headset.alone', { label }), detail: words('doctor.headset.others'), cure: words('doctor.headset.close') })
