// achterwacht verify PATH [--anchor FILE|HEADCODE]… [--json]: is this record whole, and who says so. Source: FORMATS, `verify`.
import { statSync } from 'node:fs'
import { decodeAnchor, type Anchor } from '../host/ledger/anchors.ts'
import { describe } from '../host/ledger/verdict.ts'
import { verifyLedger, type VerifyReport } from '../host/ledger/verify-ledger.ts'

const USAGE = 'usage: verify PATH [--anchor FILE|HEADCODE]… [--json]'
const WRONG_USE = 2
/** More than a screen of findings helps nobody; `--json` has them all. */
const SHOWN = 20

type Line = (line: string) => void

interface Arguments {
  readonly folder: string
  readonly anchors: readonly Anchor[]
  readonly json: boolean
}

/**
 * Verifies a folder and answers with the exit code: 0 INTACT, 10 to 30 by verdict, 2 wrong use.
 *
 * @param out  standard output: the verdict, or with `--json` the report as one line
 * @param err  standard error: findings for people
 */
export async function verifyCommand(argv: string[], out: Line, err: Line): Promise<number> {
  const asked = parseArguments(argv)
  if (typeof asked === 'string') {
    err(asked)
    err(USAGE)
    return WRONG_USE
  }
  const report = verifyLedger(asked.folder, asked.anchors)
  tellFindings(report, err)
  if (asked.json) {
    err(report.text)
    out(JSON.stringify(report))
  } else {
    out(report.text)
  }
  return report.code
}

/** The arguments, or what is wrong with them. */
function parseArguments(argv: readonly string[]): Arguments | string {
  const anchors: Anchor[] = []
  const folders: string[] = []
  let json = false
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--json') json = true
    else if (word === '--anchor') {
      const anchor = decodeAnchor(rest.shift() ?? '')
      if (!anchor.ok) return `no such anchor file, and not a head code: ${anchor.error.detail || '(nothing)'}`
      anchors.push(anchor.value)
    } else if (word.startsWith('-')) return `unknown option: ${word}`
    else folders.push(word)
  }
  const [folder] = folders
  if (folder === undefined || folders.length > 1) return 'give one folder'
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) return `not a folder: ${folder}`
  return { folder, anchors, json }
}

function tellFindings(report: VerifyReport, err: Line): void {
  for (const finding of report.findings.slice(0, SHOWN)) err(`${describe(finding)}: ${finding.detail}`)
  const left = report.findings.length - SHOWN + report.findingsLeft
  if (left > 0) err(`and ${left} more`)
}
