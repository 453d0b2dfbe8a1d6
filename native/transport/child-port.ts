// A child process as its host uses it: messages both ways, its end told once, and a kill that it cannot refuse.
import type { ChildProcess } from 'node:child_process'

/** For a child of which little is asked and that lives as long as the host. */
export const SMALL_CHILD_FLAGS: readonly string[] = ['--max-semi-space-size=1', '--optimize-for-size']

export interface ChildPort<ToChild, FromChild> {
  send(message: ToChild): void
  onMessage(listener: (message: FromChild) => void): void
  /** Called once, also for a child that could not even be started. */
  onGone(listener: () => void): void
  kill(): void
}

export function childPort<ToChild extends object, FromChild>(child: ChildProcess): ChildPort<ToChild, FromChild> {
  return {
    // What meets a child as it dies did not arrive; its end says the rest.
    send: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromChild)),
    onGone: (listener) => {
      let told = false
      const once = (): void => {
        if (!told) listener()
        told = true
      }
      child.on('exit', once)
      child.on('error', once)
    },
    // A native call that hangs does not listen to anything milder.
    kill: () => void child.kill('SIGKILL'),
  }
}
