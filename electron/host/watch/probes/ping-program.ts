// How `ping` is started here: one child a target, a question each second.
import { spawn, type ChildProcess } from 'node:child_process'

export interface PingProgram {
  readonly command: string
  readonly args: (address: string) => readonly string[]
  /** Absent: the host's own. */
  readonly env?: Readonly<Record<string, string>>
  /** What helps when it is not there or may not ask. */
  readonly cure: string
}

/**
 * After so many questions it ends and is started anew. A child whose host was killed ends sooner on Linux, where it writes a line
 * each second (`-O`) into a pipe nobody reads; on Windows this is its bound.
 */
const QUESTIONS = 3_600

/** @param probeTimeoutMs  Windows prints nothing before it is over; Linux needs no such bound */
export function pingHere(platform: NodeJS.Platform, probeTimeoutMs: number): PingProgram {
  if (platform === 'win32') {
    return { command: 'ping.exe', args: (address) => ['-n', String(QUESTIONS), '-w', String(probeTimeoutMs), address], cure: 'ping.exe belongs to Windows' }
  }
  return iputilsPing('ping')
}

/** @remarks No `-w`: with a deadline it ends at the first ICMP error. */
export const iputilsPing = (command: string): PingProgram => ({
  command,
  args: (address) => ['-n', '-O', '-i', '1', '-c', String(QUESTIONS), address],
  env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
  cure: 'Debian: apt-get install iputils-ping; the user must be in net.ipv4.ping_group_range, or ping have cap_net_raw',
})

export const startPing = ({ command, args, env }: PingProgram, address: string): ChildProcess =>
  spawn(command, args(address), { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, ...(env && { env }) })
