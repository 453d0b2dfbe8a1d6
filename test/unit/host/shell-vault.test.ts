import { expect, test } from 'vitest'
import { createShellVault } from '../../../electron/host/shell-vault.ts'
import type { ToShell } from '../../../electron/contract/link.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const bench = () => {
  const sent: ToShell[] = []
  const clock = createManualClock()
  return { sent, clock, vault: createShellVault(clock, (packet) => sent.push(packet)) }
}
const BYTES = Uint8Array.of(0, 255, 7)

test('bytes go to the shell as base64, and the answer that names their question comes back as bytes', async () => {
  const { sent, vault } = bench()
  const sealed = vault.ask('seal', BYTES)
  const opened = vault.ask('open', BYTES)
  expect(sent).toEqual([{ packet: 'vault', id: 1, say: 'seal', bytes: 'AP8H' }, { packet: 'vault', id: 2, say: 'open', bytes: 'AP8H' }])
  expect(vault.receive({ packet: 'vault', id: 2, bytes: 'BwcH' })).toBe(true)
  expect(vault.receive({ packet: 'vault', id: 1, detail: 'no keyring' })).toBe(true)
  expect(await opened).toMatchObject({ ok: true, value: Buffer.of(7, 7, 7) })
  expect(await sealed).toEqual({ ok: false, error: { code: 'STORE_KEY_LOCKED', detail: 'no keyring' } })
})

test('a store that does not answer within 2 s counts as locked, and its late answer changes nothing', async () => {
  const { clock, vault } = bench()
  const opened = vault.ask('open', BYTES)
  await clock.advanceAsync(2000)
  expect(await opened).toMatchObject({ ok: false, error: { code: 'STORE_KEY_LOCKED' } })
  expect(vault.receive({ packet: 'vault', id: 1, bytes: 'BwcH' })).toBe(true)
})

test.each([{ packet: 'stop' }, { packet: 'vault', id: 'x' }, { packet: 'vault', id: 1, bytes: '***' }, 'nonsense'])('what is no answer of a store is left to others: %o', (packet) => {
  expect(bench().vault.receive(packet)).toBe(false)
})
