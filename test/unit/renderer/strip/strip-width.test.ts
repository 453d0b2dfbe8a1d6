// The services take the width of the services there are; the message has the rest, in every state of the site alike.
import { readFileSync } from 'node:fs'
import type { ReactElement } from 'react'
import { expect, it } from 'vitest'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { STRIP_CELLS, stripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'
import { Strip } from '../../../../renderer/strip/Strip.tsx'

const words = createWords('nl', createText('nl'))

function classesOf(count: number): string[] {
  const topics = { ...BASE, services: Object.fromEntries(Object.entries(BASE.services).slice(0, count)) }
  const element = Strip({ model: stripModel({ topics, nowUtcMs: NOW, shell: undefined }, words), words, nowUtcMs: NOW, shell: undefined }) as ReactElement<{ className: string; style?: object }>
  expect(element.props.style).toBeUndefined()
  return element.props.className.split(' ')
}

it('says how many services there are, without a style of its own', () => {
  expect([2, 3, STRIP_CELLS].map((count) => classesOf(count).find((one) => one.startsWith('strip-cells-')))).toEqual(['strip-cells-2', 'strip-cells-3', 'strip-cells-6'])
})

it('has a width for every number of services', () => {
  const css = readFileSync(new URL('../../../../renderer/strip/strip.css', import.meta.url), 'utf8')
  for (let count = 1; count < STRIP_CELLS; count++) expect(css).toContain(`.strip-cells-${count} {\n  --cells: ${count};`)
  expect(css).toContain('calc(var(--cells) * 112px)')
})
