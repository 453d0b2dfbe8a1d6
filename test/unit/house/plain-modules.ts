// The plain JS of the two commands, with the types its tests rely on: it runs before anything is installed, so it has none.

export interface Ended {
  readonly code: number
  readonly how: 'exited' | 'interrupted' | 'too-late' | 'not-started'
  readonly output: string
}

interface ChildModule {
  runChild(command: string, args: readonly string[], options?: { readonly capture?: boolean; readonly timeoutMs?: number; readonly endMs?: number }): Promise<Ended>
}

type Found = { readonly ok: true; readonly node: string } | { readonly ok: false; readonly nl: string; readonly en: string }

interface InstallModule {
  isInstalled(root: string): boolean
  findNode(root: string): Found
  explainNpm(output: string): readonly [nl: string, en: string]
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
  readonly problems: readonly string[]
}

interface TallyModule {
  readonly NOTHING: Tally
  tallyVitest(report: unknown, exitCode: number): Tally
  add(one: Tally, other: Tally): Tally
  strict(tally: Tally): Tally
  lastLine(tally: Tally): string
}

interface DebianModule {
  readonly DEBIAN_PACKAGES: readonly { readonly package: string; readonly command?: string; readonly library?: string; readonly why: string }[]
}

export const childModule: ChildModule = await import(new URL('../../../electron/child.mjs', import.meta.url).href)
export const installModule: InstallModule = await import(new URL('../../../electron/install.mjs', import.meta.url).href)
export const tallyModule: TallyModule = await import(new URL('../../tally.mjs', import.meta.url).href)
export const debianModule: DebianModule = await import(new URL('../../debian.mjs', import.meta.url).href)
