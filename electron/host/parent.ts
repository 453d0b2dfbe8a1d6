// The one channel to the shell that started this process, whichever kind of shell it is.
import { z } from 'zod'
import type { ToShell } from '../contract/link.ts'
import type { PagePort } from './pipes.ts'

export interface Parent {
  send(packet: ToShell): void
  onPacket(listener: (packet: unknown) => void): void
  /** Heard from the first moment, before there is a host for any other packet. @param listener  whether the packet was its own */
  onAnswer(listener: (packet: unknown) => boolean): void
  /** A shell may hand over a port that leads straight to one page; its packets then never pass through the shell. */
  onPort(listener: (page: string, port: PagePort) => void): void
  onGone(listener: () => void): void
  readonly isGone: boolean
  /** Electron's binary does not run as Node: a process is asked of the shell. */
  readonly startsProcesses: boolean
  /** Nothing more to say: lets the process end. */
  leave(): void
}

/** `process.parentPort` in an Electron utility process. Source: Electron's documentation of utilityProcess and parentPort. */
interface ParentPort {
  postMessage(packet: unknown): void
  on(event: 'message', listener: (message: { readonly data: unknown; readonly ports: readonly PagePort[] }) => void): void
  off(event: 'message', listener: (message: { readonly data: unknown; readonly ports: readonly PagePort[] }) => void): void
}

const pagePort = z.strictObject({ packet: z.literal('page-port'), page: z.string() })

export function openParent(): Parent {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort }
  return parentPort ? utilityParent(parentPort) : nodeParent()
}

function nodeParent(): Parent {
  return {
    send: (packet) => {
      if (process.connected) process.send?.(packet)
    },
    onPacket: (listener) => void process.on('message', listener),
    // Only Electron's shell has something to answer; a listener here would take the packets that wait for the host.
    onAnswer: () => {},
    onPort: () => {},
    onGone: (listener) => void process.on('disconnect', listener),
    get isGone() {
      return process.connected === false
    },
    startsProcesses: false,
    leave: () => {
      if (process.connected) process.disconnect()
    },
  }
}

/** Electron ends a utility process together with its shell: there is no event for a shell that is gone. */
function utilityParent(port: ParentPort): Parent {
  const packets = new Set<(packet: unknown) => void>()
  const ports = new Set<(page: string, port: PagePort) => void>()
  // A shell may speak while the host is still opening its record; Node's own channel keeps such packets too.
  const early: Parameters<typeof take>[0][] = []
  const answers = new Set<(packet: unknown) => boolean>()
  const take = (message: { readonly data: unknown; readonly ports: readonly PagePort[] }): void => {
    for (const isAnswer of answers) if (isAnswer(message.data)) return
    if (packets.size === 0 || ports.size === 0) return void early.push(message)
    const { data, ports: [first] } = message
    const handed = pagePort.safeParse(data)
    if (handed.success && first) for (const listener of ports) listener(handed.data.page, first)
    else for (const listener of packets) listener(data)
  }
  const flush = (): void => {
    if (packets.size === 0 || ports.size === 0) return
    for (const message of early.splice(0)) take(message)
  }
  port.on('message', take)
  return {
    send: (packet) => port.postMessage(packet),
    onPacket: (listener) => {
      packets.add(listener)
      flush()
    },
    onAnswer: (listener) => void answers.add(listener),
    onPort: (listener) => {
      ports.add(listener)
      flush()
    },
    onGone: () => {},
    isGone: false,
    startsProcesses: true,
    leave: () => port.off('message', take),
  }
}
