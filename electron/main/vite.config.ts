// Bundles the Electron shell: main as one module, preload as one CommonJS file, because a sandboxed preload loads nothing else.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type EnvironmentOptions, type Plugin, type UserConfig } from 'vite'
import { builtFrom } from '../vite.config.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CONFIG = 'electron/main/vite.config.ts'

/**
 * The build of the shell.
 *
 * @param dist  folder that gets `main/main.js` and `preload/preload.cjs`; nothing beside these two folders is touched
 */
export function shellBuild(dist: string): UserConfig {
  return {
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    plugins: [builtFrom(ROOT, CONFIG), withPreloadSources(dist)],
    environments: {
      preload: bundle('electron/preload/preload.ts', resolve(dist, 'preload'), { format: 'cjs', entryFileNames: 'preload.cjs' }),
      main: bundle('electron/main/main.ts', resolve(dist, 'main'), { format: 'es', entryFileNames: 'main.js' }),
    },
    builder: {
      async buildApp({ build, environments: { preload, main } }) {
        if (!preload || !main) throw new Error('BUG_UNEXPECTED: no environment to build')
        await build(preload)
        await build(main)
      },
    },
  }
}

export default defineConfig(shellBuild(resolve(ROOT, 'dist')))

/** Everything but Electron itself is in the bundle: an installed console needs no packages for its shell. */
function bundle(input: string, outDir: string, output: { readonly format: 'es' | 'cjs'; readonly entryFileNames: string }): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'], builtins: [/^node:/, 'electron'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: { input: resolve(ROOT, input), external: ['electron'], output: { ...output, codeSplitting: false } },
    },
  }
}

/** One list for both: whoever looks whether the shell is stale reads `main/built-from.json` only. */
function withPreloadSources(dist: string): Plugin {
  return {
    name: 'with-preload-sources',
    applyToEnvironment: ({ name }) => name === 'main',
    generateBundle: {
      order: 'post',
      handler(_options, output) {
        const list = output['built-from.json']
        if (list?.type !== 'asset') return
        const preload = JSON.parse(readFileSync(resolve(dist, 'preload/built-from.json'), 'utf8'))
        list.source = JSON.stringify({ ...preload, ...JSON.parse(String(list.source)) }, undefined, 1)
      },
    },
  }
}
