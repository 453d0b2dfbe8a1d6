// The driver's door.
export type { CarrierSettings } from './carrier-machine.ts'
export { CARRIER_OFF_MS, CARRIER_ON_MS } from './constants.ts'
export { KeyedRadio, type KeyedRadioOptions, type KeyMemory } from './driver.ts'
export { createSimulatedSet, type SimulatedSet } from './simulator.ts'
