// Every state of every component on one page, without a host. Reduced motion and forced colours are the browser's to set.
import { useLayoutEffect, useState, type ReactNode } from 'react'
import type { Clock } from '../../electron/contract/clock.ts'
import { TextProvider, useText } from '../i18n/TextProvider.tsx'
import { applyTheme } from '../theme/theme.ts'
import { Chip } from '../ui/Chip.tsx'
import { readAddress, writeAddress, type Shown } from './address.ts'
import { STORY_GROUPS } from './stories.ts'
import type { Story, StoryGroup } from './story.ts'
import './gallery.css'

interface GalleryProps {
  /** For the stories in which time passes. */
  readonly clock: Clock
}

export function Gallery({ clock }: GalleryProps): ReactNode {
  const [shown, setShown] = useState(() => readAddress(window.location.search))
  useLayoutEffect(() => applyTheme(document.documentElement, shown.theme), [shown.theme])
  const show = (next: Shown): void => {
    window.history.replaceState(null, '', writeAddress(next))
    setShown(next)
  }
  const groups = STORY_GROUPS.filter((group) => shown.component === undefined || group.component === shown.component)
  return (
    <TextProvider language={shown.language}>
      <div className="gallery">
        <Choices shown={shown} show={show} />
        <div className="gallery-stories-all" tabIndex={-1}>
          {groups.map((group) => (
            <Group key={group.component} group={group} clock={clock} width={shown.width} />
          ))}
        </div>
      </div>
    </TextProvider>
  )
}

interface ChoicesProps {
  readonly shown: Shown
  readonly show: (next: Shown) => void
}

function Choices({ shown, show }: ChoicesProps): ReactNode {
  const text = useText()
  return (
    <nav className="gallery-choices" aria-label={text('gallery.choices')}>
      <h1>{text('gallery.title')}</h1>
      <div className="gallery-row">
        {(['night', 'day'] as const).map((theme) => (
          <Chip key={theme} label={text(`theme.${theme}`)} pressed={shown.theme === theme} onPress={() => show({ ...shown, theme })} />
        ))}
        {(['nl', 'en'] as const).map((language) => (
          <Chip key={language} label={text(`language.${language}`)} pressed={shown.language === language} onPress={() => show({ ...shown, language })} />
        ))}
      </div>
      <Chip label={text('gallery.all')} pressed={shown.component === undefined} onPress={() => show({ theme: shown.theme, language: shown.language })} />
      {STORY_GROUPS.map(({ component }) => (
        <Chip key={component} label={component} pressed={shown.component === component} onPress={() => show({ ...shown, component })} />
      ))}
      <p>{text('gallery.by-browser')}</p>
    </nav>
  )
}

interface GroupProps {
  readonly group: StoryGroup
  readonly clock: Clock
  readonly width: number | undefined
}

function Group({ group, clock, width }: GroupProps): ReactNode {
  return (
    <section className="gallery-group" aria-label={group.component}>
      <h2>{group.component}</h2>
      <div className="gallery-stories">
        {group.stories.map((story) => (
          <Stage key={story.name} component={group.component} story={story} clock={clock} width={width} />
        ))}
      </div>
    </section>
  )
}

interface StageProps {
  readonly component: string
  readonly story: Story
  readonly clock: Clock
  readonly width: number | undefined
}

function Stage({ component, story, clock, width }: StageProps): ReactNode {
  return (
    <figure className="gallery-story">
      <figcaption>{story.name}</figcaption>
      <div className="gallery-stage" data-story={`${component}: ${story.name}`} style={{ width: story.width === undefined ? undefined : (width ?? story.width), height: story.height }}>
        {story.render(clock)}
      </div>
    </figure>
  )
}
