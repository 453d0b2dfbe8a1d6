// The gallery shows everything there is.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readAddress, writeAddress } from '../../../../renderer/gallery/address.ts'
import { STORY_GROUPS } from '../../../../renderer/gallery/stories.ts'

const RENDERER = fileURLToPath(new URL('../../../../renderer', import.meta.url))
const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\..*$/, '')

describe('the gallery', () => {
  it('has stories of every component of the kit', () => {
    const components = files.filter((path) => /^ui\/[A-Z][A-Za-z]+\.tsx$/.test(path)).map(nameOf)
    expect(components.length).toBeGreaterThan(15)
    const withStories = files.filter((path) => path.endsWith('.stories.tsx')).map(nameOf)
    expect(components.filter((name) => !withStories.includes(name))).toEqual([])
  })

  it('lists every file of stories', () => {
    const onDisk = files.filter((path) => path.endsWith('.stories.tsx'))
    expect(STORY_GROUPS.length).toBe(onDisk.length)
  })

  it.each(STORY_GROUPS)('names each story of $component once', ({ stories }) => {
    expect(stories.length).toBeGreaterThan(0)
    expect(new Set(stories.map((story) => story.name)).size).toBe(stories.length)
  })
})

describe('the address of the gallery', () => {
  it.each([
    ['', { theme: 'night', language: 'nl' }],
    ['?theme=day&language=en&component=Card', { component: 'Card', theme: 'day', language: 'en' }],
    ['?theme=pink&language=fr&component=', { theme: 'night', language: 'nl' }],
  ] as const)('%s shows %j', (search, shown) => {
    expect(readAddress(search)).toEqual(shown)
    expect(readAddress(writeAddress(shown))).toEqual(shown)
  })
})
