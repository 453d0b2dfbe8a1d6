// The linter's borders fire: a configuration with a mistyped pattern would be silent for ever.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Each file's lines; those that must be refused say so. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  'native/kit/a.ts': [`import './bytes.ts'`, `import 'node:fs' // refused`, `import '../transport/clock.ts' // refused`],
  'native/tetra-pei/a.ts': [`import '../kit/bytes.ts'`, `import './b.ts'`, `import 'zod' // refused`, `import '../hid-buttons/a.ts' // refused`, `import '../kitchen/a.ts' // refused`, 'Date.now() // refused'],
  'native/tetra-pei/messages/a.ts': [`import '../../kit/bytes.ts'`, `import '../b.ts'`, `import '../../transport/clock.ts' // refused`],
  'native/transport/a.ts': [`import 'node:fs'`, `import 'serialport'`, 'Date.now()'],
  'electron/contract/a.ts': [`import 'zod'`, `import '../../native/kit/bytes.ts'`, `import 'node:fs' // refused`, `import '../host/host.ts' // refused`],
  'electron/host/watch/a.ts': [`import 'node:fs'`, `import '../ledger/port.ts'`, `import 'electron' // refused`, `import '../../cli/main.ts' // refused`, 'Math.random() // refused', 'String(process.env) // refused'],
  'electron/host/main.ts': ['String(process.env)', `import 'electron-store' // refused`],
  'electron/main/main.ts': [`import 'electron'`, `import '../host/host.ts' // refused`],
  'electron/cli/main.ts': [`import '../host/host.ts'`, `import 'electron' // refused`],
}

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly labels: readonly { readonly span: { readonly line: number } }[] }[]
}

let folder = ''
let refused: ReadonlySet<string> = new Set()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-lint-'))
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const [path, lines] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`)
  }
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const ran = spawnSync(process.execPath, [oxlint, '-c', '.oxlintrc.json', '-f', 'json', 'electron', 'native'], { cwd: folder, encoding: 'utf8' })
  const report = JSON.parse(ran.stdout) as Report
  const restricted = report.diagnostics.filter((one) => one.code.includes('no-restricted-'))
  refused = new Set(restricted.map((one) => `${one.filename}:${one.labels[0]?.span.line}`))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the linter', () => {
  const lines = Object.entries(FILES).flatMap(([path, all]) => all.map((line, at) => [path, line, `${path}:${at + 1}`] as const))

  it.each(lines.filter(([, line]) => line.endsWith('// refused')))('in %s refuses %s', (_path, _line, place) => {
    expect(refused).toContain(place)
  })

  it.each(lines.filter(([, line]) => !line.endsWith('// refused')))('in %s allows %s', (_path, _line, place) => {
    expect(refused).not.toContain(place)
  })
})
