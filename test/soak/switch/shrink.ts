// Makes a script that breaks a law as short as it can be: fewer moments, then shorter waits, while the same law breaks.
import type { Script } from './script.ts'

export async function shrink(script: Script, breaks: (shorter: Script) => Promise<boolean>): Promise<Script> {
  let best = script
  const attempt = async (moments: Script['moments']): Promise<boolean> => {
    if (!(await breaks({ ...best, moments }))) return false
    best = { ...best, moments }
    return true
  }
  for (let isShorter = true; isShorter;) {
    isShorter = false
    for (let length = Math.ceil(best.moments.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
      for (let from = best.moments.length - length; from >= 0; from -= length) {
        if (await attempt(best.moments.toSpliced(from, length))) isShorter = true
        // The time that passed may be what mattered.
        else if (await attempt(withoutKeepingTime(best.moments, from, length))) isShorter = true
      }
    }
  }
  for (let index = 0; index < best.moments.length; index++) {
    for (const afterMs of [0, 100, 1000]) {
      const moment = best.moments[index]
      if (!moment || moment.afterMs <= afterMs) break
      if (await attempt(best.moments.with(index, { ...moment, afterMs }))) break
    }
  }
  return best
}

function withoutKeepingTime(moments: Script['moments'], from: number, length: number): Script['moments'] {
  const passed = moments.slice(from, from + length).reduce((sum, { afterMs }) => sum + afterMs, 0)
  const rest = moments.toSpliced(from, length)
  const next = rest[from]
  return next ? rest.with(from, { ...next, afterMs: next.afterMs + passed }) : rest
}
