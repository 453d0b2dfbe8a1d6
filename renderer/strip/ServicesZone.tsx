// The cells of the services, at most as many as there are places.
import { memo, type ReactNode } from 'react'
import type { ServiceCellModel } from '../model/service-cells.ts'
import { ServiceCell, type Attention } from '../ui/ServiceCell.tsx'
import type { ShapeKind } from '../ui/shapes.ts'

interface ServicesZoneProps {
  readonly cells: readonly ServiceCellModel[]
  readonly nowUtcMs: number
  readonly traceWidth?: number
  /** Opens one service. */
  readonly onService?: ((id: string) => void) | undefined
}

/** DESIGN section 6: each cell carries ten minutes. */
const CELL_TRACE_MS = 10 * 60_000
const TRACE_WIDTH = 88

const ATTENTIONS: Readonly<Record<ServiceCellModel['mark'], Attention>> = { none: 'calm', seen: 'seen', unseen: 'unseen' }

/** Drawn anew each second for its traces, and otherwise only when a cell has changed. */
export const ServicesZone = memo(function ServicesZone({ cells, nowUtcMs, traceWidth = TRACE_WIDTH, onService }: ServicesZoneProps): ReactNode {
  return (
    <ul className="strip-services" data-zone="services">
      {cells.map((cell) => (
        <li key={cell.id}>
          <ServiceCell
            name={cell.name}
            word={cell.word}
            shape={shapeOf(cell)}
            attention={ATTENTIONS[cell.mark]}
            onPress={onService && (() => onService(cell.id))}
            trace={{ points: cell.trace, fromUtcMs: nowUtcMs - CELL_TRACE_MS, toUtcMs: nowUtcMs, width: traceWidth }}
          />
        </li>
      ))}
    </ul>
  )
})

/** Ring with a dot only for speech that was proven; an answer alone is an open ring. */
export const shapeOf = ({ tone, proven }: Pick<ServiceCellModel, 'tone' | 'proven'>): ShapeKind => (tone === 'ok' ? (proven ? 'ok' : 'reachable') : tone)
