// Beside a storing: what people reported of it, what was agreed, and the record as evidence. One of the three at a time.
import type { ReactNode } from 'react'
import type { PanelProps } from '../dispatcher/panel-props.ts'
import { actionRows, linkKey, reportRows, type DeskRow } from '../model/review-desk.ts'
import type { ReviewTab } from '../model/review-state.ts'
import { Button } from '../ui/Button.tsx'
import { ActionForm } from './ActionForm.tsx'
import { DeskList } from './DeskList.tsx'
import { EarlierLines } from './EarlierLines.tsx'
import { RecordPanel } from './RecordPanel.tsx'
import { ReportForm } from './ReportForm.tsx'
import type { ReviewShown } from './use-review.ts'
import './desk.css'

interface DeskPanelProps extends PanelProps {
  readonly review: ReviewShown
}

const waiting = (rows: readonly DeskRow[]): number => rows.filter(({ state }) => state !== 'done').length

export function DeskPanel({ review, view, words }: DeskPanelProps): ReactNode {
  const { state: { tab }, dispatch, fault, window } = review
  const number = fault?.number
  const reports = reportRows(number, view, words)
  const loose = number === undefined ? [] : reportRows(undefined, view, words).map((row) => ({ ...row, keys: [linkKey(row.number, number, words), ...row.keys] }))
  const actions = actionRows(number, view, words)
  const looseActions = number === undefined ? [] : actionRows(undefined, view, words)
  const label = (one: ReviewTab): string =>
    one === 'record' ? words.text('review.tab.record') : words.text(`review.tab.${one}`, { count: one === 'reports' ? waiting(reports) + waiting(loose) : waiting(actions) + waiting(looseActions) })
  return (
    <section className="review-desk ui-panel" aria-label={words.text('review.tabs')}>
      <div className="review-tabs">
        {(['reports', 'actions', 'record'] as const).map((one) => (
          <Button key={one} pressed={tab === one} onPress={() => dispatch({ event: 'turned', tab: one })}>
            {label(one)}
          </Button>
        ))}
      </div>
      {tab === 'reports' && (
        <DeskList key={`reports ${number ?? ''}`} rows={reports} loose={loose} empty={words.text('review.reports.none')} open={words.text('review.report.new')} form={(close) => <ReportForm number={number} words={words} onClose={close} />} timeline={view.topics.timeline} words={words}>
          {(none) => <EarlierLines number={number} of="reports" known={view.topics.reports} none={none} view={view} words={words} />}
        </DeskList>
      )}
      {tab === 'actions' && (
        <DeskList key={`actions ${number ?? ''}`} rows={actions} loose={looseActions} empty={words.text('review.actions.none')} open={words.text('review.action.new')} form={(close) => <ActionForm number={number} nowUtcMs={view.nowUtcMs} words={words} onClose={close} />} timeline={view.topics.timeline} words={words}>
          {(none) => <EarlierLines number={number} of="actions" known={view.topics.actions} none={none} view={view} words={words} />}
        </DeskList>
      )}
      {tab === 'record' && <RecordPanel number={number} window={window} view={view} words={words} />}
    </section>
  )
}
