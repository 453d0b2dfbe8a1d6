// The key line's door.
export { createSerialKeyLine, type SerialKeyLineOptions } from './key-line.ts'
export { outputsFor, type InputWire, type KeyBy, type KeyWires } from './wires.ts'
