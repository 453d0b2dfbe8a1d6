// +CSCS: the character set of names in lists; short data are hex and not touched by it. Source: two open programs, one
// quotes the name and one does not: try quoted first.

export interface SetCharset {
  readonly cmd: '+CSCS'
  readonly form: 'write'
  readonly charset: string
}

const CHARSET = /^"?([A-Z0-9-]{1,20})"?$/i

export function decodeCharset(parameters: string): SetCharset | undefined {
  const [, charset] = CHARSET.exec(parameters.trim()) ?? []
  return charset === undefined ? undefined : { cmd: '+CSCS', form: 'write', charset }
}

export function encodeCharset(command: Pick<SetCharset, 'charset'>): string {
  return `AT+CSCS="${command.charset}"`
}

/** For radios that answer 34 or 35 to the quoted form. */
export function encodeBareCharset(command: Pick<SetCharset, 'charset'>): string {
  return `AT+CSCS=${command.charset}`
}
