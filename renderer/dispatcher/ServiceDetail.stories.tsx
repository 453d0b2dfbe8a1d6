// One service opened: at a quiet moment, doubted by people, unstable, down, and in planned work.
import type { ReactNode } from 'react'
import type { DiagnosisView, ServiceView } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { BASE, NOW } from '../scenes/base-scene.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { SCENES, type Scene } from '../scenes/scenes.ts'
import { ServiceDetail } from './ServiceDetail.tsx'

function Opened({ service }: { readonly service: string }): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <ServiceDetail service={service} view={view} words={words} onClose={() => {}} />
}

const PROBES = [{ id: 'rbs-sip', kind: 'sip', state: 'silent' }, { id: 'rbs-heartbeat', kind: 'heartbeat', state: 'missing' }, { id: 'rbs-tcp', kind: 'tcp', state: 'answering', latencyMs: 4 }] as const

const PLANNED: Scene = {
  id: 'onderhoud',
  title: 'gepland onderhoud',
  nowUtcMs: NOW,
  topics: {
    ...BASE,
    services: { ...BASE.services, rbs: { ...(BASE.services['rbs'] as ServiceView), maintenance: true, maintenanceUntilUtcMs: NOW + 3_600_000 } },
    diagnosis: { diagnosis: { ...(BASE.diagnosis.diagnosis as DiagnosisView), planned: ['rbs'] } },
  },
}

export const stories: readonly Story[] = [...SCENES.filter(({ id }) => ['1', '3a', '4', '5'].includes(id)), PLANNED].flatMap((scene) => {
  const rbs = scene.topics.services['rbs']
  if (!rbs) return []
  const topics = { ...scene.topics, services: { ...scene.topics.services, rbs: { ...rbs, probes: PROBES } } }
  return [{ name: scene.title, width: 460, height: 700, render: () => <SilentConsole topics={topics}><Opened service="rbs" /></SilentConsole> }]
})
