// A headset on the kernel's HID driver: its own descriptor, the call that is held open, mute, and what is left when the console stops.
import assert from 'node:assert/strict'
import { BUTTON_DRIVERS } from '../../../../native/registry.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createHidDevice } from '../../../../native/transport/hid-device.ts'
import { HEADSET_USB } from '../devices/headsets.ts'
import type { Scene } from '../stage.ts'
import { nowMs, pause, until } from '../time.ts'

const SEEN_MS = 8_000
/** A mute sooner after ours would be the headset's own answer: no finger is so quick. */
const ANSWERED_MS = 500
const LAMPS = ['0900', '1701', '1800', '1e00', '2000', '2a00']

export const HEADSET_SCENES: readonly Scene[] = [
  {
    title: 'a headset is read by the descriptor that the kernel hands out, held in a call, muted by its key, and dark when the console stops',
    async play(stage) {
      await stage.hardware.do('headset.plug')
      stage.atEnd(() => stage.hardware.do('headset.unplug'))
      const transport = createHidDevice(HEADSET_USB, stage.console.shared('headset'))
      const driver = BUTTON_DRIVERS.headset({ transport, clock: systemClock, keys: ['hook', 'flash'], transmit: ['flash'], arrivals: stage.console.watch.arrivalsOf({ ...HEADSET_USB, bus: 'hid' }) })
      const told: string[] = []
      driver.onEvent((event) => {
        const cause = 'cause' in event ? ` ${event.cause.code} ${event.cause.detail}` : ''
        told.push('name' in event ? `${event.kind} ${event.name}` : 'state' in event ? `${event.kind} ${event.state}${cause}` : event.kind)
      })
      stage.atEnd(() => driver.stop())
      const seen = (what: string): Promise<unknown> => until(() => `${what} in ${told.join(', ')}`, () => told.includes(what), SEEN_MS)
      const outputs: string[] = []
      const written = async (wanted: readonly string[]): Promise<void> => {
        const untilMs = nowMs() + SEEN_MS
        while (!wanted.every((one) => outputs.includes(one))) {
          assert.ok(nowMs() < untilMs, `${wanted.join(' ')} in ${outputs.join(' ')}`)
          outputs.push(...(await stage.hardware.do('headset.outputs')).value)
          await pause(20)
        }
      }

      driver.start()
      await seen('microphone open')
      await written(LAMPS)
      await stage.hardware.do('headset.press', 'flash')
      await seen('down flash')
      await stage.hardware.do('headset.release', 'flash')
      await seen('up flash')
      await pause(ANSWERED_MS)
      await stage.hardware.do('headset.press', 'mute')
      await seen('microphone muted')
      await written(['0901'])
      assert.equal(told.includes('down hook'), false, 'the answer to our own lamp is no press')
      outputs.length = 0
      await driver.stop()
      await written(['0900', '1700'])
    },
  },
]
