// Builds the page: files that any shell serves from its own origin, so that a policy of 'self' is enough for all of them.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { builtFrom } from '../electron/vite.config.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PAGE = resolve(ROOT, 'renderer')

export default defineConfig({
  root: PAGE,
  // Relative, because a shell may serve the page from any path or scheme.
  base: './',
  logLevel: 'warn',
  publicDir: false,
  plugins: [react(), builtFrom(ROOT, 'renderer/vite.config.ts')],
  build: {
    outDir: resolve(ROOT, 'dist/page'),
    emptyOutDir: true,
    // Electron 45 and the Chromium of Debian 12.
    target: 'chrome140',
    sourcemap: true,
    // Read from a disk, not from a network: one file starts as fast as many.
    chunkSizeWarningLimit: 1500,
    // Nothing becomes a data: address or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: resolve(PAGE, 'index.html'), gallery: resolve(PAGE, 'gallery.html') },
    },
  },
})
