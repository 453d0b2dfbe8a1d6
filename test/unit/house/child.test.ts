import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { childModule } from './plain-modules.ts'

const { runChild } = childModule
const CHILD = new URL('../../../electron/child.mjs', import.meta.url).href
const NODE = process.execPath

const run = (code: string, options: object = {}): ReturnType<typeof runChild> => runChild(NODE, ['-e', code], { capture: true, ...options })

describe('a child that ends by itself', () => {
  it('passes on its exit code and both its outputs', async () => {
    expect(await run('console.log("out"); console.error("err"); process.exitCode = 7')).toEqual({ code: 7, how: 'exited', output: expect.stringMatching(/out\n[^]*err\n|err\n[^]*out\n/) })
  })

  it('passes on the signal that ended it as 128 + n', async () => {
    expect(await run('process.kill(process.pid, "SIGKILL")')).toMatchObject({ code: 137, how: 'exited' })
  })

  it('is said not to have started when there is no such program', async () => {
    expect(await runChild('/nowhere/at/all', [], { capture: true })).toMatchObject({ code: 127, how: 'not-started' })
  })

  it('ends although a grandchild keeps its output open', async () => {
    const began = performance.now()
    const orphan = 'require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 6000)"], {stdio: "inherit", detached: true}).unref(); console.log("done")'
    expect(await run(`${orphan}; setTimeout(() => process.exit(0), 50)`)).toMatchObject({ code: 0, how: 'exited' })
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describe('a child that takes too long', () => {
  it('is asked to end first', async () => {
    const polite = 'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000)'
    expect(await run(polite, { timeoutMs: 500 })).toMatchObject({ code: 5, how: 'too-late' })
  })

  it('is killed with all its children when it does not', async () => {
    const grandchild = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {stdio: "ignore"})'
    const stubborn = `process.on("SIGTERM", () => {}); console.log(${grandchild}.pid); setInterval(() => {}, 1000)`
    const ended = await run(stubborn, { timeoutMs: 700, endMs: 300 })
    expect(ended).toMatchObject({ code: 137, how: 'too-late' })
    await expect.poll(() => isAlive(Number(ended.output)), { timeout: 5000 }).toBe(false)
  })
})

describe('a request to stop the parent', () => {
  /** A parent of its own, because the signal goes to the process that called runChild. */
  const parentCode = (childCode: string, endMs: number): string =>
    `import { runChild } from ${JSON.stringify(CHILD)}
     const ended = await runChild(process.execPath, ['-e', ${JSON.stringify(childCode)}], { endMs: ${endMs} })
     console.log(JSON.stringify(ended))
     process.exitCode = ended.code`

  /** Ends with 40 + the number of times it was asked to. */
  const counting = (signal: string): string =>
    `let n = 0; process.on('${signal}', () => { n++; setTimeout(() => process.exit(40 + n), 150) }); setInterval(() => {}, 1000); console.log('ready')`

  const stopWhenReady = async (parent: ChildProcess, signal: NodeJS.Signals): Promise<{ readonly code: unknown; readonly output: string }> => {
    let output = ''
    parent.stdout?.on('data', (bytes) => {
      const isFirst = output === ''
      output += String(bytes)
      if (isFirst) parent.kill(signal)
    })
    const [code] = await once(parent, 'close')
    return { code, output }
  }
  const start = (code: string): ChildProcess =>
    spawn(NODE, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, npm_lifecycle_event: undefined } })

  it.each(['SIGTERM', 'SIGINT'] as const)('reaches the child once as %s and waits for its orderly end', async (signal) => {
    const { code, output } = await stopWhenReady(start(parentCode(counting(signal), 5000)), signal)
    expect(code).toBe(41)
    expect(output).toContain('"how":"interrupted"')
  })

  it('kills a child that hears nothing', async () => {
    const deaf = `for (const s of ['SIGTERM', 'SIGINT']) process.on(s, () => {}); setInterval(() => {}, 1000); console.log('ready')`
    const { code } = await stopWhenReady(start(parentCode(deaf, 400)), 'SIGTERM')
    expect(code).toBe(137)
  })

  it('is heard although the shell that npm puts between dies of it', async () => {
    const script = ['-c', '"$0" "$@"; true', NODE, '--input-type=module', '-e', parentCode(counting('SIGTERM'), 5000)]
    const shell = spawn('sh', script, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, npm_lifecycle_event: 'start' } })
    const { output } = await stopWhenReady(shell, 'SIGTERM')
    expect(output).toContain('"code":41,"how":"interrupted"')
  })
})

describe('the two commands', () => {
  const plain = async (script: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> => {
    const { code, output } = await runChild(NODE, [fileURLToPath(new URL(`../../../${script}`, import.meta.url)), ...args], { capture: true, timeoutMs: 20_000 })
    return { code, output }
  }

  it('npm start says which site file is not there', async () => {
    const { code, output } = await plain('electron/start.mjs', '--site', 'no-such-site.yaml')
    expect(code).toBe(2)
    expect(output).toContain('no-such-site.yaml')
  })

  it('npm test says which parts there are', async () => {
    const { code, output } = await plain('test/run.mjs', 'no-such-part')
    expect(code).toBe(2)
    expect(output).toMatch(/types, lint, unit, property, contract, integration, e2e, hil; there is no no-such-part/)
  })
})

/** A killed process whose parent has not looked yet is dead too. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.startsWith('Z') === false
  } catch {
    return false
  }
}
