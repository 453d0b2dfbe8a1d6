// Whether one device hears one group, and below them whether anybody hears it.
import type { ReactNode } from 'react'
import { Shape } from './Shape.tsx'
import './coverage-mark.css'

export type Coverage =
  /** This device hears this group. */
  | 'hears'
  | 'silent'
  /** At least one device hears this group. */
  | 'covered'
  | 'uncovered'
  /** The RBS hears its own; nobody knows which. */
  | 'unknown'

interface CoverageMarkProps {
  readonly mark: Coverage
  /** The word; shown, or read aloud where the mark is a drawing. */
  readonly word: string
}

export function CoverageMark({ mark, word }: CoverageMarkProps): ReactNode {
  return <span className={`ui-coverage mark-${mark}`}>{DRAWINGS[mark](word)}</span>
}

const DRAWINGS: Readonly<Record<Coverage, (word: string) => ReactNode>> = {
  hears: (word) => <Shape kind="ok" size={16} label={word} />,
  silent: (word) => (
    <>
      <span aria-hidden>–</span>
      <span className="hidden-text">{word}</span>
    </>
  ),
  covered: (word) => word,
  uncovered: (word) => (
    <>
      <Shape kind="degraded" size={16} />
      {word}
    </>
  ),
  unknown: (word) => (
    <>
      <Shape kind="unknown" size={16} />
      {word}
    </>
  ),
}
