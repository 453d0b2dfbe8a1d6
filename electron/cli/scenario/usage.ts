// In a file of its own, so that the list of commands need not load the generator.
export const SCENARIO_USAGE = 'scenario NAME [--seed N] [--room CODE] [--from LOCAL] [--until LOCAL] [--truth] | --list'
