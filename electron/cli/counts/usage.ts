// Apart from the command: the list of commands says it without loading one.
export const COUNTS_USAGE = 'counts [--data FOLDER|PATH] [--year YYYY] [--json]'
