// The person at the terminal: told, asked, and able to stop. Without a terminal there is nobody, and nothing is asked.
import { createInterface } from 'node:readline'

const EXIT_BUG = 70

export interface Person {
  tell(line: string): void
  /** @returns undefined when the person left */
  ask(question: string): Promise<string | undefined>
  /** Calls once when Enter is pressed or the person leaves. @returns stops waiting */
  onStop(stop: () => void): () => void
  leave(): void
}

/** @returns undefined where there is no terminal */
export function openPerson(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Person | undefined {
  if (!input.isTTY || !output.isTTY) return undefined
  const lines = createInterface({ input, output })
  const onGone = new Set<() => void>()
  let isGone = false
  const gone = (): void => {
    isGone = true
    for (const listener of [...onGone]) listener()
  }
  lines.on('close', gone)
  // A terminal that closes, or whoever ends this program, is somebody who leaves: what is under way must still be undone.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, gone)
  // Giving back the settings of a terminal that is gone fails: readline passes that on as an error of its own, and would
  // end this program in the middle of a transmission. It may not be closed from here: it is just closing.
  lines.on('error', gone)
  input.on('error', () => {})
  // Nor may a bug of ours leave the radio on the air.
  const broken = (cause: Error): void => {
    process.stderr.write(`${cause.stack ?? cause.message}\n`)
    process.exitCode = EXIT_BUG
    gone()
  }
  process.on('uncaughtException', broken)
  return {
    tell: (line) => void output.write(`${line}\n`),
    ask: (question) => new Promise((resolve) => {
      if (isGone) return resolve(undefined)
      const left = (): void => resolve(undefined)
      onGone.add(left)
      lines.question(question, (answer) => {
        onGone.delete(left)
        resolve(answer.trim())
      })
    }),
    onStop(stop) {
      onGone.add(stop)
      lines.once('line', stop)
      // Ctrl-C at the prompt of a readline comes as an event, not as a signal.
      lines.once('SIGINT', stop)
      if (isGone) stop()
      return () => {
        onGone.delete(stop)
        for (const event of ['line', 'SIGINT'] as const) lines.off(event, stop)
      }
    },
    leave() {
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, gone)
      process.off('uncaughtException', broken)
      lines.close()
    },
  }
}
