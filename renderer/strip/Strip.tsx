// The strip: fixed zones, whose content changes in place. DESIGN section 5; the numbers of the zones stand in strip.css.
import type { ReactNode } from 'react'
import { KEYS, type KeyAction } from '../../electron/contract/keys.ts'
import type { ShellView } from '../../electron/contract/shell.ts'
import { AskButton } from '../app/AskButton.tsx'
import type { StripModel } from '../model/strip-model.ts'
import type { Words } from '../model/words.ts'
import { EmergencyKey, EmergencyTitle } from './EmergencyZones.tsx'
import { MessageZone } from './MessageZone.tsx'
import { ServicesZone } from './ServicesZone.tsx'
import { SwitchZone } from './SwitchZone.tsx'
import { ViaZone } from './ViaZone.tsx'
import './strip.css'

interface StripProps {
  readonly model: StripModel
  readonly words: Words
  readonly nowUtcMs: number
  readonly shell: ShellView | undefined
  /** Why the last press was not done, for as long as that is shown. */
  readonly refusal?: string | undefined
  readonly onService?: (id: string) => void
}

export function Strip({ model, words, nowUtcMs, shell, refusal, onService }: StripProps): ReactNode {
  const { identity, emergency } = model
  const cap = (action: KeyAction): string | undefined => keycap(action, shell)
  return (
    <section
      className={`strip strip-cells-${model.services.length} ${emergency ? 'theme-emergency strip-emergency' : ''} ${identity.drill === undefined ? '' : 'strip-drill'}`}
      aria-label={words.text('strip.label')}
    >
      <div className="strip-identity" data-zone="identity">
        <b>{identity.position}</b>
        <span>{identity.simulated ? words.text('simulated') : identity.room}</span>
        <span>{identity.mode}</span>
        {identity.drill !== undefined && (
          <div className="strip-drill-mark">
            {words.text('strip.drill')}
            <br />
            {identity.position}
          </div>
        )}
      </div>
      {emergency ? <EmergencyTitle emergency={emergency} words={words} /> : <ServicesZone cells={model.services} nowUtcMs={nowUtcMs} onService={onService} />}
      <div className="strip-message" data-zone="message">
        {emergency ? <EmergencyKey emergency={emergency} keycap={cap('take-emergency')} words={words} /> : <MessageZone message={model.message} refusal={refusal} words={words} />}
        <AcknowledgeKey face={model.acknowledge} words={words} />
      </div>
      <SwitchZone face={model.switch} keycap={model.switch.key === undefined ? undefined : cap(model.switch.key)} />
      <ViaZone via={model.via} stay={model.stay} keycap={cap('back')} />
      <div className="strip-clock" data-zone="clock">
        <b className="tabular">{words.clock(nowUtcMs)}</b>
        <span>{words.day(nowUtcMs)}</span>
      </div>
      <div className="strip-report" data-zone="report">
        <AskButton ask={model.report.ask} size="critical" layout="column" keycap={model.report.number === undefined ? cap('report') : undefined}>
          {model.report.number !== undefined && <span className="strip-number">{model.report.number}</span>}
          <span>{model.report.label}</span>
        </AskButton>
      </div>
      {identity.drill !== undefined && <div className="strip-frame" aria-hidden="true" />}
    </section>
  )
}

function AcknowledgeKey({ face, words }: { readonly face: StripModel['acknowledge']; readonly words: Words }): ReactNode {
  // The rectangle is reserved also while there is nothing to acknowledge.
  if (face.face === 'none') return <div className="strip-acknowledge" data-zone="acknowledge" />
  const isSeen = face.face === 'seen'
  return (
    <div className="strip-acknowledge" data-zone="acknowledge">
      <AskButton ask={isSeen ? undefined : face.ask} size="critical" layout="column">
        <span>{words.text(isSeen ? 'acknowledge.seen' : 'acknowledge.press')}</span>
        <small>{isSeen ? face.time : face.detail}</small>
      </AskButton>
    </div>
  )
}

/** Only what works while another program has the focus is drawn as a key. */
export function keycap(action: KeyAction, shell: ShellView | undefined): string | undefined {
  if (shell?.globalKeys[action] === undefined) return undefined
  return KEYS.find((one) => one.action === action)?.cap
}
