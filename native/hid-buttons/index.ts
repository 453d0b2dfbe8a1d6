// The driver's door.
export { HidButtons, type HidButtonsEvent, type HidButtonsOptions } from './driver.ts'
export { findHidProduct, HID_PRODUCTS, type HidProduct, type HidProductId } from './products.ts'
export { createSimulatedButtons, type HidDeviceSide, type SimulatedButtons } from './simulator.ts'
