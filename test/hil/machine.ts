// The guest as the host sees it: one qemu, a channel of JSON lines over its own standard streams, and a certain end.
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { CACHE, type GuestImage } from './guest-image/image.ts'
import type { Order, Report } from './guest/channel.ts'

export interface SceneOutcome {
  readonly tookMs: number
  /** What went wrong, with its stack in the guest. */
  readonly error?: string
  /** Figures and observations of the scene. */
  readonly notes: Readonly<Record<string, unknown>>
}

export interface Machine {
  /** Lets the guest play one scene. @throws when the guest is gone */
  play(title: string): Promise<SceneOutcome>
  end(): Promise<void>
}

/** From the start of qemu until the guest's program answers: 6 s when the machine is quiet, ten times that under heavy load. */
const BOOT_MS = 3 * 60_000
/** However it goes: qemu does not outlive this, or what the caller says. */
const WALL_MS = 8 * 60_000
const MEMORY_MIB = 768
const CONSOLE_TAIL_LINES = 25
/** Where the last run left the guest's console. */
export const CONSOLE = join(CACHE, 'console.log')

// mitigations off, a trusted clock and chance: what the guest need not do under emulation. panic=-1 ends qemu, see -no-reboot.
const KERNEL_LINE = 'console=ttyS0 quiet panic=-1 mitigations=off nokaslr random.trust_cpu=on tsc=reliable no_timer_check'

/** Without protection keys: V8 once stumbled over code pages guarded by emulated ones ("it->second.Size() > offset"). */
const PROCESSOR = 'max,pku=off'

function qemuArguments(image: GuestImage): readonly string[] {
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', PROCESSOR, '-smp', '2', '-M', 'q35', '-m', String(MEMORY_MIB)],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    // qboot starts an uncompressed kernel at once, SeaBIOS takes a second longer.
    ...['-bios', 'qboot.rom', '-kernel', image.kernel, '-initrd', image.initrd, '-append', KERNEL_LINE],
    ...['-serial', `file:${CONSOLE}`, '-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ...['-chardev', 'stdio,id=channel,signal=off', '-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=channel,name=channel'],
  ]
}

/** Boots a guest and waits until its program answers. */
export async function bootMachine(image: GuestImage, wallMs = WALL_MS): Promise<Machine> {
  mkdirSync(CACHE, { recursive: true })
  closeSync(openSync(CONSOLE, 'w'))
  // setpriv: the kernel kills qemu when this process dies, however it dies.
  const qemu = spawn('setpriv', ['--pdeathsig', 'KILL', image.qemu, ...qemuArguments(image)], { stdio: ['pipe', 'pipe', 'pipe'] })
  const machine = createMachine(qemu, wallMs)
  await machine.ready
  return machine
}

type Qemu = ChildProcessByStdio<Writable, Readable, Readable>

function createMachine(qemu: Qemu, wallMs: number): Machine & { readonly ready: Promise<void> } {
  const waiting = new Map<number, PromiseWithResolvers<SceneOutcome>>()
  const ready = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  let said = ''
  let ended = ''
  let orders = 0

  const kill = (): void => void qemu.kill('SIGKILL')
  const wall = setTimeout(() => fallOver(`the guest ran longer than ${wallMs / 60_000} min`), wallMs)
  const boot = setTimeout(() => fallOver(`the guest did not come up within ${BOOT_MS / 1000} s`), BOOT_MS)
  const fallOver = (why: string): void => {
    if (ended === '') ended = `${why}\n${said}${consoleTail()}`
    const failure = new Error(ended)
    ready.reject(failure)
    for (const outcome of waiting.values()) outcome.reject(failure)
    waiting.clear()
    kill()
  }
  process.once('exit', kill)
  qemu.on('error', (cause) => fallOver(`qemu does not start: ${cause.message}`))
  qemu.on('exit', (code, signal) => {
    clearTimeout(wall)
    clearTimeout(boot)
    process.off('exit', kill)
    fallOver(`the guest ended by itself (${signal ?? code})`)
    gone.resolve()
  })
  qemu.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  qemu.stdin.on('error', () => undefined) // the exit says it better
  createInterface({ input: qemu.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as Report
    if (report.report === 'up') {
      clearTimeout(boot)
      ready.resolve()
    } else {
      waiting.get(report.order)?.resolve(report.outcome)
      waiting.delete(report.order)
    }
  })
  return {
    ready: ready.promise,
    play(title) {
      if (ended !== '') return Promise.reject(new Error(ended))
      const outcome = Promise.withResolvers<SceneOutcome>()
      const order: Order = { order: ++orders, play: title }
      waiting.set(order.order, outcome)
      qemu.stdin.write(`${JSON.stringify(order)}\n`)
      return outcome.promise
    },
    async end() {
      ended ||= 'the guest was ended'
      kill()
      if (qemu.exitCode === null && qemu.signalCode === null) await gone.promise
    },
  }
}

function consoleTail(): string {
  return readFileSync(CONSOLE, 'latin1').split(/\r?\n/).slice(-CONSOLE_TAIL_LINES).join('\n')
}
