// The wachtlijn, on a line of 100 px for 100 s.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { traceSegments, type TraceLevel, type TracePoint } from '../../../../renderer/ui/trace-segments.ts'

const at = (second: number, level: TraceLevel, unstable = false): TracePoint => [second * 1000, level, unstable]
const line = (...points: readonly TracePoint[]) => traceSegments(points, 0, 100_000, 100).map(({ look, level, from, to }) => [look, level, from, to])

it.each([
  ['a healthy line is one high piece', [at(-50, 'ok')], [['ok', 'ok', 0, 100]]],
  ['half of it degraded', [at(-50, 'ok'), at(50, 'degraded')], [['ok', 'ok', 0, 50], ['degraded', 'degraded', 50, 100]]],
  ['down until now', [at(0, 'ok'), at(75, 'down')], [['ok', 'ok', 0, 75], ['down', 'down', 75, 100]]],
  ['not measured any more', [at(0, 'ok'), at(60, 'unknown')], [['ok', 'ok', 0, 60], ['unknown', 'unknown', 60, 100]]],
  ['nothing before the watching began', [at(40, 'ok')], [['ok', 'ok', 40, 100]]],
  ['never watched', [], []],
  [
    'a square wave bears the colour of unstable below, and none above',
    [at(0, 'ok'), at(20, 'down', true), at(30, 'ok', true), at(50, 'down', true), at(60, 'ok', true)],
    [['ok', 'ok', 0, 20], ['unstable', 'down', 20, 30], ['ok', 'ok', 30, 50], ['unstable', 'down', 50, 60], ['ok', 'ok', 60, 100]],
  ],
  ['not measured is never called unstable', [at(0, 'unknown', true)], [['unknown', 'unknown', 0, 100]]],
  ['a label that ends leaves the line in one piece', [at(0, 'ok', true), at(50, 'ok')], [['ok', 'ok', 0, 100]]],
  ['a dip too short to be drawn is drawn all the same', [at(0, 'ok'), at(50, 'down'), at(50.1, 'ok')], [['ok', 'ok', 0, 50], ['down', 'down', 50, 52], ['ok', 'ok', 52, 100]]],
  ['and so is one that begins just now', [at(0, 'ok'), at(99.9, 'down')], [['ok', 'ok', 0, 99.9], ['down', 'down', 98, 100]]],
  ['what lies before the line is not drawn', [at(-90, 'down'), at(-80, 'degraded'), at(-10, 'ok')], [['ok', 'ok', 0, 100]]],
] as const)('%s', (_title, points, pieces) => {
  expect(line(...points)).toEqual(pieces)
})

it('whatever happened, the pieces cover the line from the first point to its end and stay inside it', () => {
  const level = fc.constantFrom<TraceLevel>('ok', 'degraded', 'down', 'unknown')
  const history = fc.array(fc.tuple(fc.integer({ min: -20_000, max: 99_999 }), level, fc.boolean()), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(history, (points) => {
      const sorted = points.toSorted((one, other) => one[0] - other[0])
      const pieces = traceSegments(sorted, 0, 100_000, 100)
      const firstPx = Math.max(0, sorted[0]![0]) / 1000
      expect(pieces[0]?.from).toBeLessThanOrEqual(firstPx + 1e-9)
      expect(pieces[0]?.from).toBeGreaterThanOrEqual(Math.min(firstPx, 98) - 1e-9)
      expect(pieces.at(-1)?.to).toBeCloseTo(100)
      for (const [index, piece] of pieces.entries()) {
        expect(piece.to).toBeGreaterThan(piece.from)
        expect(piece.to).toBeLessThanOrEqual(100 + 1e-9)
        const next = pieces[index + 1]
        // Two dips may overlap at the right edge, where there is no room; nowhere is there a gap.
        if (next) expect(next.from).toBeLessThanOrEqual(piece.to + 1e-9)
      }
    }),
    { numRuns: 300 },
  )
})

it('a dip is never lost, however short it was', () => {
  const moment = fc.integer({ min: 0, max: 99_999 })
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 3000 }), (start, length) => {
      const pieces = traceSegments([at(-1, 'ok'), [start, 'down', false], [start + length, 'ok', false]], 0, 100_000, 100)
      expect(pieces.some((piece) => piece.level === 'down' && piece.to - piece.from >= 2 - 1e-9)).toBe(true)
    }),
  )
})
