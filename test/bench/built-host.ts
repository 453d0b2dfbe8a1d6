// The host as npm start runs it: built from the present sources.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** @returns the path of its entry */
export function buildHost(): string {
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', '--config', join(ROOT, 'electron', 'vite.config.ts'), '--configLoader', 'native'], { cwd: ROOT, encoding: 'utf8' })
  const entry = join(ROOT, 'dist', 'host', 'main.js')
  if (built.status !== 0 || !existsSync(entry)) throw new Error(`the build failed: ${built.stderr}`)
  return entry
}
