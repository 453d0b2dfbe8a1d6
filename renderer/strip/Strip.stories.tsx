// The strip in every state, from the same scenes that its table is tested with.
import type { ReactNode } from 'react'
import type { ShellView } from '../../electron/contract/shell.ts'
import { KEYS } from '../../electron/contract/keys.ts'
import type { Story } from '../gallery/story.ts'
import { stripModel } from '../model/strip-model.ts'
import { useWords } from '../app/console-context.tsx'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { SCENES, type Scene } from '../scenes/scenes.ts'
import { Strip } from './Strip.tsx'
import { StripLost } from './StripLost.tsx'
import { stale } from './stale.ts'
import { NOW, ago } from '../scenes/base-scene.ts'

/** As the Electron shell says it where the system gave every key. */
const SHELL: ShellView = { shell: 'electron', docked: true, globalKeys: Object.fromEntries(KEYS.map((key) => [key.action, key.accelerators[0] ?? ''])), keysRefused: {} }

export function StripOfScene({ scene, isStale = false }: { readonly scene: Scene; readonly isStale?: boolean }): ReactNode {
  const words = useWords()
  const model = stripModel({ topics: scene.topics, nowUtcMs: scene.nowUtcMs, shell: SHELL }, words)
  return <Strip model={isStale ? stale(model, ago(2), words) : model} words={words} nowUtcMs={scene.nowUtcMs} shell={SHELL} />
}

function Lost({ cause }: { readonly cause: 'pipe' | 'silent' | 'died' | 'refused' }): ReactNode {
  const words = useWords()
  const host = cause === 'refused' ? ({ host: 'refused', error: { code: 'SITE_MISSING', detail: 'werkplek.yaml' }, problems: [] } as const) : undefined
  return <StripLost link={{ link: 'lost', sinceMs: 0, cause }} sinceUtcMs={NOW} host={host} rbs="RBS" via={words.text('link.lost.via', { channel: 'Mobilofoon' })} words={words} />
}

const WIDTH = 1920
const first = SCENES[0]

export const stories: readonly Story[] = [
  ...SCENES.map((scene): Story => ({ name: `${scene.id} ${scene.title}`, width: WIDTH, render: () => <SilentConsole topics={scene.topics}><StripOfScene scene={scene} /></SilentConsole> })),
  ...(first ? [{ name: 'geen gegevens sinds', width: WIDTH, render: (): ReactNode => <SilentConsole topics={first.topics}><StripOfScene scene={first} isStale /></SilentConsole> }] : []),
  ...(['pipe', 'silent', 'died', 'refused'] as const).map((cause): Story => ({ name: `host weg: ${cause}`, width: WIDTH, render: () => <SilentConsole topics={SCENES[0]?.topics}><Lost cause={cause} /></SilentConsole> })),
]
