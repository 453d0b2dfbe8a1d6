// The driver's door.
export type { DeviceFile, FileInput } from './device-file.ts'
export { HidButtons, type HidButtonsEvent, type HidButtonsOptions } from './driver.ts'
export { layoutOf } from './from-descriptor.ts'
export { createLights, lightTable } from './light-table.ts'
export { decodeLights, encodeLight, type Light, type LightState } from './light-reports.ts'
export { expandInput, expandProduct, firmwareOf, inputNames, isOfProduct, unitIdOf, type HidLayout, type HidProduct } from './product.ts'
export { decodeGpio, isOneShot, readButtons, readSnapshot, type ButtonState } from './report.ts'
export { createSimulatedButtons, shownBy, type HidDeviceSide, type SimulatedButtons } from './simulator.ts'
