// Hands the console to every component below: the frame to draw, and a way to ask.
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Clock } from '../../electron/contract/clock.ts'
import type { PageToShell } from '../../electron/contract/shell.ts'
import { useLanguage, useText } from '../i18n/TextProvider.tsx'
import type { ConsoleLink } from '../link/console-link.ts'
import type { ConsoleView } from '../model/console-view.ts'
import { holdAdvice } from '../model/held-advice.ts'
import type { SoundPlayer, SoundState } from '../sound/sound-player.ts'
import { createWords, type Words } from '../model/words.ts'
import type { AskOutcome, Asks } from './asks.ts'
import type { Frame, Frames } from './frames.ts'

interface Held {
  readonly link: ConsoleLink
  readonly frames: Frames
  readonly asks: Asks
  readonly clock: Clock
  readonly sound: SoundPlayer
}

const ConsoleContext = createContext<Held | undefined>(undefined)

export function ConsoleProvider({ link, frames, asks, clock, sound, children }: Held & { readonly children: ReactNode }): ReactNode {
  const held = useMemo(() => ({ link, frames, asks, clock, sound }), [link, frames, asks, clock, sound])
  return <ConsoleContext value={held}>{children}</ConsoleContext>
}

function useHeld(): Held {
  const held = useContext(ConsoleContext)
  if (!held) throw new Error('no ConsoleProvider above this component')
  return held
}

export function useFrame(): Frame {
  const { frames } = useHeld()
  return useSyncExternalStore(frames.subscribe, () => frames.current)
}

export function useWords(): Words {
  const language = useLanguage()
  const text = useText()
  return useMemo(() => createWords(language, text), [language, text])
}

export function useConsoleView(): ConsoleView {
  const { topics, nowUtcMs, shell } = useFrame()
  return useMemo(() => holdAdvice({ topics, nowUtcMs, shell }), [topics, nowUtcMs, shell])
}

export const useSound = (): SoundPlayer => useHeld().sound

export function useSoundState(): SoundState {
  const { sound } = useHeld()
  return useSyncExternalStore((listener) => sound.onState(listener), () => sound.state)
}

export const useLink = (): ConsoleLink => useHeld().link

export const useClock = (): Clock => useHeld().clock

/** Asks one call, as a button or key of this page does. */
export const useAsk = (): Asks['press'] => useHeld().asks.press

export function useLastAsk(): AskOutcome {
  const { asks } = useHeld()
  return useSyncExternalStore(asks.subscribe, () => asks.last)
}

export function useShell(): (packet: PageToShell) => void {
  const { link } = useHeld()
  return useMemo(() => (packet: PageToShell) => link.tellShell(packet), [link])
}
