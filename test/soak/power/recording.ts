// Runs recorders one after another under strace and hands back all they did to their folder, in order, with what they promised.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureUnpacked, unpackedPaths, type UnpackedPackage } from '../../support/unpacked-debian.ts'
import type { RecorderPlan } from '../record/marks.ts'
import type { DiskOp } from './disk-model.ts'
import { TraceReader, TRACED_CALLS } from './system-calls.ts'

/** Unpacked, never installed. Needs the right to trace a child of one's own, which every Linux gives unless it is told not to. */
export const STRACE: UnpackedPackage = { package: 'strace', program: 'usr/bin/strace' }
const RECORDER = fileURLToPath(new URL('../record/recorder.ts', import.meta.url))
/** The machine is shared: an end for waiting, not a promise. */
const LIFE_MS = 120_000
const STRING_BYTES = 100_000_000

/** One life of the recorder within a recording: `crash` ends it without a close, `spoil` damages the record before it. */
export interface LifePlan extends Pick<RecorderPlan, 'notes' | 'lanes' | 'samplesPerSecond' | 'crash' | 'keepTexts' | 'spoil'> {
  /** Killed as it asks for its n-th sync, which is not done: what it wrote is there for the next life, and not on the disk. */
  readonly killAtSync?: number
}

/** @throws with the cure when strace cannot be had or a recorder failed: never passed over */
export async function recordLives(lives: readonly LifePlan[]): Promise<readonly DiskOp[]> {
  await ensureUnpacked(STRACE)
  const work = await mkdtemp(join(tmpdir(), 'soak-power-'))
  try {
    const root = join(work, 'disk')
    const reader = new TraceReader(root)
    for (const [at, { killAtSync, ...life }] of lives.entries()) {
      const plan: RecorderPlan = { ...life, ...placesIn(root), run: `life-${at + 1}`, pauseMs: 0 }
      const trace = join(work, `${at}.trace`)
      await runTraced(plan, trace, killAtSync)
      reader.read(await readFile(trace, 'latin1'))
    }
    return reader.ops
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Where a recorder writes within the folder that is watched, and where its images are opened. */
export const placesIn = (root: string) => ({ folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), copy: join(root, 'copy.jsonl') })

async function runTraced(plan: RecorderPlan, trace: string, killAtSync: number | undefined): Promise<void> {
  const { binary, libraries } = unpackedPaths(STRACE)
  const options = ['-f', '-qq', '-xx', '-s', String(STRING_BYTES), '-e', `trace=${TRACED_CALLS.map((name) => `?${name}`).join(',')}`, '-e', 'signal=none', '-o', trace]
  if (killAtSync !== undefined) options.push('-e', `inject=fsync,fdatasync:signal=SIGKILL:when=${killAtSync}`)
  // Node could hand file calls to the kernel by a ring that strace does not see.
  const env = { ...process.env, UV_USE_IO_URING: '0', LD_LIBRARY_PATH: libraries }
  const child = spawn(binary, [...options, '-E', 'LD_LIBRARY_PATH', process.execPath, RECORDER, JSON.stringify(plan)], { stdio: ['ignore', 'ignore', 'pipe'], env, timeout: LIFE_MS })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // Killed as planned, strace ends by the same signal and has no code.
  if (code !== 0 && !(code === null && killAtSync !== undefined)) throw new Error(`the traced recorder ended with ${code}: ${errors.slice(0, 1000)}`)
}
