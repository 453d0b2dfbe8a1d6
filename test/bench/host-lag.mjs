// Goes before the built host's own code (--import): measures how late its event loop is, between two SIGUSR2, and writes that to
// HOST_LAG_FILE. Alone it is the bare process the host is held against. Plain JavaScript: stripping types would take memory.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'

const RESOLUTION_MS = 10
const NS_PER_MS = 1e6
const { HOST_LAG_FILE, HOST_PING } = process.env
// Nothing of this is for the processes the host starts.
delete process.env.NODE_OPTIONS

if (isMainThread && HOST_LAG_FILE !== undefined) {
  let lag
  process.on('SIGUSR2', () => {
    if (!lag) {
      lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      lag.enable()
      return
    }
    lag.disable()
    // What it counts is the time between two looks, of which the wait between them is no lag.
    const late = (ns) => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS)
    writeFileSync(HOST_LAG_FILE, JSON.stringify({ p50: late(lag.percentile(50)), p99: late(lag.percentile(99)), max: late(lag.max), n: lag.count }))
    lag = undefined
  })
}

// Alone it lives as long as whoever started it.
if (import.meta.main) process.once('disconnect', () => process.exit())

// Debian's ping is unpacked for tests and not where the system's would be.
if (isMainThread && HOST_PING !== undefined) {
  const { spawn } = childProcess
  childProcess.spawn = (command, ...rest) => spawn(command === 'ping' ? HOST_PING : command, ...rest)
  syncBuiltinESMExports()
}
