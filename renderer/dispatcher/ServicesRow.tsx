// All services side by side, each with its last ten minutes.
import type { ReactNode } from 'react'
import { fitCells, serviceCells } from '../model/service-cells.ts'
import { STRIP_CELLS } from '../model/strip-model.ts'
import { ServicesZone } from '../strip/ServicesZone.tsx'
import type { PanelProps } from './panel-props.ts'

interface ServicesRowProps extends PanelProps {
  readonly onService: (id: string) => void
}

export function ServicesRow({ view, words, onService }: ServicesRowProps): ReactNode {
  const cells = fitCells(serviceCells(view.topics, view.nowUtcMs, words), STRIP_CELLS)
  return (
    <div className="dispatcher-services">
      <ServicesZone cells={cells} nowUtcMs={view.nowUtcMs} traceWidth={180} onService={onService} />
    </div>
  )
}
