// Lines that a person or a program types while a console runs beside its terminal.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** @returns ends the reading, so that the process can end */
export function onTypedLine(input: NodeJS.ReadStream, onLine: () => void): () => void {
  // Reading a terminal from the background stops the whole process group: the console with it.
  if (input.isTTY && !isInForeground()) return () => {}
  const lines = createInterface({ input })
  lines.on('line', onLine)
  return () => {
    lines.close()
    input.destroy()
  }
}

function isInForeground(): boolean {
  if (process.platform !== 'linux') return true
  // proc(5): pid (name) state ppid pgrp session tty_nr tpgid …
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === foreground
}
