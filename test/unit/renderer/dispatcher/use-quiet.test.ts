// The ten seconds of the note field, drawn anew each second as the page does: hooks played by hand, there is no document here.
import { beforeEach, expect, it, vi } from 'vitest'
import { useQuiet } from '../../../../renderer/dispatcher/use-quiet.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

interface Cell {
  current?: unknown
  deps?: readonly unknown[] | undefined
  end?: (() => void) | undefined
}

const hooks = vi.hoisted(() => ({ cells: [] as Cell[], at: 0 }))

vi.mock('react', () => {
  const next = (): Cell => (hooks.cells[hooks.at++] ??= {})
  return {
    useRef: (first: unknown) => {
      const cell = next()
      if (!('current' in cell)) cell.current = first
      return cell
    },
    useEffect: (run: () => (() => void) | undefined, deps?: readonly unknown[]) => {
      const cell = next()
      if (deps && cell.deps?.every((one, index) => Object.is(one, deps[index]))) return
      cell.end?.()
      cell.deps = deps
      cell.end = run()
    },
  }
})

beforeEach(() => {
  hooks.cells = []
})

function field() {
  const clock = createManualClock()
  const closed: string[] = []
  let drawn = 0
  const draw = (sign: string): void => {
    hooks.at = 0
    const drawing = `drawing ${++drawn}`
    useQuiet({ clock, quietMs: 10_000, sign }, () => closed.push(drawing))
  }
  const pass = (seconds: number, sign: string): void => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1000)
      draw(sign)
    }
  }
  return { draw, pass, closed }
}

it('closes ten seconds after the last letter, however often it is drawn, as it was drawn last', () => {
  const { draw, pass, closed } = field()
  draw('')
  pass(4, '')
  draw('b')
  pass(9, 'b')
  expect(closed).toEqual([])
  pass(1, 'b')
  expect(closed).toEqual(['drawing 15'])
})
