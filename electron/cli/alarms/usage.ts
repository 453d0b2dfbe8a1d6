// Apart from the command: the list of commands says it without loading one.
export const ALARMS_USAGE = 'alarms --data FOLDER [--days N] [--json]'
