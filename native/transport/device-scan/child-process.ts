// Starts the device child as a process of Node.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { childPort, SMALL_CHILD_FLAGS } from '../child-port.ts'
import type { FromChild, StartDeviceChild, ToChild } from './child-protocol.ts'

/** @param flags  more of Node's own, such as `--import` */
export function deviceChildProcess(flags: readonly string[] = []): StartDeviceChild {
  const program = fileURLToPath(new URL('./device-child.ts', import.meta.url))
  return () => childPort<ToChild, FromChild>(fork(program, { execArgv: [...SMALL_CHILD_FLAGS, ...flags], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }))
}
