// Starts the gallery page: the entry that reads the clock for it.
import '../app/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Clock } from '../../electron/contract/clock.ts'
import { Gallery } from './Gallery.tsx'

const clock: Clock = {
  monotonicMs: () => performance.now(),
  utcMs: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

const root = document.getElementById('root')
if (!root) throw new Error('gallery.html has no root element')
createRoot(root).render(
  <StrictMode>
    <Gallery clock={clock} />
  </StrictMode>,
)
