// The usage line of `trace`, apart from the command: the list of commands must not load each of them.
export const TRACE_USAGE = 'trace [--data FOLDER] [--device ID]… [--save FILE] [--plain] [--seconds N]'
