// Each look in both sizes, with and without a key.
import type { Story } from '../gallery/story.ts'
import { Button, type ButtonLook } from './Button.tsx'
import { Shape } from './Shape.tsx'

const TEXTS: Readonly<Record<ButtonLook, string>> = { plain: 'Stand van zaken', act: 'Koppel', inert: 'Afsluiten kan na 60 min zonder uitval' }

export const stories: readonly Story[] = [
  ...(Object.keys(TEXTS) as ButtonLook[]).flatMap((look) => [
    { name: look, render: () => <Button look={look}>{TEXTS[look]}</Button> },
    {
      name: `${look}, critical, with key`,
      render: () => (
        <Button look={look} size="critical" keycap={look === 'plain' ? 'T8' : 'Pause'}>
          {TEXTS[look]}
        </Button>
      ),
    },
  ]),
  { name: 'chosen', render: () => <Button pressed>{TEXTS.plain}</Button> },
  { name: 'not chosen', render: () => <Button pressed={false}>{TEXTS.plain}</Button> },
  {
    name: 'act, with the shape of what it leads to',
    render: () => (
      <Button look="act" size="critical" keycap="Pause">
        <Shape kind="ready" size={24} />
        Schakel naar Mobilofoon – INC-1
      </Button>
    ),
  },
  {
    name: 'key below',
    render: () => (
      <Button size="critical" layout="column" keycap="T8">
        Meld storing
      </Button>
    ),
  },
]
