// The door of this driver.
export { TetraRadio, type TetraRadioOptions } from './driver.ts'
export type { CallMemory } from './floor-control.ts'
