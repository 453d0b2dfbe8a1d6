// What is served, with which headers, and what is said instead.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, ANSWER_NAMES } from '../../../electron/browser/answers.ts'
import { headersFor } from '../../../electron/browser/headers.ts'
import { readPageFiles } from '../../../electron/browser/page-files.ts'
import { bothTexts } from '../../../electron/cli/run/words.ts'
import { writePage } from '../../support/browser-stage.ts'

describe('the policy of every answer', () => {
  const policy = new Map((headersFor('page')['Content-Security-Policy'] ?? '').split('; ').map((part) => {
    const [name = '', ...sources] = part.split(' ')
    return [name, sources.join(' ')]
  }))

  it.each([
    ['default-src', "'none'"],
    ['script-src', "'self'"],
    ['style-src', "'self'"],
    ['font-src', "'self'"],
    ['img-src', "'self' data:"],
    ['connect-src', "'self'"],
    ['media-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'none'"],
    ['frame-ancestors', "'none'"],
    ['require-trusted-types-for', "'script'"],
  ])('has %s %s', (name, sources) => {
    expect(policy.get(name)).toBe(sources)
  })

  it('lets nothing in that is written in the page or comes from elsewhere', () => {
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:|ws:|blob:|nonce|sha256/)
  })
})

describe('the other headers', () => {
  it('give the page its loudspeaker, the right to name outputs that goes by the microphone, and nothing else', () => {
    const permissions = headersFor('page')['Permissions-Policy']?.split(', ') ?? []
    for (const name of ['speaker-selection', 'autoplay', 'microphone']) expect(permissions).toContain(`${name}=(self)`)
    for (const name of ['camera', 'usb', 'serial', 'hid', 'midi', 'geolocation', 'display-capture']) expect(permissions).toContain(`${name}=()`)
  })

  it.each([['page', 'no-store'], ['asset', 'private, max-age=31536000, immutable']] as const)('of a %s: kept as %s', (served, cache) => {
    expect(headersFor(served)).toMatchObject({
      'Cache-Control': cache,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
  })
})

describe('an answer', () => {
  it.each(ANSWER_NAMES)('%s says in both languages what to do', (name) => {
    const { status, html } = answer(name, bothTexts)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(html).toContain('<html lang="nl">')
    expect(html).toContain('<p lang="en">')
    expect(html).not.toContain(`shell.answer.${name}`)
  })

  it('cannot be made to carry markup', () => {
    const loud = { nl: () => '<script>&', en: () => '<b>' }
    expect(answer('not-found', loud).html).toContain('<p>&lt;script>&amp;</p><p lang="en">&lt;b></p>')
  })
})

describe('the files of the page', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'achterwacht-page-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('are those of the build, without its maps and lists', async () => {
    const files = readPageFiles(await writePage(folder))
    expect([...(files?.keys() ?? [])].toSorted()).toEqual(['/', '/assets/inter-3c4d.woff2', '/assets/page-1a2b.js', '/gallery.html', '/index.html'])
    expect(files?.get('/')).toMatchObject({ type: 'text/html; charset=utf-8', served: 'page' })
    expect(files?.get('/assets/page-1a2b.js')).toMatchObject({ type: 'text/javascript; charset=utf-8', served: 'asset' })
  })

  it('do not follow a link out of their folder', async () => {
    const page = await writePage(folder)
    writeFileSync(join(folder, 'secret.html'), 'secret')
    symlinkSync(join(folder, 'secret.html'), join(page, 'secret.html'))
    expect(readPageFiles(page)?.has('/secret.html')).toBe(false)
  })

  it('are none where no page was built', () => {
    expect(readPageFiles(join(folder, 'nowhere'))).toBeUndefined()
    mkdirSync(join(folder, 'empty'))
    expect(readPageFiles(join(folder, 'empty'))).toBeUndefined()
  })
})
