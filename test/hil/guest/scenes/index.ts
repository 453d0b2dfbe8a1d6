// All scenes, in the order in which they are played.
import type { Scene } from '../stage.ts'
import { ADAPTER_SCENES } from './adapter.ts'
import { CONTACT_SCENES } from './contact.ts'
import { HEADSET_SCENES } from './headset.ts'
import { KEYED_SET_SCENES } from './keyed-set.ts'
import { LIFE_SCENES } from './life.ts'
import { PANEL_SCENES } from './panel.ts'
import { PEDAL_SCENES } from './pedal.ts'
import { RADIO_SCENES } from './radio.ts'
import { RIGHTS_SCENES } from './rights.ts'
import { WATCHDOG_SCENES } from './watchdog.ts'

export const SCENES: readonly Scene[] = [...PEDAL_SCENES, ...PANEL_SCENES, ...HEADSET_SCENES, ...RIGHTS_SCENES, ...RADIO_SCENES, ...ADAPTER_SCENES, ...CONTACT_SCENES, ...KEYED_SET_SCENES, ...LIFE_SCENES, ...WATCHDOG_SCENES]
