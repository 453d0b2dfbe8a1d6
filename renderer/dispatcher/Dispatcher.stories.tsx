// The main view at the moments of the design's pictures, and at a quiet one.
import type { ReactNode } from 'react'
import type { Topics } from '../../electron/contract/topics.ts'
import type { Story } from '../gallery/story.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { BASE, NOW } from '../scenes/base-scene.ts'
import { FAULT_SCENES } from '../scenes/fault-scenes.ts'
import { NIGHT_LOG, SCENES } from '../scenes/scenes.ts'
import { Dispatcher } from './Dispatcher.tsx'

const WIDTH = 1280
const HEIGHT = 900

function DispatcherOf({ topics, reporting = false }: { readonly topics: Topics | undefined; readonly reporting?: boolean }): ReactNode {
  return (
    <SilentConsole topics={topics}>
      <Dispatcher under="nothing" onSettings={() => {}} onAlarms={() => {}} onReview={() => {}} onChannels={() => {}} onService={() => {}} reporting={reporting} onReporting={() => {}} />
    </SilentConsole>
  )
}

const SHOWN = ['1', '1e', '2', '3a', '4', '5a', '6', '6b', '7', '7a', '7b', '7c', '8', '9', 'schijf']

const moments: readonly Story[] = SHOWN.flatMap((id) => {
  const scene = SCENES.find((one) => one.id === id)
  return scene ? [{ name: `${scene.id} ${scene.title}`, width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...scene.topics, timeline: NIGHT_LOG }} /> }] : []
})

const LONG_NOTE: Topics['timeline'] = { ...NIGHT_LOG, '215': { seq: 215, utcMs: NOW, kind: 'note.added', role: 'dispatcher', payload: {}, content: 'Ook BRW 04 en BRW 05 horen niets meer, leverancier gebeld, storingsnummer volgt binnen het uur' } }
const LONG: readonly Story[] = ['7', 'schijf'].flatMap((id) => {
  const scene = SCENES.find((one) => one.id === id)
  return scene ? [{ name: `lange notitie, ${scene.title}`, width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...scene.topics, timeline: LONG_NOTE }} /> }] : []
})

const IN_THE_WHOLE = ['storing, klik gevoegd', 'storing, nog niet op schijf']

const faults: readonly Story[] = FAULT_SCENES.filter(({ name }) => IN_THE_WHOLE.includes(name)).map(({ name, faults: open }) => ({ name, width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...BASE, timeline: NIGHT_LOG, faults: open }} /> }))

export const stories: readonly Story[] = [...moments, ...LONG, ...faults, { name: 'eenheid meldt', width: WIDTH, height: HEIGHT, render: () => <DispatcherOf topics={{ ...BASE, timeline: NIGHT_LOG }} reporting /> }]
