// Starts the device child as a process of Node.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { DeviceChild, FromChild, StartDeviceChild } from './child-protocol.ts'

/** Little is asked of it, and it lives as long as the host. */
const MEMORY_FLAGS = ['--max-semi-space-size=1', '--optimize-for-size']

/** @param flags  more of Node's own, such as `--import` */
export function deviceChildProcess(flags: readonly string[] = []): StartDeviceChild {
  const program = fileURLToPath(new URL('./device-child.ts', import.meta.url))
  return (): DeviceChild => {
    const child = fork(program, { execArgv: [...MEMORY_FLAGS, ...flags], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    return {
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
        // It could not even be started.
        child.on('error', once)
      },
      // A native call that hangs does not listen to anything milder.
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
