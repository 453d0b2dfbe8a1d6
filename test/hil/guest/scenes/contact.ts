// A contact on a modem line, watched by the probe of the watch through the kernel's ftdi_sio.
import assert from 'node:assert/strict'
import { openSerialLineProbe } from '../../../../electron/host/watch/probes/serial-line.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createSerialPort } from '../../../../native/transport/serial-port.ts'
import { adapterPath } from '../devices/adapter.ts'
import type { Scene } from '../stage.ts'
import { pause } from '../time.ts'
import { ADAPTER, plugAdapter } from './open-adapter.ts'

const SOON_MS = 8_000

export const CONTACT_SCENES: readonly Scene[] = [
  {
    title: 'a contact on an adapter’s CTS is told as it stands, and RTS and DTR stay low meanwhile',
    async play(stage) {
      await plugAdapter(stage)
      await stage.hardware.do('adapter.lines', ADAPTER, { cts: true })
      const opened = openSerialLineProbe({ kind: 'serial-line', id: 'relay', transport: { kind: 'serial', path: adapterPath(ADAPTER) }, input: 'cts', good: 'on', debounceMs: 100 }, {
        clock: systemClock,
        openSenseLine: (_transport, owner) => createSerialPort({ path: adapterPath(ADAPTER), baud: 9_600, outputs: { rts: false, dtr: false } }, stage.console.shared(owner)),
      })
      assert.ok(opened.ok)
      const probe = opened.value
      stage.atEnd(() => probe.close())
      await probe.open?.({ push: () => undefined, suspect: () => undefined, lost: () => undefined })
      const becomes = async (kind: string): Promise<number> => {
        const startMs = systemClock.monotonicMs()
        for (;;) {
          const result = await probe.ask?.(new AbortController().signal)
          if (result?.kind === kind) return Math.round(systemClock.monotonicMs() - startMs)
          assert.ok(systemClock.monotonicMs() - startMs < SOON_MS, `${result?.kind} ${result?.detail}, not ${kind}`)
          await pause(20)
        }
      }
      await becomes('reply')
      await stage.hardware.do('adapter.seen', ADAPTER)
      await stage.hardware.do('adapter.lines', ADAPTER, {})
      stage.note('contact opens → told, ms', await becomes('refused'))
      const seen = (await stage.hardware.do('adapter.seen', ADAPTER)).value
      assert.deepEqual(seen.filter((one) => one.request === 'outputs' && (one.rts === true || one.dtr === true)), [])
      // Let go of between two questions: one that is under way when the adapter goes hangs in vhci_hcd (README).
      await probe.close()
    },
  },
]
