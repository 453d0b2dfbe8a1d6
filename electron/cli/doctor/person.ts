// The person at the terminal: told, asked, and able to stop. Without a terminal there is nobody, and nothing is asked.
import { createInterface } from 'node:readline'

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
  let gone = false
  lines.on('close', () => void (gone = true))
  // A terminal that closes, or whoever ends this program, is somebody who leaves: what is under way must still be undone.
  const end = (): void => lines.close()
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  return {
    tell: (line) => void output.write(`${line}\n`),
    ask: (question) => new Promise((resolve) => {
      if (gone) return resolve(undefined)
      const left = (): void => resolve(undefined)
      lines.once('close', left)
      lines.question(question, (answer) => {
        lines.off('close', left)
        resolve(answer.trim())
      })
    }),
    onStop(stop) {
      lines.once('line', stop)
      lines.once('close', stop)
      // Ctrl-C at the prompt of a readline comes as an event, not as a signal.
      lines.once('SIGINT', stop)
      if (gone) stop()
      return () => {
        for (const event of ['line', 'close', 'SIGINT'] as const) lines.off(event, stop)
      }
    },
    leave() {
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, end)
      lines.close()
    },
  }
}
