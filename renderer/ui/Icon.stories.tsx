// Each drawing beside its word.
import type { Story } from '../gallery/story.ts'
import { Icon, type IconKind } from './Icon.tsx'
import './story-row.css'

const LABELS: Readonly<Record<IconKind, string>> = { check: 'gekozen', transmit: 'zendt', pedal: 'voetpedaal', log: 'logboek', shift: 'shift' }

export const stories: readonly Story[] = Object.entries(LABELS).map(([kind, label]) => ({
  name: label,
  render: () => (
    <div className="story-row">
      <Icon kind={kind as IconKind} />
      <Icon kind={kind as IconKind} size={24} />
      <span>{label}</span>
    </div>
  ),
}))
