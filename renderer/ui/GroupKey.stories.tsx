// Each state, with the words of a real group key.
import type { Story } from '../gallery/story.ts'
import { EmptyGroupKey, GroupKey, type GroupKeyState } from './GroupKey.tsx'

const TEXTS: Readonly<Record<GroupKeyState, readonly [label: string, note: string]>> = {
  plain: ['INC-3', 'incident 3'],
  selected: ['INC-1', 'gekozen'],
  calling: ['INC-2', 'noodoproep'],
  'selected-calling': ['INC-1', 'noodoproep'],
}

export const stories: readonly Story[] = [
  ...(Object.keys(TEXTS) as GroupKeyState[]).map((state) => ({
    name: state,
    width: 103,
    render: () => <GroupKey label={TEXTS[state][0]} note={TEXTS[state][1]} state={state} onPress={() => undefined} />,
  })),
  { name: 'empty', width: 103, render: () => <EmptyGroupKey text="leeg" /> },
]
