// The demo's small disk: it fills and empties, goes away, and an earlier run that was killed leaves nothing behind.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { openDemoDisk, type DemoDisk } from '../../sim/demo-disk.ts'

const NOBODY = 65_534
const MODULE = new URL('../../sim/demo-disk.ts', import.meta.url).href

const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8')

async function opened(folder: string): Promise<DemoDisk> {
  const disk = await openDemoDisk(folder)
  if (!disk.ok) throw new Error(disk.error.detail)
  return disk.value
}

/** A process of its own: what it prints, when it has ended in whatever way. */
function inProcess(code: string, uid?: number): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', `const { openDemoDisk } = await import(${JSON.stringify(MODULE)});${code}`], {
      cwd: '/', stdio: ['ignore', 'pipe', 'inherit'], ...(uid === undefined ? {} : { uid, gid: uid }),
    })
    let said = ''
    child.stdout.on('data', (text) => { said += String(text) })
    child.on('close', () => resolve(said))
  })
}

test('it is full when it is filled, as often as that is asked, takes writing again when it is emptied, and is gone when it is closed', async () => {
  await withFolder('disk', async (parent) => {
    const folder = join(parent, 'with space')
    const disk = await opened(folder)
    try {
      expect(disk.isFull).toBe(false)
      await disk.fill()
      await disk.fill()
      expect(disk.isFull).toBe(true)
      await expect(writeFile(join(folder, 'line'), 'x')).rejects.toMatchObject({ code: 'ENOSPC' })
      await disk.empty()
      await disk.empty()
      expect(disk.isFull).toBe(false)
      await writeFile(join(folder, 'line'), 'x')
    } finally {
      await disk.close()
    }
    expect(mounts()).not.toContain(parent)
    expect(disk.isFull).toBe(false)
    await disk.close()
  })
})

test('what a killed run left mounted is taken away by the next one, and what a living run has is left alone', async () => {
  await withFolder('disk', async (parent) => {
    const lost = join(parent, 'lost one')
    await inProcess(`await openDemoDisk(${JSON.stringify(lost)}); process.kill(process.pid, 'SIGKILL')`)
    expect(mounts()).toContain(`${parent}/lost\\040one`)
    const first = await opened(join(parent, 'first'))
    const second = await opened(join(parent, 'second'))
    try {
      expect(mounts()).not.toContain('lost')
      expect(mounts()).toContain(first.folder)
    } finally {
      await first.close()
      await second.close()
    }
    expect(mounts()).not.toContain(parent)
  })
})

test('who may not mount is told so in a word that the page has a sentence for', async () => {
  const said = await inProcess(`console.log(JSON.stringify(await openDemoDisk('/tmp/achterwacht-no-disk')))`, NOBODY)
  expect(JSON.parse(said)).toEqual({ ok: false, error: { code: 'DEVICE_UNSUPPORTED', detail: 'no-right-to-mount: not root' } })
})
