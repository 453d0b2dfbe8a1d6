// The log reader: a process of its own, started by log-reader.ts and never imported. A file on a share that hangs takes a
// thread that cannot be got back, and a program that holds such a thread cannot even end (seen with Node 24 on a pipe that
// nobody writes): here that costs this process, never the console. It has a thread for each log and some to spare, and at
// most one call on a log is under way, so one that hangs delays no other.
import { systemClock } from '../../../../native/transport/clock.ts'
import { diskFiles } from './disk-files.ts'
import { createLogFollower, type LogFollower } from './log-follower.ts'
import { createLineJudge } from './log-words.ts'
import type { FromReader, ToReader } from './log-messages.ts'

const files = diskFiles(process.platform)
const logs = new Map<number, LogFollower>()

function take(message: ToReader): void {
  switch (message.ask) {
    case 'follow':
      logs.set(message.log, createLogFollower(message.path, createLineJudge(message), files, systemClock.utcMs()))
      return
    case 'look':
      return void look(message.log)
    case 'leave': {
      const follower = logs.get(message.log)
      logs.delete(message.log)
      // A look that is under way closes the file itself when it ends.
      if (follower?.looking === false) void follower.close()
    }
  }
}

async function look(log: number): Promise<void> {
  const follower = logs.get(log)
  if (!follower) return
  const seen = await follower.look()
  if (!logs.has(log)) return follower.close()
  const told: FromReader = { tell: 'looked', log, look: seen }
  if (process.connected) process.send?.(told, () => undefined)
}

process.on('message', (message: ToReader) => take(message))
// No milder end: a thread that hangs would keep it for ever.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
