// One life of a recorder: started, listened to, killed with SIGKILL at a chosen moment.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { decodeSaid, type RecorderPlan, type Said } from '../record/marks.ts'

const RECORDER = fileURLToPath(new URL('../record/recorder.ts', import.meta.url))
/** The machine is shared: an end for waiting, not a promise. */
export const PATIENCE_MS = 30_000

export type KillMoment =
  /** So long after the recorder first said this word. */
  | { readonly after: Said['said']; readonly ms: number }
  /** When so many names have come, gone or changed in its folder since it began. */
  | { readonly changes: number }

export interface Life {
  readonly said: readonly Said[]
  /** False when it had ended by itself before. */
  readonly killed: boolean
  /** From its first word to the open record, and from its close to the end; undefined when it was killed within. */
  readonly openingMs: number | undefined
  readonly closingMs: number | undefined
  /** A line that only half came through, an error, or silence. */
  readonly fault: string | undefined
}

/** @param compileCache  folder where Node keeps what it made of the sources: half of a start is spent on that */
export async function liveAndDie(plan: RecorderPlan, compileCache: string, moment: KillMoment): Promise<Life> {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }
  const child = spawn(process.execPath, [RECORDER, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const said: Said[] = []
  const firstMs = new Map<Said['said'], number>()
  let errors = ''
  let due: NodeJS.Timeout | undefined
  let fault: string | undefined
  const bound = setTimeout(() => { fault = `no end of it for ${PATIENCE_MS} ms: ${JSON.stringify(moment)}`; child.kill('SIGKILL') }, PATIENCE_MS)
  let changes = 0
  const watcher = 'changes' in moment ? watch(plan.folder, () => { if (++changes >= moment.changes) child.kill('SIGKILL') }) : undefined
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text })
  // After `close` the pipe is drained: every line written before the kill is here.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const one = decodeSaid(line)
    said.push(one)
    if (!firstMs.has(one.said)) firstMs.set(one.said, performance.now())
    if ('after' in moment && one.said === moment.after) due ??= setTimeout(() => child.kill('SIGKILL'), moment.ms)
  })
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => { child.once('close', (_code, by) => resolve(by)) })
  clearTimeout(bound)
  clearTimeout(due)
  watcher?.close()
  const between = (from: Said['said'], to: Said['said']): number | undefined => {
    const [fromMs, toMs] = [firstMs.get(from), firstMs.get(to)]
    return fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs
  }
  return {
    said,
    killed: signal === 'SIGKILL' && fault === undefined,
    openingMs: between('starting', 'opened'),
    closingMs: between('closing', 'closed'),
    fault: fault ?? (errors === '' ? undefined : errors.trim()),
  }
}
