// The usage lines of `replay` and `samples`, apart from the commands: the list of commands must not load each of them.
export const REPLAY_USAGE = 'replay TRACE|- [--summary] [--json]'
export const SAMPLES_USAGE = 'samples [--data FOLDER] [--from UTC] [--to UTC]'
