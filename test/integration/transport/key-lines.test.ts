// The same contract where a network, a watchdog process or a kernel stands below, as a site file asks for them.
import { describe, expect, test } from 'vitest'
import { openKeyLine } from '../../../electron/host/devices/key-lines.ts'
import { createSimulatedCm108 } from '../../../native/cm108/index.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createSimulatedTerminalServer } from '../../../native/transport/rfc2217/simulated-server.ts'
import { createSimulatedHidServer } from '../../../native/transport/simulated-hid-server.ts'
import { testKeyLine } from '../../contract/key-line.ts'
import { sharedPorts } from '../../support/shared-ports.ts'
import { createPty } from './pty.ts'

const COS = { byte: 0, bit: 1, activeLow: true } as const

describe('RTS without DTR behind a terminal server', () => {
  testKeyLine({
    make: async () => {
      const made = await createSimulatedTerminalServer({ port: 0 })
      if (!made.ok) throw new Error(made.error.detail)
      const server = made.value
      return {
        line: openKeyLine({ kind: 'rfc2217', host: '127.0.0.1', port: server.port, keyBy: 'rts-not-dtr', activeLow: false, carrier: { input: 'dcd', activeLow: false } }, 'keyed-set', sharedPorts(systemClock)),
        isKeyed: () => server.outputs.rts && !server.outputs.dtr,
        hear: (dcd) => server.setInputs({ cts: false, dsr: false, dcd }),
        isHeld: () => server.outputs.rts || server.outputs.dtr,
        cut: () => server.cut(),
        mend: async () => void (await server.mend()),
        end: () => server.cut(),
      }
    },
  })
})

test('a terminal server that falls silent while its line is keyed is a lost line within 4 s, not a set that sends', async () => {
  const made = await createSimulatedTerminalServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const server = made.value
  const line = openKeyLine({ kind: 'rfc2217', host: '127.0.0.1', port: server.port, keyBy: 'rts', activeLow: false }, 'keyed-set', sharedPorts(systemClock))
  try {
    const lost = new Promise<unknown>((resolve) => void line.onLost(resolve))
    expect(await line.open()).toMatchObject({ ok: true })
    expect(await line.setKeyed(true)).toMatchObject({ ok: true })
    server.fault = 'mute'
    const saidMs = systemClock.monotonicMs()
    expect(await lost).toMatchObject({ unkeyed: false, cause: { code: 'LINK_TIMEOUT' } })
    expect(systemClock.monotonicMs() - saidMs).toBeLessThan(4_000)
  } finally {
    await line.close()
    await server.cut()
  }
})

describe('a CM108 with its watchdog process', () => {
  testKeyLine({
    openings: 5,
    make: async () => {
      const made = await createSimulatedHidServer({ port: 0 })
      if (!made.ok) throw new Error(made.error.detail)
      const device = made.value
      const chip = createSimulatedCm108(device)
      return {
        line: openKeyLine({ kind: 'simulated', host: '127.0.0.1', port: device.port, pin: 3, activeLow: false, carrier: COS }, 'keyed-set', sharedPorts(systemClock)),
        isKeyed: () => chip.isHigh(3),
        hear: (carrier) => chip.setInput(COS, carrier),
        isHeld: () => device.openings > 0,
        cut: () => device.unplug(),
        mend: async () => void (await device.replug()),
        end: () => device.unplug(),
      }
    },
  })
})

test('a pseudo-terminal has no modem lines: it is refused with LINK_UNSUPPORTED, which names the port', async () => {
  const pty = await createPty()
  const line = openKeyLine({ kind: 'serial', path: pty.path, keyBy: 'rts', activeLow: false }, 'keyed-set', sharedPorts(systemClock))
  try {
    const opened = await line.open()
    expect(opened).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect(opened.ok ? '' : opened.error.detail).toContain(pty.path)
    expect(await line.setKeyed(true)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
  } finally {
    await line.close()
    await pty.end()
  }
})
