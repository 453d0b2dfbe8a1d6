// achterwacht soak NAME … | list: what is too long for every change, as JSON lines. Runs from the sources only.
import { cpus } from 'node:os'
import type { SoakRow } from '../../test/soak/soak.ts'
import { SOAKS } from '../../test/soak/soaks.ts'

type Line = (line: string) => void

const EXIT = { passed: 0, found: 1, 'wrong-use': 2 } as const

export async function soakCommand(argv: readonly string[], out: Line, err: Line): Promise<number> {
  const [name = '', ...rest] = argv
  if (name === 'list' && rest.length === 0) {
    list(out)
    return EXIT.passed
  }
  const soak = Object.hasOwn(SOAKS, name) ? SOAKS[name] : undefined
  if (!soak) {
    err(usage())
    return EXIT['wrong-use']
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, node ${process.versions.node}`
  const verdict = await soak.run(rest, { row: (row) => out(JSON.stringify({ ...rounded(row), machine })), say: err })
  if (verdict.outcome === 'wrong-use') err(`${verdict.why}\n${usage()}`)
  return EXIT[verdict.outcome]
}

const usage = (): string => `usage: soak list\n${Object.values(SOAKS).map((soak) => `       soak ${soak.usage}`).join('\n')}`

function list(out: Line): void {
  for (const [name, { what, rows }] of Object.entries(SOAKS)) {
    out(`${name}: ${what}`)
    for (const row of rows) out(`  ${row.name.padEnd(16)}${row.what}`)
  }
}

const THOUSANDTHS = 1000

function rounded({ figures, ...row }: SoakRow): object {
  const round = ([figure, value]: [string, number]): [string, number] => [figure, Math.round(value * THOUSANDTHS) / THOUSANDTHS]
  return { ...row, ...Object.fromEntries(Object.entries(figures).map(round)) }
}
