// One service opened, at a quiet moment and when it is unstable.
import type { ReactNode } from 'react'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { SCENES } from '../scenes/scenes.ts'
import { ServiceDetail } from './ServiceDetail.tsx'

function Opened({ service }: { readonly service: string }): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <ServiceDetail service={service} view={view} words={words} onClose={() => {}} />
}

const PROBES = [{ id: 'rbs-sip', kind: 'sip', state: 'silent' }, { id: 'rbs-heartbeat', kind: 'heartbeat', state: 'missing' }, { id: 'rbs-tcp', kind: 'tcp', state: 'answering', latencyMs: 4 }] as const

export const stories: readonly Story[] = ['1', '3a', '4', '5'].flatMap((id) => {
  const scene = SCENES.find((one) => one.id === id)
  const rbs = scene?.topics.services['rbs']
  if (!scene || !rbs) return []
  const topics = { ...scene.topics, services: { ...scene.topics.services, rbs: { ...rbs, probes: PROBES } } }
  return [{ name: scene.title, width: 460, height: 700, render: () => <SilentConsole topics={topics}><Opened service="rbs" /></SilentConsole> }]
})
