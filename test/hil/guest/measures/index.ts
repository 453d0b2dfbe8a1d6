// What `npm run bench -- hil` measures; each is played like a scene and leaves lists of figures in its notes.
import type { Scene } from '../stage.ts'
import { LOAD_MEASURES } from './load.ts'
import { UNPLUG_MEASURES } from './unplug.ts'

export const MEASURES: readonly Scene[] = [...UNPLUG_MEASURES, ...LOAD_MEASURES]
