// Choosing a drill.
import type { ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { BASE, NOW } from '../scenes/base-scene.ts'
import { DRILL_GROUPS } from '../scenes/drill-scenes.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { DrillForm } from './DrillForm.tsx'

function Opened(): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <DrillForm view={view} words={words} onClose={() => {}} />
}

const OUT: Topics = { ...BASE, site: { site: { ...(BASE.site.site as NonNullable<Topics['site']['site']>), outOfServiceUtcMs: NOW - 60_000, otherGroups: DRILL_GROUPS } } }

export const stories: readonly Story[] = [{ name: 'oefening kiezen', width: 460, height: 720, render: () => <SilentConsole topics={OUT}><Opened /></SilentConsole> }]
