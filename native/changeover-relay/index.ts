// The driver's door.
export { ChangeoverRelay, type ChangeoverRelayOptions } from './driver.ts'
export type { RelayEvent, RelayFault, Side } from './relay-types.ts'
export { createSimulatedRelay, type SimulatedRelay } from './simulator.ts'
