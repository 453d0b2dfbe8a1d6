// What may be asked of `key`, apart from the command: the list of commands must not load each of them.
export const KEY_USAGE = 'key [show|rotate] [--data FOLDER] [--site FILE] [--json]'

export interface KeyAsked {
  readonly verb: 'show' | 'rotate'
  readonly data: string
  /** Names the record's folder where it is not in the data folder. */
  readonly site: string | undefined
  readonly json: boolean
}
