// Packets between a page and the shell that shows it, on the same pipe as those of the host. A shell answers its own and
// passes the host's on unread.
import { z } from 'zod'
import type { Failure } from '../../native/kit/errors.ts'
import { demoActionSchema, type DemoAction, type DemoView } from './demo.ts'
import type { HostToPage, PageToHost } from './link.ts'
import { preferencesChangeSchema, type Preferences, type PreferencesChange } from './preferences.ts'

/** How the shell sees its host. The page has its own watch besides: a host that stands still is running too. */
export type HostState =
  | { readonly host: 'starting' }
  | { readonly host: 'running' }
  /** It ends by itself and begins anew with another plan, within a second: no outage. */
  | { readonly host: 'taking-over' }
  | { readonly host: 'died'; readonly againInMs: number }
  /** It cannot run, and trying again would not help. */
  | { readonly host: 'refused'; readonly error: Failure; readonly problems: readonly string[] }
  | { readonly host: 'ended' }

export interface ShellView {
  readonly shell: 'electron' | 'browser'
  /** The strip is docked above other programs and never takes the focus. */
  readonly docked: boolean
  /** Keys that work while another program has the focus: action → what is registered. */
  readonly globalKeys: Readonly<Record<string, string>>
  /** Actions whose key the system did not give, and why. */
  readonly keysRefused: Readonly<Record<string, string>>
}

/** Which window this page is. `console`: strip and main view in one, where a shell has one window. */
export type PageView = 'strip' | 'main' | 'console'

export type ToPage =
  | HostToPage
  | { readonly packet: 'host-state'; readonly state: HostState }
  | { readonly packet: 'shell'; readonly shell: ShellView }
  | { readonly packet: 'preferences'; readonly preferences: Preferences }
  /** Absent where nothing is simulated. */
  | { readonly packet: 'demo'; readonly demo: DemoView }

export type PageToShell =
  | { readonly packet: 'prefer'; readonly change: PreferencesChange }
  /** Bring this window forward. */
  | { readonly packet: 'show'; readonly view: 'strip' | 'main' }
  | { readonly packet: 'break'; readonly action: DemoAction }

export type FromPage = PageToHost | PageToShell

const pageToShellSchema = z.discriminatedUnion('packet', [
  z.strictObject({ packet: z.literal('prefer'), change: preferencesChangeSchema }),
  z.strictObject({ packet: z.literal('show'), view: z.enum(['strip', 'main']) }),
  z.strictObject({ packet: z.literal('break'), action: demoActionSchema }),
]) satisfies z.ZodType<PageToShell>

const SHELL_PACKETS: ReadonlySet<unknown> = new Set(['prefer', 'show', 'break'])

export type Sorted =
  | { readonly for: 'shell'; readonly packet: PageToShell }
  /** The host checks it by its own schema. */
  | { readonly for: 'host'; readonly packet: PageToHost }
  | { readonly for: 'nobody' }

/** Sorts what a page sent. What names a shell's packet and does not fit its schema is nobody's. */
export function sortFromPage(packet: unknown): Sorted {
  const name = typeof packet === 'object' && packet !== null && 'packet' in packet ? packet.packet : undefined
  if (SHELL_PACKETS.has(name)) {
    const parsed = pageToShellSchema.safeParse(packet)
    return parsed.success ? { for: 'shell', packet: parsed.data } : { for: 'nobody' }
  }
  const isHosts = name === 'call' || name === 'cancel' || name === 'subscribe'
  return isHosts ? { for: 'host', packet: packet as PageToHost } : { for: 'nobody' }
}
