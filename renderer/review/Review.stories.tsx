// Looking back: on a storing that is open, on one that is closed, on hundreds, on nothing, and on a record that cannot be read;
// under a strip, and as a window of its own, where an emergency call comes first.
import type { ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { ago, BASE } from '../scenes/base-scene.ts'
import { recordOf, REVIEW_CLOSED, REVIEW_ENTRIES, REVIEW_MANY, REVIEW_OPEN, UNREADABLE } from '../scenes/review-scene.ts'
import { SilentConsole, type SceneAnswer } from '../scenes/SilentConsole.tsx'
import { Review } from './Review.tsx'

function Opened({ under }: { readonly under: 'nothing' | 'strip' }): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <Review view={view} words={words} under={under} onClose={() => {}} />
}

const record = recordOf(REVIEW_ENTRIES)
const nothing = recordOf([])
const EMERGENCY: Topics = { ...REVIEW_OPEN, alarms: { 'emergency:1': { id: 'emergency:1', kind: 'emergency', severity: 'emergency', code: 'emergency-call', sinceUtcMs: ago(4), params: { unit: '21-4131', gssi: '4037002', device: 'controleradio' }, acknowledged: false } } }

const shown = (name: string, topics: Topics, answer: SceneAnswer, under: 'nothing' | 'strip' = 'strip'): Story =>
  ({ name, width: 1280, height: under === 'strip' ? 828 : 900, render: () => <SilentConsole topics={topics} answer={answer}><Opened under={under} /></SilentConsole> })

export const stories: readonly Story[] = [
  shown('open', REVIEW_OPEN, record),
  shown('afgesloten', REVIEW_CLOSED, record),
  shown('honderden', REVIEW_MANY, record),
  shown('leeg logboek', BASE, nothing),
  shown('logboek onleesbaar', REVIEW_OPEN, UNREADABLE),
  shown('eigen venster, noodoproep', EMERGENCY, record, 'nothing'),
]
