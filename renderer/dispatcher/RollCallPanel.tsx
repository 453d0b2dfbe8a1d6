// The round of the units: a key for each call sign, ticked by whoever hears it and by hand. Who is awaited stands first; nothing
// changes its place under a hand: the order is taken anew only after three quiet seconds.
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk, useClock } from '../app/console-context.tsx'
import { awaitedFirst, inOrder, rollModel, type RollUnitFace } from '../model/roll-model.ts'
import { arrowStep } from '../ui/arrow-step.ts'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'
import { useQuiet } from './use-quiet.ts'
import './say.css'

const SETTLES_MS = 3000

export function RollCallPanel({ view, words }: PanelProps): ReactNode {
  const { count, key, units } = rollModel(view, words)
  return (
    <div className="roll">
      <div className="roll-head">
        <p role="status">{count}</p>
        <AskButton ask={key.ask} look={key.look}>{key.label}</AskButton>
      </div>
      <Units key={view.topics.rollCall.call?.begunUtcMs ?? 0} units={units} name={words.text('roll.units')} />
    </div>
  )
}

function Units({ units, name }: { readonly units: readonly RollUnitFace[]; readonly name: string }): ReactNode {
  const ask = useAsk()
  const clock = useClock()
  const grid = useRef<HTMLDivElement>(null)
  const [order, setOrder] = useState(() => awaitedFirst(units))
  useQuiet({ clock, quietMs: SETTLES_MS, sign: units.map(({ isHere }) => (isHere ? 1 : 0)).join('') }, () => setOrder(awaitedFirst(units)))
  // One stop for Tab: who was last there, else the first.
  const [at, setAt] = useState<string>()
  const shown = inOrder(units, order)
  const reached = shown.some(({ unit }) => unit === at) ? at : shown[0]?.unit
  return (
    <div ref={grid} className="roll-units" role="group" aria-label={name} onKeyDown={(event) => goBy(event, grid.current)}>
      {shown.map(({ unit, isHere, label, ask: press }) => (
        <button
          key={unit}
          type="button"
          className="roll-unit"
          aria-pressed={isHere}
          aria-label={label}
          aria-disabled={press === undefined || undefined}
          title={label}
          tabIndex={unit === reached ? 0 : -1}
          onFocus={() => setAt(unit)}
          onClick={press && (() => void ask(press))}
        >
          <Shape kind={isHere ? 'ready' : 'reachable'} size={14} />
          <span>{unit}</span>
        </button>
      ))}
    </div>
  )
}

function goBy(event: KeyboardEvent, grid: HTMLElement | null): void {
  const keys = [...(grid?.querySelectorAll('button') ?? [])]
  const here = keys.findIndex((key) => key === document.activeElement)
  const [first] = keys
  if (!first || here < 0) return
  const columns = keys.filter((key) => key.offsetTop === first.offsetTop).length
  const step = arrowStep(event.key, { columns })
  if (step === undefined) return
  event.preventDefault()
  keys[here + step]?.focus()
}
