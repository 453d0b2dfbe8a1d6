// Apart from the command: the list of commands says it without loading one.
export const RECORD_USAGE = 'record [--data FOLDER | PATH] at UTC|SEQ | search [--text WORDS] [--kind KIND]… [--role ROLE]… [--number NUMBER] [--from UTC] [--to UTC] [--limit N], either with [--json]'
