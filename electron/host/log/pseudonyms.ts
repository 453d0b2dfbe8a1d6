// Lines of the radio's wire without the people in them: identities become made-up numbers of the same length, message
// contents become zeros. The same identity becomes the same number, short or with its network code, so groups still match.

/** A run of digits that can be an identity: an SSI of 5 to 8, a TSI of 15 to 17 whose last 8 are the SSI. */
const IDENTITY = /(?<![0-9A-Fa-f])\d{5,17}(?![0-9A-Fa-f])/g
/** The body of a data message on a line of its own. Source: EN 300 392-5, +CTSDSR. */
const HEX_BODY = /^[0-9A-Fa-f]{8,}$/
/** Words of people: everything in quotes. */
const QUOTED = /"[^"]*"/g

const SSI_DIGITS = 8

/** @returns a function that masks one line; it remembers, so use one for lines that belong together */
export function createPseudonyms(): (line: string) => string {
  const numbers = new Map<string, number>()
  const numberOf = (ssi: string): number => {
    const key = ssi.padStart(SSI_DIGITS, '0')
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size + 1)
    return numbers.size
  }
  const maskIdentity = (digits: string): string => {
    const network = digits.slice(0, Math.max(0, digits.length - SSI_DIGITS))
    const ssi = digits.slice(network.length)
    return network + String(numberOf(ssi)).padStart(ssi.length, '0')
  }
  return (line) => {
    if (HEX_BODY.test(line.trim())) return line.replaceAll(/[0-9A-Fa-f]/g, '0')
    return line
      .replaceAll(QUOTED, (quoted) => `"${'x'.repeat(quoted.length - 2)}"`)
      .replaceAll(IDENTITY, maskIdentity)
  }
}
