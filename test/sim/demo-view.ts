// How the simulated world stands, read from the simulators themselves: whoever broke or healed something, it shows.
import { PANEL_KEYS, type DemoSubject, type DemoView } from '../../electron/contract/demo.ts'
import type { DemoDisk } from './demo-disk.ts'
import type { Fault } from './rbs-faults.ts'
import type { RadioServer } from './radio-server.ts'
import type { RbsSimulator } from './rbs.ts'
import type { World } from './world.ts'

export type DemoDiskOrNone = DemoDisk | { readonly cannot: string }

/** What a momentary action shows when its effect is over. */
const AT_REST = 'at-rest'

type States = Readonly<Partial<Record<DemoSubject, string>>>

const WELL: Readonly<Partial<Record<DemoSubject, string>>> = {
  rbs: 'works',
  'desk-radio': 'plugged',
  'desk-radio-power': AT_REST,
  'other-talker': 'silent',
  emergency: AT_REST,
  site: 'wide',
  pedal: 'up',
  panel: 'plugged',
  network: 'works',
  disk: 'room',
}

/** @param failed  what last went wrong with a subject, in words */
export function readDemoView(world: World, disk: DemoDiskOrNone, failed: States): DemoView {
  const { rbs, neighbours, desk, control } = world
  const has = (fault: 'other-talker' | 'emergency' | 'local-site' | 'own-identity'): boolean =>
    desk.radio.faults.includes(fault) || control.radio.faults.includes(fault)
  const parts: States = {
    rbs: rbsState(rbs.faultOf('sip')),
    'desk-radio': desk.isPlugged ? 'plugged' : 'unplugged',
    'desk-radio-power': desk.radio.isPowered ? AT_REST : 'cycled',
    'other-talker': has('other-talker') ? 'talking' : 'silent',
    emergency: has('emergency') ? 'raised' : AT_REST,
    site: has('local-site') ? 'local' : 'wide',
    pedal: pedalState(world.pedal),
    panel: world.panel.wire.isPlugged ? 'plugged' : 'unplugged',
    network: rbs.network === 'works' ? 'works' : 'down',
    ...('cannot' in disk ? {} : { disk: disk.isFull ? 'full' : 'room' }),
  }
  const isWell = isSound(control) && isSound(desk) && areWhole(rbs) && (neighbours?.areWhole ?? true) && Object.entries(parts).every(([subject, state]) => state === WELL[subject as DemoSubject])
  return {
    state: { ...parts, 'speak-through-rbs': has('own-identity') ? 'spoken' : AT_REST, everything: isWell ? 'healed' : 'broken' },
    ...(world.panel.wire.isPlugged ? { lights: Object.fromEntries(PANEL_KEYS.map((key) => [key, world.panel.lightOf(key)])) } : {}),
    cannot: { ...failed, ...('cannot' in disk ? { disk: disk.cannot } : {}) },
  }
}

/** Parts that no click breaks alone, and a rehearsal may. */
const areWhole = (rbs: RbsSimulator): boolean => (['heartbeat', 'page'] as const).every((part) => rbs.faultOf(part).kind === 'none')

function rbsState(fault: Fault): string {
  switch (fault.kind) {
    case 'none': return 'works'
    case 'hang': return 'hangs'
    case 'refuse': return 'refuses'
    case 'slow': return 'slow'
    case 'flap': return 'flaps'
    case 'lose': return 'loses' // no click does this; a rehearsal may
  }
}

function pedalState({ wire, buttons }: World['pedal']): string {
  if (!wire.isPlugged) return 'unplugged'
  return buttons.down.size > 0 ? 'down' : 'up'
}

/** The position's own speech on the air is nothing broken. */
const isSound = ({ radio, isPlugged }: RadioServer): boolean =>
  isPlugged && radio.isPowered && radio.faults.every((fault) => fault === 'own-identity')
