// app://achterwacht/: the page from a list of files read at the start. No file:// anywhere, so a page reads no disk.
import { protocol } from 'electron'
import { SCHEME } from './rules/addresses.ts'
import { answerFrom, type PageFiles } from './rules/page-files.ts'

/** Call before the app is ready. No bypassCSP, no CORS, no fetch, no service workers: the page needs none of them. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } }])
}

export function servePage(files: PageFiles): void {
  protocol.handle(SCHEME, (request) => answerFrom(files, request))
}
