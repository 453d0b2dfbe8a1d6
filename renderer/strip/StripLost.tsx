// The page's own watch: when what it holds is not true any more it says so in the place of everything that would be read.
import type { ReactNode } from 'react'
import type { HostState } from '../../electron/contract/shell.ts'
import type { LinkView } from '../link/link-machine.ts'
import type { Words } from '../model/words.ts'
import { Shape } from '../ui/Shape.tsx'

interface StripLostProps {
  readonly link: LinkView
  readonly sinceUtcMs: number
  readonly host: HostState | undefined
  /** How this site calls its radio control, as long as that is known. */
  readonly rbs: string
  /** The emergency call that stood open when the console was last heard. */
  readonly emergency?: string | undefined
  /** What the position worked via then, in a sentence. */
  readonly via?: string | undefined
  readonly words: Words
}

export function StripLost({ link, sinceUtcMs, host, rbs, emergency, via, words }: StripLostProps): ReactNode {
  if (link.link === 'connecting' || link.link === 'taking-over') {
    return (
      <section className="strip strip-lost is-starting" role="status" aria-label={words.text('strip.label')}>
        <b>{words.text(link.link === 'connecting' ? 'link.connecting' : 'link.taking-over')}</b>
      </section>
    )
  }
  return (
    <section className="strip strip-lost tone-down tone-filled" role="alert" aria-label={words.text('strip.label')}>
      <Shape kind="down" size={48} />
      <div>
        <b>{words.text('link.lost', { rbs })}</b>
        <span>
          {emergency !== undefined && <b className="strip-lost-emergency">{words.text('link.lost.emergency', { emergency })}; </b>}
          {via !== undefined && `${via}; `}
          {causeOf(link, sinceUtcMs, { host, words })}
        </span>
      </div>
    </section>
  )
}

function causeOf(link: LinkView, sinceUtcMs: number, { host, words }: { readonly host: HostState | undefined; readonly words: Words }): string {
  if (host?.host === 'refused') {
    const cause = words.coded('error', host.error.code, { detail: host.error.detail })
    return [words.text('link.lost.refused', { cause }), ...host.problems].join(' · ')
  }
  const cause = link.link === 'lost' ? link.cause : 'silent'
  return words.coded('link.lost', cause, { time: words.clock(sinceUtcMs) })
}
