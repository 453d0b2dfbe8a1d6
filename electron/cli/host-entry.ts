// The host's entry: from sources beside the sources, from a bundle beside the bundle.
import { fileURLToPath } from 'node:url'

export const hostEntry = (): string => fileURLToPath(new URL('../host/main.ts', import.meta.url))
