// Which programs run on this workstation, for every probe that asks in the same second.
export interface ProcessList {
  /** Before `sees`; may be called again. */
  want(name: string): void
  /** No longer asked for. */
  leave(name: string): void
  /** Whether a program of this name runs now; undefined: it could not be looked up. */
  sees(name: string): Promise<boolean | undefined>
}
