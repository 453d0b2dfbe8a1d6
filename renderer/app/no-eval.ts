// The page's policy forbids making code from text. Zod asks whether it may, at its first schema; told in advance, it does not.
// Imported before anything that holds a schema.
import { config } from 'zod'

config({ jitless: true })
