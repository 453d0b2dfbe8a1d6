// The main view at the moments of the design's pictures, and at a quiet one.
import type { ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { BASE } from '../scenes/base-scene.ts'
import { FAULT_SCENES } from '../scenes/fault-scenes.ts'
import { NIGHT_LOG, SCENES } from '../scenes/scenes.ts'
import { Dispatcher } from './Dispatcher.tsx'

const WIDTH = 1280
const HEIGHT = 900

function DispatcherOf({ topics, reporting = false }: { readonly topics: Topics | undefined; readonly reporting?: boolean }): ReactNode {
  return (
    <SilentConsole topics={topics}>
      <Dispatcher under="nothing" onSettings={() => {}} onAlarms={() => {}} onReview={() => {}} onService={() => {}} reporting={reporting} onReporting={() => {}} />
    </SilentConsole>
  )
}

const SHOWN = ['1', '2', '3a', '4', '5a', '6', '7', '7a', '7b', '7c', '8', '9', 'schijf']

const moments: readonly Story[] = SHOWN.flatMap((id) => {
  const scene = SCENES.find((one) => one.id === id)
  return scene ? [{ name: `${scene.id} ${scene.title}`, width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...scene.topics, timeline: NIGHT_LOG }} /> }] : []
})

const IN_THE_WHOLE = ['storing, klik gevoegd', 'storing, nog niet op schijf']

const faults: readonly Story[] = FAULT_SCENES.filter(({ name }) => IN_THE_WHOLE.includes(name)).map(({ name, faults: open }) => ({ name, width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...BASE, timeline: NIGHT_LOG, faults: open }} /> }))

export const stories: readonly Story[] = [...moments, ...faults, { name: 'eenheid meldt', width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...BASE, timeline: NIGHT_LOG }} reporting /> }]
