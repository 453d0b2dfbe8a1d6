// May I speak, and for how long still. The block itself is a transmit key too, held: a source of its own beside the pedal.
import { useEffect, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useClock, useLink } from '../app/console-context.tsx'
import { pttFace, type PttFace } from '../model/ptt-face.ts'
import { TimeBar } from '../ui/TimeBar.tsx'
import { Shape } from '../ui/Shape.tsx'
import type { PanelProps } from './panel-props.ts'
import { createPttKey, type PttKey } from './ptt-key.ts'

const MARK_EVERY_MS = 30_000

export function PttBlock({ view, words }: PanelProps): ReactNode {
  const { topics } = view
  const face = pttFace(view, words)
  const mayPress = topics.ptt.ptt?.target === 'channel'
  const key = useScreenKey(mayPress)
  const { softTimeoutMs = 45_000, hardTimeoutMs = 120_000 } = topics.site.site?.bounds ?? {}
  const marks = [
    { atMs: 0, text: words.left(0) },
    { atMs: softTimeoutMs, text: words.text('ptt.soft', { time: words.left(softTimeoutMs) }), weight: 'strong' as const },
    ...(softTimeoutMs + MARK_EVERY_MS < hardTimeoutMs ? [{ atMs: softTimeoutMs + MARK_EVERY_MS, text: words.left(softTimeoutMs + MARK_EVERY_MS) }] : []),
    { atMs: hardTimeoutMs, text: words.left(hardTimeoutMs) },
  ]
  const title = words.text('ptt.time', { time: words.left(hardTimeoutMs) })
  return (
    <section className="ptt ui-panel" aria-label={title}>
      <TransmitKey face={face} isDown={key.isDown} target={key.target} mayPress={mayPress} hint={words.text('ptt.hold')} />
      <div className="ptt-time">
        <span>{title}</span>
        <TimeBar elapsedMs={face.spokenMs ?? 0} hardMs={hardTimeoutMs} marks={marks} label={title} />
      </div>
      <div className="ptt-left">
        <span>{words.text(face.leftMs === undefined ? 'ptt.available' : 'ptt.left')}</span>
        <b className="tabular">{words.left(face.leftMs ?? hardTimeoutMs)}</b>
      </div>
    </section>
  )
}

interface TransmitKeyProps {
  readonly face: PttFace
  readonly isDown: boolean
  readonly target: PttKey
  readonly mayPress: boolean
  readonly hint: string
}

function TransmitKey({ face, isDown, target, mayPress, hint }: TransmitKeyProps): ReactNode {
  const inside = (
    <>
      <span className="ptt-word">
        {face.look === 'trouble' && <Shape kind="down" size={24} />}
        <b className={SIZES.find(({ most }) => face.word.length <= most)?.size ?? 'is-long'}>{face.word}</b>
      </span>
      <span className="ptt-detail">{face.detail}</span>
    </>
  )
  const className = `ptt-key look-${face.look} ${face.look === 'live' ? 'ui-act' : ''} ${isDown ? 'is-down' : ''}`
  // While the RBS is what you work by, its own pedal speaks: there is nothing here to hold.
  if (!mayPress) return <div className={className} role="status">{inside}</div>
  const take = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (!event.repeat) target.press()
  }
  return (
    <button
      type="button"
      className={className}
      aria-pressed={isDown}
      title={hint}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        target.press()
      }}
      onPointerUp={target.release}
      onPointerCancel={target.release}
      onLostPointerCapture={target.release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={take}
      onKeyUp={target.release}
      onBlur={target.release}
    >
      {inside}
    </button>
  )
}

const LET_GO = ['pointerup', 'pointercancel', 'keyup'] as const

/** From how many letters a word needs a smaller size in the 204 px it has. */
const SIZES = [
  { most: 8, size: 'is-short' },
  { most: 11, size: 'is-middle' },
  { most: 14, size: 'is-longer' },
] as const

/** One key a page; whatever hides the page, takes the focus or takes the key away lets it go. */
function useScreenKey(mayPress: boolean): { readonly isDown: boolean; readonly target: PttKey } {
  const link = useLink()
  const clock = useClock()
  const [isDown, setDown] = useState(false)
  const target = useMemo(() => createPttKey(link, clock, setDown), [link, clock])
  useEffect(() => {
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') target.release()
    }
    addEventListener('blur', target.release)
    // The button may be gone before the finger comes up: the window hears it all the same.
    for (const up of LET_GO) addEventListener(up, target.release)
    addEventListener('pagehide', target.release)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      target.release()
      removeEventListener('blur', target.release)
      for (const up of LET_GO) removeEventListener(up, target.release)
      removeEventListener('pagehide', target.release)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [target])
  useEffect(() => {
    if (!mayPress) target.release()
  }, [target, mayPress])
  return { isDown, target }
}
