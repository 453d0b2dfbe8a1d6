// What a person writes with a change of a melding or actie: the words themselves (what the reporter was told, what the measure
// did) and why it is said otherwise now. It may have to be deleted, so it stands beside the chain.

export interface ChangeContent {
  readonly text?: string | undefined
  readonly reason?: string | undefined
}

/** Two lines of plain text, the words and the reason, so that whoever reads the record needs no code for it. Undefined: neither. */
export function encodeChangeContent({ text = '', reason = '' }: ChangeContent): string | undefined {
  if (text === '' && reason === '') return undefined
  return reason === '' ? text : `${text}\n${reason}`
}

export function decodeChangeContent(content: string): ChangeContent {
  const [text = '', reason = ''] = content.split('\n')
  return { ...(text === '' ? {} : { text }), ...(reason === '' ? {} : { reason }) }
}
