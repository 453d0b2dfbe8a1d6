// The page's link with its console: keeps a pipe open, folds topics, sends calls, and says how true what it holds still is.
import type { CallInput, CallName, CallOutput } from '../../electron/contract/calls.ts'
import type { Clock, Timer } from '../../electron/contract/clock.ts'
import type { DemoView } from '../../electron/contract/demo.ts'
import { createHostClient, type CallResult } from '../../electron/contract/host-client.ts'
import type { HostToPage } from '../../electron/contract/link.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '../../electron/contract/preferences.ts'
import type { HostState, PageToShell, ShellView, ToPage } from '../../electron/contract/shell.ts'
import type { TopicName, Topics } from '../../electron/contract/topics.ts'
import { beginLink, reduceLink, type LinkEffect, type LinkEvent, type LinkState, type LinkStep, type LinkTimer, type LinkView } from './link-machine.ts'
import type { OpenPipe, PagePipe } from './pipe.ts'

export interface ConsoleLink {
  start(): void
  stop(): void
  /** @returns what the host answers, CALL_TIMEOUT after the call's own deadline, CALL_HOST_GONE */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>>
  tellShell(packet: PageToShell): void
  /** The same object as long as nothing in the topic has changed. */
  topic<Name extends TopicName>(name: Name): Topics[Name]
  readonly view: LinkView
  readonly host: HostState | undefined
  readonly shell: ShellView | undefined
  readonly preferences: Preferences
  readonly demo: DemoView | undefined
  /** Host's UTC minus the page's own: clocks on screen are the host's. */
  readonly utcOffsetMs: number
  /** Called after each change, of whatever kind. */
  onChange(listener: () => void): () => void
}

export interface ConsoleLinkDeps {
  readonly clock: Clock
  readonly openPipe: OpenPipe
}

export function createConsoleLink(deps: ConsoleLinkDeps): ConsoleLink {
  return new RunningLink(deps)
}

class RunningLink implements ConsoleLink {
  readonly #clock: Clock
  readonly #openPipe: OpenPipe
  readonly #listeners = new Set<() => void>()
  readonly #timers = new Map<LinkTimer, Timer>()
  readonly #client
  #state: LinkState
  #pipe: PagePipe | undefined
  #stopped = false
  host: HostState | undefined
  shell: ShellView | undefined
  preferences: Preferences = DEFAULT_PREFERENCES
  demo: DemoView | undefined
  utcOffsetMs = 0

  constructor({ clock, openPipe }: ConsoleLinkDeps) {
    this.#clock = clock
    this.#openPipe = openPipe
    this.#state = beginLink(clock.monotonicMs()).state
    this.#client = createHostClient(clock, (packet) => {
      // A page never says more than a page may.
      if (packet.packet === 'call' || packet.packet === 'cancel' || packet.packet === 'subscribe') this.#pipe?.send(packet)
    }, () => this.#changed())
  }

  start(): void {
    this.#take(beginLink(this.#clock.monotonicMs()))
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.values()) timer.cancel()
    this.#pipe?.close()
  }

  get view(): LinkView {
    return this.#state.view
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>> {
    // Nobody is there to answer: said at once, not after the deadline.
    // A release is sent all the same: a host that only stood still still has the key down.
    if (!this.#pipe || (this.view.link === 'lost' && name !== 'ptt.release')) return Promise.resolve({ ok: false, error: { code: 'CALL_HOST_GONE', detail: name } })
    return this.#client.call(name, input)
  }

  tellShell(packet: PageToShell): void {
    this.#pipe?.send(packet)
  }

  topic<Name extends TopicName>(name: Name): Topics[Name] {
    return this.#client.topic(name)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #dispatch(event: LinkEvent): void {
    if (this.#stopped) return
    this.#take(reduceLink(this.#state, event, this.#clock.monotonicMs()))
  }

  #take({ state, effects }: LinkStep): void {
    const before = this.#state
    this.#state = state
    for (const effect of effects) this.#perform(effect)
    if (before.view !== this.#state.view) this.#changed()
  }

  #perform(effect: LinkEffect): void {
    switch (effect.effect) {
      case 'open-pipe':
        return this.#open()
      case 'close-pipe':
        this.#pipe?.close()
        return undefined
      case 'subscribe':
        return this.#client.subscribe()
      case 'forget':
        return this.#client.hostGone()
      case 'start-timer':
        this.#timers.get(effect.timer)?.cancel()
        this.#timers.set(effect.timer, this.#clock.after(effect.ms, () => this.#dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
    }
  }

  #open(): void {
    // What an earlier pipe still says concerns nobody.
    const isMine = (pipe: PagePipe | undefined): boolean => pipe !== undefined && pipe === this.#pipe
    this.#pipe = undefined
    const mine: { pipe?: PagePipe; early: ToPage[]; opened: boolean } = { early: [], opened: false }
    const pipe = this.#openPipe({
      onOpened: () => (isMine(mine.pipe) ? this.#dispatch({ event: 'pipe-opened' }) : (mine.opened = true)),
      onPacket: (packet) => (mine.pipe === undefined ? mine.early.push(packet) : isMine(mine.pipe) ? this.#packet(packet) : undefined),
      onClosed: () => {
        if (!isMine(mine.pipe)) return
        this.#pipe = undefined
        this.#dispatch({ event: 'pipe-closed' })
      },
    })
    mine.pipe = pipe
    this.#pipe = pipe
    for (const packet of mine.early) this.#packet(packet)
    if (mine.opened) this.#dispatch({ event: 'pipe-opened' })
  }

  #packet(packet: ToPage): void {
    switch (packet.packet) {
      case 'host-state':
        this.host = packet.state
        this.#dispatch({ event: 'host-told', state: packet.state })
        return this.#changed()
      case 'shell':
        this.shell = packet.shell
        return this.#changed()
      case 'preferences':
        this.preferences = packet.preferences
        return this.#changed()
      case 'demo':
        this.demo = packet.demo
        return this.#changed()
      default:
        return this.#hostPacket(packet)
    }
  }

  #hostPacket(packet: HostToPage): void {
    if (packet.packet === 'pulse') this.utcOffsetMs = packet.utcMs - this.#clock.utcMs()
    // What was said before the host was called lost is old news; a pulse or a snapshot makes it live again.
    this.#dispatch({ event: 'host-heard' })
    this.#client.receive(packet)
  }
}
