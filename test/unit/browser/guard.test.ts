// Names and origins that are ours, and those that only look like it.
import { describe, expect, it } from 'vitest'
import { isOurHost, isOurOrigin, mayEnter } from '../../../electron/browser/guard.ts'

const PORT = 24112
const HOST = `127.0.0.1:${PORT}`

describe('the Host of a request', () => {
  it.each([HOST, `localhost:${PORT}`])('%s is ours', (host) => {
    expect(isOurHost(host, PORT)).toBe(true)
  })

  it.each([
    undefined, '', '127.0.0.1', 'localhost', `127.0.0.1:${PORT + 1}`, `127.0.0.1:${PORT}0`, `evil.example:${PORT}`, `127.0.0.1.evil.example:${PORT}`,
    `localhost.:${PORT}`, `LOCALHOST:${PORT}`, `[::1]:${PORT}`, `0.0.0.0:${PORT}`, `127.1:${PORT}`, `user@127.0.0.1:${PORT}`, ` 127.0.0.1:${PORT}`,
  ])('%s is not', (host) => {
    expect(isOurHost(host, PORT)).toBe(false)
  })
})

describe('the Origin of a page', () => {
  it('is ours when it is the very name it was reached by', () => {
    expect(isOurOrigin(`http://${HOST}`, HOST)).toBe(true)
    expect(isOurOrigin(`http://localhost:${PORT}`, `localhost:${PORT}`)).toBe(true)
  })

  it.each([undefined, '', 'null', `https://${HOST}`, `http://localhost:${PORT}`, `http://127.0.0.1:${PORT + 1}`, 'http://127.0.0.1', `http://${HOST}/`, `http://${HOST}.evil.example`, 'file://', 'http://evil.example'])(
    '%s is not',
    (origin) => {
      expect(isOurOrigin(origin, HOST)).toBe(false)
    },
  )
})

describe('entering by an address', () => {
  it.each([
    [{ origin: undefined, site: 'none' }, true],
    [{ origin: undefined, site: undefined }, true],
    [{ origin: undefined, site: 'same-origin' }, true],
    [{ origin: `http://${HOST}`, site: 'same-origin' }, true],
    [{ origin: undefined, site: 'cross-site' }, false],
    [{ origin: undefined, site: 'same-site' }, false],
    [{ origin: 'http://evil.example', site: 'none' }, false],
    [{ origin: 'null', site: undefined }, false],
  ])('with %o: %s', (headers, may) => {
    expect(mayEnter(headers, HOST)).toBe(may)
  })
})
