// Lines of the radio's wire without the people in them: identities become made-up numbers of the same length, message
// contents become zeros. The same identity becomes the same number, short or with its network code, so groups still match.

/** An SSI has 5 to 8 digits, a TSI 15 to 17 whose last 8 are the SSI. */
const IDENTITY = /^\d{5,17}$/
/**
 * Digits that can be an identity, or a piece of a message's body: also in the middle of what nobody understood, on a line
 * that was disturbed. Bodies come in one piece or in pairs.
 */
const TELLING = /(?:[0-9A-Fa-f]{2}\s){4,}[0-9A-Fa-f]{0,2}|[0-9A-Fa-f]{8,}|\d{5,7}/g
/** `ATD` ends in a hex digit, and whom it calls stands right behind it. Source: EN 300 392-5, D. */
const DIALLED = /^(\s*ATD)(\d+)/i
/** The body of a data message on a line of its own, also after a loss in the middle of it. Source: EN 300 392-5, +CTSDSR. */
const HEX_BODY = /^[0-9A-Fa-f\s]{8,}$/
/** What is written as one may be several lines: the two halves of +CMGS, ended by ctrl-Z. */
const LINE_ENDS = /([\r\n\u001a]+)/
/** Words of people: everything in quotes. */
const QUOTED = /"[^"]*"/g
/** With a quote lost on the way nobody knows which side of it was words: all but the command's own name may be. */
const COMMAND_OR_LETTER = /^(\s*(?:AT)?\+[A-Z]+)|\p{L}/gu

const SSI_DIGITS = 8

/** @returns a function that gives an identity its made-up number; it remembers, so use one for what belongs together */
export function createIdentityNames(): (digits: string) => string {
  const numbers = new Map<string, number>()
  const numberOf = (ssi: string): number => {
    const key = ssi.padStart(SSI_DIGITS, '0')
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size + 1)
    return numbers.size
  }
  return (digits) => {
    const network = digits.slice(0, Math.max(0, digits.length - SSI_DIGITS))
    const ssi = digits.slice(network.length)
    return network + String(numberOf(ssi)).padStart(ssi.length, '0')
  }
}

/** @returns a function that masks one line; it remembers, so use one for lines that belong together */
export function createPseudonyms(): (line: string) => string {
  const maskIdentity = createIdentityNames()
  const maskRun = (run: string): string => (IDENTITY.test(run) ? maskIdentity(run) : run.replaceAll(/[0-9A-Fa-f]/g, '0'))
  const maskPart = (part: string): string => {
    if (HEX_BODY.test(part)) return part.replaceAll(/[0-9A-Fa-f]/g, '0')
    const [, command = '', digits = ''] = DIALLED.exec(part) ?? []
    if (command !== '') return command + maskIdentity(digits) + maskPart(part.slice(command.length + digits.length))
    return maskQuoted(part).replaceAll(TELLING, maskRun)
  }
  return (line) => line.split(LINE_ENDS).map(maskPart).join('')
}

function maskQuoted(part: string): string {
  const isWhole = part.split('"').length % 2 === 1
  return isWhole
    ? part.replaceAll(QUOTED, (quoted) => `"${'x'.repeat(quoted.length - 2)}"`)
    : part.replaceAll(COMMAND_OR_LETTER, (letter, command: string | undefined) => command ?? 'x'.repeat(letter.length))
}
