// Each readiness and each place.
import type { ComponentProps } from 'react'
import type { Story } from '../gallery/story.ts'
import { ChannelRow } from './ChannelRow.tsx'

type Row = Omit<ComponentProps<typeof ChannelRow>, 'onPress'>

const ROWS: Readonly<Record<string, Row>> = {
  unstable: { cap: 'T1', name: 'RBS', note: 'eigen voetpedaal', shape: 'unstable', word: 'instabiel', wordNote: 'laatst weg 21:51:33', place: 'plain' },
  current: { cap: 'T2', name: 'Mobilofoon', note: 'handmicrofoon, opgenomen', shape: 'ready', word: 'hierop werkt u', wordNote: 'sinds 21:47:12', place: 'current' },
  'in use': { cap: 'T3', name: 'Mobilofoon zaal', note: 'zonder status en SDS', shape: 'reachable', word: 'in gebruik', wordNote: 'door BRW 01', place: 'plain' },
  next: { cap: 'T4', name: 'Analoge set K3', note: 'volgende keus bij Pause', shape: 'ready', word: 'gereed', wordNote: 'spreekproef 17 min oud', place: 'next' },
  stale: { cap: 'T5', name: 'DMO – BRW 1', note: 'alleen met de hand', shape: 'unknown', word: 'verouderd', wordNote: 'spreekproef 26 u oud', place: 'plain' },
  failed: { cap: 'T2', name: 'Mobilofoon', note: 'handmicrofoon, opgenomen', shape: 'down', word: 'niet gereed', wordNote: 'toestel antwoordt niet', place: 'plain' },
  degraded: { cap: 'T2', name: 'Mobilofoon', note: 'handmicrofoon, opgenomen', shape: 'degraded', word: 'beperkt', wordNote: 'alleen lokale mast', place: 'plain' },
  'struck out': { cap: 'T3', name: 'Mobilofoon zaal', note: 'zelfde storing', shape: 'down', word: 'valt af', wordNote: 'hangt af van RBS', place: 'struck-out' },
  'without key': { name: 'Mobilofoon', note: 'handmicrofoon, opgenomen', shape: 'ready', word: 'gereed', wordNote: 'spreekproef 17 min oud', place: 'plain' },
}

export const stories: readonly Story[] = [
  ...Object.entries(ROWS).map(([name, row]) => ({ name, width: 460, render: () => <ChannelRow {...row} onPress={() => undefined} /> })),
  { name: 'inert', width: 460, render: () => <ChannelRow cap="T2" name="Mobilofoon" note="kijkt mee, schakelt niet" shape="ready" word="gereed" wordNote="spreekproef 17 min oud" place="plain" /> },
]
