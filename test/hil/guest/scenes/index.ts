// All scenes, in the order in which they are played.
import type { Scene } from '../stage.ts'
import { PEDAL_SCENES } from './pedal.ts'

export const SCENES: readonly Scene[] = [...PEDAL_SCENES]
