// One way to and from the shell, whichever shell it is. A pipe opens once and closes once; a new one is a new object.
import type { FromPage, ToPage } from '../../electron/contract/shell.ts'

export interface PipeEvents {
  readonly onOpened: () => void
  readonly onPacket: (packet: ToPage) => void
  /** Once, whoever closed it. */
  readonly onClosed: () => void
}

export interface PagePipe {
  send(packet: FromPage): void
  close(): void
}

export type OpenPipe = (events: PipeEvents) => PagePipe
