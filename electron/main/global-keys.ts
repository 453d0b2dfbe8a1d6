// The keys that work while another program has the focus, and with every page gone: a press becomes a call to the host over
// the shell's own pipe. Which keys the system gave is told, for the page and the technician.
import { globalShortcut } from 'electron'
import type { Clock } from '../contract/clock.ts'
import { createHostClient, type HostClient } from '../contract/host-client.ts'
import { callOf, KEY_TOPICS, type KeyCall, type KeyFacts } from '../contract/key-calls.ts'
import { KEYS, type KeyAction } from '../contract/keys.ts'
import type { ToHost, ToShell } from '../contract/link.ts'
import type { ShellView } from '../contract/shell.ts'
import { createRepeatFilter } from './rules/key-repeat.ts'

export type GivenKeys = Pick<ShellView, 'globalKeys' | 'keysRefused'>

export interface GlobalKeys {
  /** Asks the system for all of them. */
  register(): GivenKeys
  /** Takes what comes over the shell's own pipe. */
  receive(packet: ToShell): void
  hostGone(): void
  readonly facts: KeyFacts
  release(): void
}

export interface GlobalKeysDeps {
  readonly clock: Clock
  readonly send: (packet: ToHost) => void
  readonly onShowMain: () => void
  readonly onFacts: (facts: KeyFacts) => void
}

/** Another program has the key, or the desktop gives none to programs; the system says no more than that. */
const REFUSED = 'taken'

export function createGlobalKeys({ clock, send, onShowMain, onFacts }: GlobalKeysDeps): GlobalKeys {
  const counts = createRepeatFilter()
  const client = createHostClient(clock, (packet) => send(packet.packet === 'subscribe' ? { ...packet, topics: KEY_TOPICS } : packet), () => onFacts(factsOf(client)))

  const press = (action: KeyAction): void => {
    if (!counts(action, clock.monotonicMs())) return
    if (action === 'show-main') return onShowMain()
    const wanted = callOf(action, factsOf(client), clock.utcMs())
    // What came of it stands in the topics: every page and the record show it.
    if (wanted) void ask(client, wanted)
  }

  return {
    register() {
      const globalKeys: Record<string, string> = {}
      const keysRefused: Record<string, string> = {}
      for (const { action, accelerators } of KEYS) {
        // A key of the window alone is not asked for, so nobody has refused it.
        if (accelerators.length === 0) continue
        const given = accelerators.find((accelerator) => isGiven(accelerator, () => press(action)))
        if (given === undefined) keysRefused[action] = REFUSED
        else globalKeys[action] = given
      }
      return { globalKeys, keysRefused }
    },
    receive: (packet) => client.receive(packet),
    hostGone: () => client.hostGone(),
    get facts() {
      return factsOf(client)
    },
    release: () => globalShortcut.unregisterAll(),
  }
}

/** Some desktops report success for a key that they do not give. */
function isGiven(accelerator: string, onPress: () => void): boolean {
  return globalShortcut.register(accelerator, onPress) && globalShortcut.isRegistered(accelerator)
}

const factsOf = (client: HostClient): KeyFacts => ({ switch: client.topic('switch'), channels: client.topic('channels'), alarms: client.topic('alarms') })

const ask = (client: HostClient, { name, input }: KeyCall): Promise<unknown> => client.call(name, input)
