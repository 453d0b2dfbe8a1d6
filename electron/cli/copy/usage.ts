// The usage line of `copy`, apart from the command: the list of commands must not load each of them.
export const COPY_USAGE = 'copy [--data FOLDER] DEST [--json]'
