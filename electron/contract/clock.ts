// Time as the page needs it: handed in, like everywhere.
export type { Clock, Timer } from '../../native/kit/clock.ts'
