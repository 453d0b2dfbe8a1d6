// The row of taps and notes: at rest, with the form for a unit, and just after its report.
import { useMemo, type ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { BASE, NOW } from '../scenes/base-scene.ts'
import { NIGHT_LOG } from '../scenes/scenes.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { Button } from '../ui/Button.tsx'
import '../ui/panel.css'
import { NotesPanel, Taps } from './NotesPanel.tsx'
import { ToldUnit } from './ToldUnit.tsx'

/** As wide as the left half of the main view. */
const WIDTH = 799
const HEIGHT = 52

function Row({ reporting }: { readonly reporting: boolean }): ReactNode {
  return <NotesPanel view={useConsoleView()} words={useWords()} reporting={reporting} onReporting={() => {}} />
}

function Told({ report }: { readonly report?: string }): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  const told = useMemo(() => ({ seq: 1, utcMs: NOW, ...(report === undefined ? {} : { report }) }), [report])
  return (
    <section className="ui-panel notes" aria-label={words.text('notes.title')}>
      <div className="notes-row">
        <Taps view={view} words={words} />
        <Button>{words.text('people.open')}</Button>
        <ToldUnit told={told} words={words} />
        <Button className="unit-undo">{words.text('last-action.undo')}</Button>
      </div>
    </section>
  )
}

const story = (name: string, shown: ReactNode, topics: Topics = BASE): Story => ({ name, width: WIDTH, height: HEIGHT, render: () => <SilentConsole topics={topics}>{shown}</SilentConsole> })

export const stories: readonly Story[] = [
  story('tik staat', <Row reporting={false} />, { ...BASE, timeline: NIGHT_LOG }),
  story('eenheid meldt', <Row reporting />),
  story('gemeld', <Told report="M-2026-OB-0123" />),
  story('gemeld, nummer volgt', <Told />),
]
