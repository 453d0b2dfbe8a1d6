// One configuration for every layer; run.mjs picks the folders.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/{unit,property,contract,integration,e2e,hil}/**/*.test.ts'],
    // Processes, not threads: native add-ons and process-wide state such as signals end with the file that used them.
    pool: 'forks',
    // Tests marked concurrent mostly wait for a radio, a disk or a clock.
    maxConcurrency: 8,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
})
