// Parameters as they stand on a radio's line: small numbers, identities of every length, names, hex, ranges, nothing.
import type { FuzzRandom } from '../random.ts'

/** `+NAME` of whatever a radio says or a console sends. */
export const PREFIXES = [
  '+CTICN', '+CTOCP', '+CTCC', '+CTCR', '+CTXG', '+CDTXC', '+CTXI', '+CTXW', '+CTXN', '+CTXD', '+CTGS', '+CREG', '+CTBCT', '+CSQ', '+GCLI', '+CTOM',
  '+CTSDSR', '+CMGS', '+CTSDS', '+CNUMF', '+CNUM', '+CNUMS', '+CNUMD', '+GMI', '+GMM', '+GMR', '+GSN', '+CGMI', '+CGMM', '+CGMR', '+CGSN', '+CPIN',
  '+CBC', '+CLVL', '+CPBS', '+CPBR', '+GPSPOS', '+CTDGR', '+CXDCL', '+CTTCT', '$TXBUF', '+CME ERROR', '+CMS ERROR', '+CUTXC', '+CTSP', '+CTSDC', '+CSCS', '+XYZ',
] as const

const DIGITS = '0123456789'
const HEX = '0123456789abcdefABCDEF'
const NAME = 'INC-1 "é,;\u00ff?#'

function letters(random: FuzzRandom, from: string, length: number): string {
  let text = ''
  for (let left = length; left > 0; left--) text += from[random.below(from.length)] ?? ''
  return text
}

export const hexDigits = (random: FuzzRandom, length: number): string => letters(random, HEX, length)

const FIELDS: readonly [(random: FuzzRandom) => string, ...((random: FuzzRandom) => string)[]] = [
  (random) => String(random.below(4)),
  (random) => String(random.below(16)),
  (random) => String(random.below(1000)),
  (random) => String(random.below(1000)),
  () => '',
  (random) => letters(random, DIGITS, random.pick([7, 8, 8, 9, 15, 16, 17, 18])),
  (random) => `+${letters(random, DIGITS, 11)}`,
  (random) => hexDigits(random, 1 + random.below(6)),
  (random) => `"${letters(random, NAME, random.below(12))}"`,
  (random) => letters(random, NAME, random.below(12)),
  (random) => ` ${random.below(300)} `,
  (random) => `(${random.below(3)}-${random.below(100)})`,
  (random) => `-${random.below(120)}`,
]

export function parameters(random: FuzzRandom): string {
  const fields: string[] = []
  for (let left = random.below(14); left > 0; left--) fields.push(random.pick(FIELDS)(random))
  return fields.join(',')
}
