import { describe, expect, it } from 'vitest'
import { distrust, loadTrust, type SeenCertificate } from '../../../electron/host/watch/probes/tls-trust.ts'

const NOW = Date.UTC(2026, 10, 26)
const PRINT = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0').toUpperCase()).join(':')
const GOOD: SeenCertificate = { error: undefined, fingerprint256: PRINT, from: 'Nov  1 00:00:00 2026 GMT', to: 'Dec  1 00:00:00 2026 GMT' }
const SELF_SIGNED = { ...GOOD, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }

describe('a certificate', () => {
  it('is believed when the authorities vouch for it, and else not, with their reason', () => {
    expect(distrust(GOOD, undefined, NOW)).toBeUndefined()
    for (const error of ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']) expect(distrust({ ...GOOD, error }, undefined, NOW)).toBe(error)
  })

  it('by its fingerprint is believed without any authority, however the fingerprint is written', () => {
    expect(distrust(SELF_SIGNED, PRINT, NOW)).toBeUndefined()
    expect(distrust(SELF_SIGNED, PRINT.replaceAll(':', '').toLowerCase(), NOW)).toBeUndefined()
  })

  it('with another fingerprint is not, even when the authorities vouch for it', () => {
    expect(distrust(GOOD, PRINT.replace('00', '01'), NOW)).toBe(`not the pinned certificate: ${PRINT}`)
    expect(distrust({ ...GOOD, fingerprint256: undefined }, PRINT, NOW)).toBe('no certificate')
  })

  it('by its fingerprint is believed in its own time only', () => {
    expect(distrust(SELF_SIGNED, PRINT, Date.UTC(2026, 11, 2))).toBe('CERT_HAS_EXPIRED')
    expect(distrust(SELF_SIGNED, PRINT, Date.UTC(2026, 9, 31))).toBe('CERT_NOT_YET_VALID')
    expect(distrust({ ...SELF_SIGNED, from: undefined, to: undefined }, PRINT, NOW)).toBe('CERT_NOT_YET_VALID')
    expect(distrust({ ...SELF_SIGNED, to: 'never' }, PRINT, NOW)).toBe('CERT_HAS_EXPIRED')
  })
})

describe('the file of an authority', () => {
  it('that is not there, or holds no certificate, is a mistake of the site and no fault of the target', async () => {
    expect(await loadTrust({ ca: '/no/such/file.pem' })).toMatchObject({ ok: false, error: { code: 'SITE_INVALID', detail: expect.stringContaining('/no/such/file.pem') } })
    expect(await loadTrust({ ca: new URL(import.meta.url).pathname })).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
  })

  it('is not needed: then the public ones are believed', async () => {
    expect(await loadTrust({ servername: 'rbs.example' })).toMatchObject({ ok: true, value: { servername: 'rbs.example' } })
  })
})
