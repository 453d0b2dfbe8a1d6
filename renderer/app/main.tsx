// The page's entry: reads clock and window, opens the link, draws. Everything below is handed what it needs.
import './no-eval.ts'
import { StrictMode, useEffect, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { bridgeOf, viewOf } from '../../electron/contract/bridge.ts'
import type { Clock } from '../../electron/contract/clock.ts'
import { TextProvider } from '../i18n/TextProvider.tsx'
import { createBridgePipe } from '../link/bridge-pipe.ts'
import { createConsoleLink } from '../link/console-link.ts'
import { createWebSocketPipe } from '../link/web-socket-pipe.ts'
import { openEmergencies } from '../model/console-view.ts'
import { soundClaimOf, soundFactsOf } from '../model/sound-facts-of.ts'
import { browserSound } from '../sound/browser-sound.ts'
import { createSoundPlayer } from '../sound/sound-player.ts'
import { applyTheme } from '../theme/theme.ts'
import { createAsks } from './asks.ts'
import { ConsoleProvider, useFrame } from './console-context.tsx'
import { createFrames } from './frames.ts'
import { Page } from './Page.tsx'

const clock: Clock = {
  monotonicMs: () => performance.now(),
  utcMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}
/** A covered window draws nothing, also when it was covered just now; its clock, sounds and watch go on all the same. */
const COVERED_MS = 100
const beforeDrawing = (run: () => void): void => {
  const covered = clock.after(COVERED_MS, () => {
    cancelAnimationFrame(frame)
    run()
  })
  const frame = requestAnimationFrame(() => {
    covered.cancel()
    run()
  })
}

const bridge = bridgeOf(window)
const link = createConsoleLink({ clock, openPipe: bridge ? createBridgePipe(bridge) : createWebSocketPipe(location.origin) })
const frames = createFrames({ link, clock, beforeDrawing })
const asks = createAsks({ link, clock })
const sound = createSoundPlayer({ ...browserSound(window), clock, language: navigator.language.startsWith('en') ? 'en' : 'nl', preferences: link.preferences })

let openBefore: readonly string[] = []

/** Facts follow every frame; the player decides what of them is news. */
function followSound(): void {
  const { current } = frames
  sound.prefer(current.preferences)
  if (current.link.link === 'live') openBefore = openEmergencies(current.topics)
  const heard = { ...current, openBefore }
  sound.claim(soundClaimOf(heard))
  sound.update(soundFactsOf(heard))
}
frames.subscribe(followSound)

function App(): ReactNode {
  const { preferences, topics } = useFrame()
  const language = preferences.language ?? topics.site.site?.language ?? 'nl'
  useEffect(() => applyTheme(document.documentElement, preferences.theme), [preferences.theme])
  useEffect(() => sound.speak(language), [language])
  return (
    <TextProvider language={language}>
      <Page show={viewOf(location.search)} />
    </TextProvider>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConsoleProvider link={link} frames={frames} asks={asks} clock={clock} sound={sound}>
        <App />
      </ConsoleProvider>
    </StrictMode>,
  )
  link.start()
}
