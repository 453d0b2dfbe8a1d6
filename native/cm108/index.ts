// The key line's door.
export { createCm108KeyLine, type Cm108KeyLineOptions } from './key-line.ts'
export { encodeKeyReport, type Pin, type ReportBit } from './report.ts'
export { createSimulatedCm108, type Cm108Wire, type SimulatedCm108 } from './simulator.ts'
