// The process that looks for devices, as Electron starts one.
import { utilityProcess } from 'electron'
import type { ForkedChild } from './rules/device-children.ts'

const SERVICE_NAME = 'Achterwacht devices'

export function forkDeviceChild(entry: string): ForkedChild {
  const child = utilityProcess.fork(entry, [], { serviceName: SERVICE_NAME, stdio: 'ignore' })
  return {
    postMessage: (message) => child.postMessage(message),
    on: (event: 'message' | 'exit', listener: (message?: unknown) => void) => child.on(event as 'message', listener),
    end() {
      // UtilityProcess.kill() asks politely, and a native call that hangs does not listen.
      try {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
      } catch {
        // It ended by itself in the same moment; its exit follows.
      }
    },
  }
}
