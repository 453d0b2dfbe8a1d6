// What other areas may know of switching: the types of its edge and of a channel's radio.
export type { Fallback, OutsideFacts } from './fallback.ts'
export type { RadioChannel } from './radio-channel.ts'
