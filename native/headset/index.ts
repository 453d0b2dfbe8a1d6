// The driver's door.
export { Headset, type HeadsetOptions } from './driver.ts'
export { readLayout, type HeadsetWanted } from './read-layout.ts'
export { createSimulatedHeadset, type SimulatedHeadset } from './simulator.ts'
export { telephonyOf, type HeadsetLayout } from './telephony.ts'
