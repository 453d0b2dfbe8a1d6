// Puts the stub in the place of `electron`, for whatever this process loads.
import { registerHooks } from 'node:module'

const STUB = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: STUB, format: 'module', shortCircuit: true } : next(specifier, context)),
})
