// Group keys above the table of who hears what: they share their columns, so that a key and its coverage are read in one glance.
import { Fragment, useMemo, type ReactNode } from 'react'
import { useAsk } from '../app/console-context.tsx'
import { groupsModel, type GroupColumn } from '../model/groups-model.ts'
import type { Words } from '../model/words.ts'
import { CoverageMark } from '../ui/CoverageMark.tsx'
import { GroupKey } from '../ui/GroupKey.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'

export function GroupsPanel({ view, words }: PanelProps): ReactNode {
  const ask = useAsk()
  const model = useMemo(() => groupsModel(view, words), [view, words])
  const { columns, devices, note, aside } = model
  const warning = (
    <>
      {aside.warns && <Shape kind="degraded" size={16} />}
      <span>{aside.text}</span>
    </>
  )
  return (
    <Panel title={words.text('groups.title')} note={note} aside={warning} className="groups">
      {/* As many columns as groups; the number is the site's, so the style knows it by a property. */}
      <div className={`groups-table columns-${Math.max(6, columns.length)}`}>
        <span className="groups-label">{words.text('groups.tap')}</span>
        {columns.map((column) => (
          <GroupKey key={column.gssi} label={column.label} note={column.note} state={column.state} onPress={() => void ask(column.ask)} />
        ))}
        {devices.map((device, at) => (
          <Fragment key={device}>
            <span className="groups-label starts-row">{device}</span>
            {columns.map((column) => (
              <CoverageMark key={column.gssi} mark={column.heard[at] === true ? 'hears' : 'silent'} word={words.text(column.heard[at] === true ? 'groups.heard' : 'groups.silent')} />
            ))}
          </Fragment>
        ))}
        <span className="groups-label starts-row is-result">{words.text('groups.monitored')}</span>
        {columns.map((column) => (
          <span key={column.gssi} className="groups-result">
            <CoverageMark mark={column.result === 'uncovered' ? 'uncovered' : 'covered'} word={resultWord(column, words)} />
          </span>
        ))}
      </div>
    </Panel>
  )
}

const RESULTS = { covered: 'groups.yes', uncovered: 'groups.no', 'by-rbs': 'groups.by-rbs' } as const

const resultWord = ({ result }: GroupColumn, words: Words): string => words.text(RESULTS[result])
