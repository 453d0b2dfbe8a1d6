// Each mark with its word.
import type { Story } from '../gallery/story.ts'
import { CoverageMark, type Coverage } from './CoverageMark.tsx'

const WORDS: Readonly<Record<Coverage, string>> = { hears: 'hoort', silent: 'hoort niet', covered: 'ja', uncovered: 'niet', unknown: 'onbekend' }

export const stories: readonly Story[] = (Object.keys(WORDS) as Coverage[]).map((mark) => ({
  name: mark,
  width: 103,
  render: () => <CoverageMark mark={mark} word={WORDS[mark]} />,
}))
