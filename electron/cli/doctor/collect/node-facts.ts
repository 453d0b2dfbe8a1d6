// Who may use a device node: asked of the system itself, which knows access lists too, and told as owner, group and mode.
import { access, constants, readFile, realpath, stat } from 'node:fs/promises'
import type { NodeFacts } from '../judge/devices.ts'

const MODE_BITS = 0o777
const OCTAL = 8

/** @returns undefined when there is no such node */
export async function nodeFacts(path: string): Promise<NodeFacts | undefined> {
  try {
    const real = await realpath(path)
    const { uid, gid, mode } = await stat(real)
    const allowed = await access(real, constants.R_OK | constants.W_OK).then(() => true, () => false)
    return {
      path: real === path ? path : `${path} (${real})`,
      allowed,
      owner: await nameOf('/etc/passwd', uid),
      group: await nameOf('/etc/group', gid),
      mode: (mode & MODE_BITS).toString(OCTAL),
      isMember: process.getgroups?.().includes(gid) ?? false,
    }
  } catch {
    return undefined
  }
}

async function nameOf(file: string, id: number): Promise<string> {
  const lines = await readFile(file, 'utf8').then((text) => text.split('\n'), () => [])
  return lines.map((line) => line.split(':')).find((fields) => fields[2] === String(id))?.[0] ?? String(id)
}
