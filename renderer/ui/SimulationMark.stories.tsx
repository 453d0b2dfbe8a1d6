// In both languages.
import type { Story } from '../gallery/story.ts'
import { SimulationMark } from './SimulationMark.tsx'

export const stories: readonly Story[] = ['SIMULATIE', 'SIMULATION'].map((text) => ({ name: text, render: () => <SimulationMark text={text} /> }))
