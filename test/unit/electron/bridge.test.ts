// The words by which a page finds its bridge and its window.
import { describe, expect, it } from 'vitest'
import { BRIDGE_NAME, bridgeOf, CHANNELS, isPipe, viewOf } from '../../../electron/contract/bridge.ts'

describe('the bridge', () => {
  it('is there where the shell put it, and nowhere else', () => {
    const bridge = { connect: () => {}, toShell: () => {}, onShell: () => {} }
    expect(bridgeOf({ [BRIDGE_NAME]: bridge })).toBe(bridge)
    expect(bridgeOf({})).toBeUndefined()
  })

  it.each([[undefined, false], [null, false], ['pipe', false], [{ packet: 'port' }, false], [{}, false], [{ packet: 'pipe' }, true]])('takes %j for a pipe: %s', (data, is) => {
    expect(isPipe(data)).toBe(is)
  })

  it.each([['?view=strip', 'strip'], ['?a=1&view=main', 'main'], ['?view=other', 'console'], ['', 'console']])('reads %s as the window %s', (search, view) => {
    expect(viewOf(search)).toBe(view)
  })

  it('has a channel of its own for each direction', () => {
    expect(new Set(Object.values(CHANNELS)).size).toBe(Object.keys(CHANNELS).length)
  })
})
