// The speech channels of the plan, the whole row its button.
import { useMemo, type ReactNode } from 'react'
import { useAsk } from '../app/console-context.tsx'
import { channelRows } from '../model/channels-model.ts'
import { keycap } from '../strip/Strip.tsx'
import { Button } from '../ui/Button.tsx'
import { ChannelRow } from '../ui/ChannelRow.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { ShapeKind } from '../ui/shapes.ts'
import type { CoverageView } from '../../electron/contract/topics.ts'
import type { KeyAction } from '../../electron/contract/keys.ts'
import type { PanelProps } from './panel-props.ts'

const SUFFICIENCY: Readonly<Record<CoverageView['sufficiency'], ShapeKind>> = { sufficient: 'ok', thin: 'degraded', insufficient: 'down' }
const KEYED: readonly KeyAction[] = ['channel-1', 'channel-2', 'channel-3', 'channel-4', 'channel-5']

interface ChannelsPanelProps extends PanelProps {
  readonly onChannels: () => void
}

export function ChannelsPanel({ view, words, onChannels }: ChannelsPanelProps): ReactNode {
  const ask = useAsk()
  const rows = useMemo(() => channelRows(view, words), [view, words])
  const { coverage } = view.topics.coverage
  const version = view.topics.site.site?.planVersion
  const aside = (
    <>
      {coverage && <Shape kind={SUFFICIENCY[coverage.sufficiency]} size={16} />}
      {coverage && <span>{words.text(`sufficiency.${coverage.sufficiency}`)}</span>}
      <Button className="channels-open" onPress={onChannels}>{words.text('channels.open')}</Button>
    </>
  )
  return (
    <Panel title={words.text('channels.title')} note={version === undefined ? undefined : words.text('channels.note', { version })} aside={aside} className="channels">
      <div className="channels-list">
        {rows.map(({ id, ask: wanted, ...row }, at) => {
          const action = KEYED[at]
          return <ChannelRow key={id} {...row} cap={action === undefined ? undefined : keycap(action, view.shell)} onPress={wanted === undefined ? undefined : () => void ask(wanted)} />
        })}
      </div>
    </Panel>
  )
}
