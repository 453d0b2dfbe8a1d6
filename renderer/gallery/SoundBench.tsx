// Every sound: what it measures, and the player itself with the facts it goes by.
import { useEffect, useState, type ReactNode } from 'react'
import type { Clock } from '../../electron/contract/clock.ts'
import { useLanguage, useText } from '../i18n/TextProvider.tsx'
import { browserSound } from '../sound/browser-sound.ts'
import type { SoundFacts, SoundFault } from '../sound/sound-facts.ts'
import { createSoundPlayer, FAULT_GAINS, type SoundPlayer, type SoundState } from '../sound/sound-player.ts'
import type { SoundName } from '../sound/tones.ts'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chip.tsx'
import { measureSound, SOUND_NAMES, type Measured } from './measure-sound.ts'

interface Row extends Measured {
  readonly sound: SoundName
  /** As long as somebody is heard; dB against the loudspeaker let through. */
  readonly duckedDb: number
}

/** Measured in the page that is shown, by its own oscillators. */
export function SoundTable(): ReactNode {
  const text = useText()
  const [rows, setRows] = useState<readonly Row[]>([])
  useEffect(() => {
    void Promise.all(SOUND_NAMES.map(measureRow)).then(setRows)
  }, [])
  return (
    <table className="gallery-sounds">
      <thead>
        <tr>
          <th>{text('gallery.sound.name')}</th>
          <th>{text('gallery.sound.band')}</th>
          <th>{text('gallery.sound.level')}</th>
          <th>{text('gallery.sound.ducked')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ sound, fromHz, toHz, level, duckedDb }) => (
          <tr key={sound} data-sound={sound} data-from={fromHz} data-to={toHz} data-level={level} data-ducked={duckedDb}>
            <td>{sound}</td>
            <td>{text('gallery.sound.hertz', { from: fromHz, to: toHz })}</td>
            <td>{level.toFixed(3)}</td>
            <td>{duckedDb.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

async function measureRow(sound: SoundName): Promise<Row> {
  const [open, ducked] = await Promise.all([measureSound(sound, FAULT_GAINS.open), measureSound(sound, FAULT_GAINS.ducked)])
  return { sound, ...open, duckedDb: 20 * Math.log10(ducked.level / open.level) }
}

const CALM: SoundFacts = { emergencies: [], faults: [], worksVia: 'rbs', returnOffered: false, receiving: false, drill: false }
const CHANGES: Readonly<Record<string, Omit<Partial<SoundFacts>, 'faults'> & { readonly fault?: SoundFault['state'] }>> = {
  emergency: { emergencies: ['emergency'] },
  down: { fault: 'down' },
  unstable: { fault: 'unstable' },
  degraded: { fault: 'degraded' },
  switched: { worksVia: 'desk-radio' },
  'return-possible': { returnOffered: true },
  transmitting: { transmitting: { softPassed: true, lastSeconds: false } },
  receiving: { receiving: true },
  drill: { drill: true },
}

/** Each press is an annunciation of its own. */
interface Pressed {
  readonly name: string
  readonly atMs: number
}

function factsAfter(facts: SoundFacts, { name, atMs }: Pressed): SoundFacts {
  const { fault, ...change } = CHANGES[name] ?? {}
  return { ...facts, ...change, ...(fault ? { faults: [{ id: 'fault', state: fault, annunciation: atMs, acknowledged: false }] } : {}) }
}

const toggle = (on: readonly Pressed[], pressed: Pressed): readonly Pressed[] =>
  on.some(({ name }) => name === pressed.name) ? on.filter(({ name }) => name !== pressed.name) : [...on, pressed]

interface SoundBenchProps {
  readonly clock: Clock
  /** Device ids, as in the preferences. */
  readonly faultOutput: string
  readonly headsetOutput: string
}

/** Sounds from the first press on: a gallery that beeps by itself would be a nuisance. */
export function SoundBench({ clock, faultOutput, headsetOutput }: SoundBenchProps): ReactNode {
  const text = useText()
  const language = useLanguage()
  const [player, setPlayer] = useState<SoundPlayer>()
  const [state, setState] = useState<SoundState>()
  const [on, setOn] = useState<readonly Pressed[]>([])
  useEffect(() => () => player?.stop(), [player])
  useEffect(() => player?.update(on.reduce(factsAfter, CALM)), [player, on])

  const start = (): void => {
    const created = createSoundPlayer({ clock, ...browserSound(window), heardBefore: { read: () => undefined, write: () => undefined }, language, preferences: { faultOutput, headsetOutput, volume: 70 } })
    created.onState(setState)
    setState(created.state)
    setPlayer(created)
  }
  return (
    <div className="gallery-row" data-sound-state={state?.sound} data-missing={state?.sound === 'output-missing' ? state.outputs.join(' ') : undefined}>
      {player ? (
        <>
          <Button onPress={() => player.testTone('fault')}>{text('gallery.sound.test-fault')}</Button>
          <Button onPress={() => player.testTone('headset')}>{text('gallery.sound.test-headset')}</Button>
          {Object.keys(CHANGES).map((name) => (
            <Chip key={name} label={name} pressed={on.some((one) => one.name === name)} onPress={() => setOn(toggle(on, { name, atMs: clock.utcMs() }))} />
          ))}
        </>
      ) : (
        <Button onPress={start}>{text('gallery.sound.start')}</Button>
      )}
      <span role="status">{state?.sound}</span>
    </div>
  )
}
