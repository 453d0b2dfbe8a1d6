// Emergency calls taken and not handed on: one, several, none any more.
import type { ReactNode } from 'react'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { EmergencyView } from '../../electron/contract/switching.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { ago, BASE } from '../scenes/base-scene.ts'
import { HandOn } from './HandOn.tsx'

function Opened(): ReactNode {
  return <HandOn view={useConsoleView()} words={useWords()} onClose={() => {}} />
}

const call = (id: string, rest: Partial<EmergencyView>): Topics['emergencies'] => ({
  [id]: { id, kind: 'call', raisedUtcMs: ago(320), device: 'Mobilofoon, Controleradio', rbsSaw: 'no', unconfirmed: true, unit: '21-4131', gssi: '4037002', takenUtcMs: ago(300), ...rest },
})
const ONE = call('1', {})
const THREE = { ...ONE, ...call('2', { raisedUtcMs: ago(200), takenUtcMs: ago(190), unit: '21-4190', gssi: '4037001', unconfirmed: false, rbsSaw: 'unknown' }) }
const UNKNOWN: EmergencyView = { id: '3', kind: 'status', raisedUtcMs: ago(100), device: 'Controleradio', rbsSaw: 'unknown', unconfirmed: true, takenUtcMs: ago(90) }
const DONE = call('4', { handedOn: { to: 'rbs', utcMs: ago(10) } })

const shown = (name: string, emergencies: Topics['emergencies']): Story =>
  ({ name, width: 460, height: 880, render: () => <SilentConsole topics={{ ...BASE, emergencies }}><Opened /></SilentConsole> })

export const stories: readonly Story[] = [
  shown('een', ONE),
  shown('drie, en een die overgedragen is', { ...THREE, '3': UNKNOWN, ...DONE }),
  shown('geen meer', DONE),
]
