// One host process without a supervisor: what its shell would see of it, down to the exit code.
import { fork } from 'node:child_process'
import { hostEntry } from '../../electron/cli/host-entry.ts'
import type { ToShell } from '../../electron/contract/link.ts'
import { createHostClient, type HostClient } from '../../electron/contract/host-client.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { eventually } from '../contract/eventually.ts'

export interface HostProcess {
  readonly pid: number
  readonly client: HostClient
  readonly topic: HostClient['topic']
  /** Everything it sent, in order. */
  readonly packets: readonly ToShell[]
  /** How it ended: exit code or signal, and the monotonic moment; undefined while it runs. */
  readonly ended: { readonly by: number | NodeJS.Signals; readonly atMs: number } | undefined
  /** Sends anything over the pipe, also what is no packet of ours. */
  send(packet: unknown): void
  kill(signal: NodeJS.Signals): void
  /** Asks it to end and waits; kills it after 10 s. */
  stop(): Promise<void>
}

export interface HostProcessOptions {
  readonly site: string
  readonly data: string
  /** Runs it as this user and group: modes do not bind root. */
  readonly uid?: number
  /** Everything it prints; absent: it goes where ours goes. */
  readonly onPrint?: (text: string) => void
}

const STOP_MS = 10_000

export function startHostProcess({ site, data, uid, onPrint }: HostProcessOptions): HostProcess {
  const child = fork(hostEntry(), ['--site', site, '--data', data], {
    cwd: '/',
    serialization: 'advanced',
    ...(uid === undefined ? {} : { uid, gid: uid }),
    ...(onPrint ? { silent: true } : {}),
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => onPrint?.(text))
  const packets: ToShell[] = []
  let ended: HostProcess['ended']
  const send = (packet: unknown): void => {
    if (child.connected) child.send(packet as object)
  }
  const client = createHostClient(systemClock, send, () => {})
  child.on('message', (packet) => {
    packets.push(packet as ToShell)
    client.receive(packet as ToShell)
  })
  // A packet that meets a host as it dies did not arrive; `exit` says the rest.
  child.on('error', () => {})
  child.on('exit', (code, signal) => {
    ended = { by: signal ?? code ?? -1, atMs: systemClock.monotonicMs() }
  })
  return {
    pid: child.pid ?? 0,
    client,
    topic: client.topic,
    packets,
    get ended() {
      return ended
    },
    send,
    kill: (signal) => void child.kill(signal),
    async stop() {
      send({ packet: 'stop' })
      await eventually(() => ended !== undefined, STOP_MS).catch(() => child.kill('SIGKILL'))
    },
  }
}
