// Screen and sound of this workstation: theme, language, which loudspeaker for what, how loud, and a tone to try it.
import { useEffect, useId, useState, type ReactNode } from 'react'
import type { SoundOutput } from '../sound/sound-facts.ts'
import { Button } from '../ui/Button.tsx'
import { Overlay } from '../ui/Overlay.tsx'
import { useFrame, useShell, useSound, useSoundState, useWords } from './console-context.tsx'
import { soundWords } from './sound-words.ts'
import './settings.css'

interface SettingsProps {
  readonly onClose: () => void
  /** Opens the shift; absent while there is no console to ask. */
  readonly onCrew: (() => void) | undefined
}

const VOLUME_STEP = 10
const LOUDEST = 100

export function Settings({ onClose, onCrew }: SettingsProps): ReactNode {
  const { preferences, topics } = useFrame()
  const tellShell = useShell()
  const words = useWords()
  const language = preferences.language ?? topics.site.site?.language ?? 'nl'
  const state = useSoundState()
  const trouble = soundWords(state, words)
  const { volume } = preferences
  return (
    <Overlay title={words.text('settings.title')} className="settings" onClose={onClose}>
      <div className="settings-row">
        {(['night', 'day'] as const).map((theme) => (
          <Button key={theme} pressed={preferences.theme === theme} onPress={() => tellShell({ packet: 'prefer', change: { theme } })}>
            {words.text(`theme.${theme}`)}
          </Button>
        ))}
        {(['nl', 'en'] as const).map((one) => (
          <Button key={one} pressed={language === one} onPress={() => tellShell({ packet: 'prefer', change: { language: one } })}>
            {words.text(`language.${one}`)}
          </Button>
        ))}
      </div>
      <div className="settings-row">
        {([1, 2] as const).map((rows) => (
          <Button key={rows} pressed={preferences.stripRows === rows} onPress={() => tellShell({ packet: 'prefer', change: { stripRows: rows } })}>
            {words.text('settings.strip-rows', { rows })}
          </Button>
        ))}
      </div>
      <OutputRow which="fault" chosen={preferences.faultOutput} />
      <OutputRow which="headset" chosen={preferences.headsetOutput} />
      <div className="settings-row">
        <Button label={words.text('settings.softer')} onPress={() => tellShell({ packet: 'prefer', change: { volume: Math.max(0, volume - VOLUME_STEP) } })}>
          –
        </Button>
        <span className="settings-volume">{words.text('settings.volume', { percent: volume })}</span>
        <Button label={words.text('settings.louder')} onPress={() => tellShell({ packet: 'prefer', change: { volume: Math.min(LOUDEST, volume + VOLUME_STEP) } })}>
          +
        </Button>
      </div>
      {state.sound === 'elsewhere' && <p className="settings-note">{words.text('sound.elsewhere')}</p>}
      {trouble !== undefined && <p className="settings-trouble" role="status">{trouble}</p>}
      <div className="settings-row">
        {onCrew && <Button onPress={onCrew}>{words.text('crew.open')}</Button>}
        <Button onPress={onClose}>{words.text('settings.close')}</Button>
      </div>
    </Overlay>
  )
}

interface OutputRowProps {
  readonly which: SoundOutput
  readonly chosen: string
}

/** Device names come only from a browser that trusts this page with them; elsewhere the default is all there is to choose. */
function OutputRow({ which, chosen }: OutputRowProps): ReactNode {
  const tellShell = useShell()
  const sound = useSound()
  const words = useWords()
  const id = useId()
  const devices = useOutputs()
  const known = devices.some((device) => device.id === chosen)
  return (
    <div className="settings-row">
      <label htmlFor={id}>{words.text(`settings.${which}-output`)}</label>
      <select id={id} value={chosen} onChange={({ target }) => tellShell({ packet: 'prefer', change: which === 'fault' ? { faultOutput: target.value } : { headsetOutput: target.value } })}>
        <option value="default">{words.text('settings.default-output')}</option>
        {!known && chosen !== 'default' && <option value={chosen}>{words.text('settings.missing-output')}</option>}
        {devices.map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
      </select>
      <Button onPress={() => sound.testTone(which)}>{words.text('settings.test')}</Button>
    </div>
  )
}

interface OutputDevice {
  readonly id: string
  readonly label: string
}

function useOutputs(): readonly OutputDevice[] {
  const [outputs, setOutputs] = useState<readonly OutputDevice[]>([])
  useEffect(() => {
    let isShown = true
    void navigator.mediaDevices?.enumerateDevices().then((all) => {
      const named = all.filter((one) => one.kind === 'audiooutput' && one.deviceId !== '' && one.deviceId !== 'default' && one.label !== '')
      if (isShown) setOutputs(named.map((one) => ({ id: one.deviceId, label: one.label })))
    })
    return () => {
      isShown = false
    }
  }, [])
  return outputs
}
