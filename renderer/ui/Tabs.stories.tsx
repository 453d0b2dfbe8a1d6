// Each one chosen, with and without a mark.
import type { Story } from '../gallery/story.ts'
import { Tabs } from './Tabs.tsx'

const TABS = [{ id: 'log', label: 'Logboek' }, { id: 'say', label: 'Zeggen' }, { id: 'roll', label: 'Contactronde' }] as const

export const stories: readonly Story[] = TABS.flatMap(({ id, label }) =>
  [false, true].map((isMarked) => ({
    name: isMarked ? `${label}, een ander vraagt aandacht` : label,
    render: () => (
      <>
        <Tabs label="Wat hier staat" tabs={TABS.map((tab) => ({ ...tab, ...(isMarked && tab.id !== id ? { mark: 'vraagt aandacht' } : {}) }))} chosen={id} controls="story-tabs" onChoose={() => {}} />
        <div id="story-tabs" role="tabpanel" aria-label={label} />
      </>
    ),
  })))
