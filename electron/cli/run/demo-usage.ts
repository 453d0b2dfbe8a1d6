// In a file of its own, so that the list of commands need not load the simulators.
import { VIEW_USAGE } from './view-options.ts'

export const DEMO_LINE = `demo [--once | --tour | --scenario NAME [--speed N] [--seed N] [--room CODE]] ${VIEW_USAGE}`
