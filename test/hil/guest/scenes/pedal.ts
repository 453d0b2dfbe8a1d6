// Pedals on the kernel's HID driver: press, held at plug-in, pulled, killed, replugged.
import assert from 'node:assert/strict'
import type { PedalOptions } from '../devices/pedals.ts'
import { startHardware } from '../devices/hardware.ts'
import { sighted } from '../console.ts'
import type { Scene } from '../stage.ts'
import { nowMs, pause, until } from '../time.ts'
import { hidDeviceOf, openPedal, plugAndOpen, seen, toldUntil } from './open-pedal.ts'

const VEC: PedalOptions = { id: 'vec', product: 'vec-footpedal' }
const XK3: PedalOptions = { id: 'xk3', product: 'xkeys-xk3-pedal' }
const LOST_MS = 1_000
const READY_MS = 3_000

export const PEDAL_SCENES: readonly Scene[] = [
  {
    title: 'a press and a release of a pedal on the kernel’s HID driver arrive as down and up, after one movement that tells where it stands',
    async play(stage) {
      const pedal = await plugAndOpen(stage, VEC)
      await seen(pedal, 'up')
      await stage.hardware.do('pedal.press', 'vec', 'middle')
      await stage.hardware.do('pedal.release', 'vec', 'middle')
      await seen(pedal, 'baseline middle', 'up middle')
      await stage.hardware.do('pedal.press', 'vec', 'left')
      await stage.hardware.do('pedal.release', 'vec', 'left')
      await seen(pedal, 'down left', 'up left')
      assert.deepEqual(pedal.briefs().slice(pedal.briefs().indexOf('up')), ['up', 'baseline middle', 'up middle', 'down left', 'up left'])
    },
  },
  {
    title: 'a pedal that is held down while it is plugged in keys nothing until it was let go and pressed anew',
    async play(stage) {
      const pedal = await plugAndOpen(stage, XK3)
      await seen(pedal, 'baseline')
      await stage.hardware.do('pedal.unplug', 'xk3')
      await seen(pedal, 'lost LINK_LOST')
      await stage.hardware.do('pedal.press', 'xk3', 'middle')
      pedal.events.length = 0
      await stage.hardware.do('pedal.plug', XK3)
      await seen(pedal, 'up', 'baseline middle')
      await stage.hardware.do('pedal.release', 'xk3', 'middle')
      await stage.hardware.do('pedal.press', 'xk3', 'middle')
      await seen(pedal, 'down middle')
      assert.deepEqual(pedal.briefs().slice(-4), ['up', 'baseline middle', 'up middle', 'down middle'])
      await stage.hardware.do('pedal.release', 'xk3', 'middle')
    },
  },
  {
    title: 'an idle pedal that is pulled is lost within 1 s, and ready again by itself within 3 s of being plugged in',
    async play(stage) {
      const pedal = await plugAndOpen(stage, XK3)
      await seen(pedal, 'baseline')
      const { atMs } = await stage.hardware.do('pedal.unplug', 'xk3')
      await seen(pedal, 'lost LINK_LOST')
      const lostMs = pedal.when('lost LINK_LOST') - atMs
      await pause(1_000) // back-off is under way
      pedal.events.length = 0
      const plugged = await stage.hardware.do('pedal.plug', XK3)
      await seen(pedal, 'baseline')
      const readyMs = pedal.when('baseline') - plugged.atMs
      stage.note('unplug → lost, ms', lostMs)
      stage.note('replug → state known, ms', readyMs)
      assert.ok(lostMs < LOST_MS, `lost after ${lostMs} ms`)
      assert.ok(readyMs < READY_MS, `ready after ${readyMs} ms`)
    },
  },
  {
    title: 'a pedal that is pulled while it is pressed lets go before it says that it is lost',
    async play(stage) {
      const pedal = await plugAndOpen(stage, XK3)
      await seen(pedal, 'baseline')
      await stage.hardware.do('pedal.press', 'xk3', 'right')
      await seen(pedal, 'down right')
      const { atMs } = await stage.hardware.do('pedal.unplug', 'xk3')
      await seen(pedal, 'lost LINK_LOST')
      await stage.hardware.do('pedal.release', 'xk3', 'right')
      assert.deepEqual(toldUntil(pedal, 'lost LINK_LOST').slice(-3), ['down right', 'up right', 'lost LINK_LOST'])
      const tookMs = pedal.when('up right') - atMs
      stage.note('unplug while keyed → let go, ms', tookMs)
      assert.ok(tookMs < LOST_MS, `let go after ${tookMs} ms`)
    },
  },
  {
    title: 'a pedal that is pulled while reports stream in is lost once within 1 s, and nothing of it stays down',
    async play(stage) {
      const pedal = await plugAndOpen(stage, XK3)
      await seen(pedal, 'baseline')
      await stage.hardware.do('pedal.tremble', 'xk3', 'left', 1)
      await until('reports stream in', () => pedal.briefs().length > 100, 10_000)
      const { atMs } = await stage.hardware.do('pedal.unplug', 'xk3')
      await seen(pedal, 'lost LINK_LOST')
      await stage.hardware.do('pedal.release', 'xk3', 'left')
      await pause(300)
      const tookMs = pedal.when('lost LINK_LOST') - atMs
      stage.note('unplug while streaming → lost, ms', tookMs)
      assert.ok(tookMs < LOST_MS, `lost after ${tookMs} ms`)
      assert.equal(pedal.briefs().filter((one) => one === 'lost LINK_LOST').length, 1)
      assert.equal(pedal.driver.down, undefined)
      const count = (name: string): number => pedal.briefs().filter((one) => one === name).length
      assert.equal(count('down left'), count('up left'))
    },
  },
  {
    title: 'a device whose program is killed is an unplugged device',
    async play(stage) {
      const own = startHardware()
      stage.atEnd(() => own.kill())
      await own.do('pedal.plug', XK3)
      const pedal = openPedal(stage, XK3)
      await seen(pedal, 'baseline')
      await own.do('pedal.press', 'xk3', 'middle')
      await seen(pedal, 'down middle')
      const killedMs = nowMs()
      own.kill()
      await seen(pedal, 'lost LINK_LOST')
      assert.deepEqual(toldUntil(pedal, 'lost LINK_LOST').slice(-2), ['up middle', 'lost LINK_LOST'])
      const tookMs = pedal.when('up middle') - killedMs
      stage.note('program killed → let go, ms', tookMs)
      assert.ok(tookMs < LOST_MS, `let go after ${tookMs} ms`)
    },
  },
  {
    title: 'a pedal that is opened and closed in the same breath ends no process, and opens again',
    async play(stage) {
      await stage.hardware.do('pedal.plug', VEC)
      stage.atEnd(() => stage.hardware.do('pedal.unplug', VEC.id))
      const first = openPedal(stage, VEC)
      await seen(first, 'up')
      await first.driver.stop()
      const device = hidDeviceOf(VEC)
      for (let time = 0; time < 5; time++) {
        assert.deepEqual(await device.open(), { ok: true, value: undefined })
        await device.close()
      }
    },
  },
  {
    title: 'a pedal on a USB port is asked for its state, heard, and let go when it is pulled while it is pressed',
    async play(stage) {
      const options: PedalOptions = { id: 'usb-pedal', product: 'xkeys-xk3-pedal', on: 'usb' }
      const pedal = await plugAndOpen(stage, options)
      await seen(pedal, 'baseline')
      await stage.hardware.do('pedal.press', options.id, 'middle')
      await seen(pedal, 'down middle')
      const { atMs } = await stage.hardware.do('pedal.unplug', options.id)
      await seen(pedal, 'lost LINK_LOST')
      const tookMs = pedal.when('up middle') - atMs
      stage.note('unplug while keyed → let go, ms', tookMs)
      assert.deepEqual(toldUntil(pedal, 'lost LINK_LOST').slice(-2), ['up middle', 'lost LINK_LOST'])
      assert.ok(tookMs < LOST_MS, `let go after ${tookMs} ms`)
      await stage.hardware.do('pedal.release', options.id, 'middle')
      pedal.events.length = 0
      await stage.hardware.do('pedal.plug', options)
      await seen(pedal, 'up', 'baseline')
    },
  },
  {
    title: 'of two equal pedals neither is taken unless one is named by its serial number; then each is heard for itself',
    async play(stage) {
      const one: PedalOptions = { id: 'one', product: 'vec-footpedal', serial: 'A1' }
      const other: PedalOptions = { id: 'other', product: 'vec-footpedal', serial: 'B2' }
      for (const options of [one, other]) {
        await stage.hardware.do('pedal.plug', options)
        stage.atEnd(() => stage.hardware.do('pedal.unplug', options.id))
      }
      await sighted(stage.console, 2, ({ bus }) => bus === 'hid')
      const any = openPedal(stage, VEC)
      await seen(any, 'lost LINK_AMBIGUOUS')
      const [first, second] = [openPedal(stage, one), openPedal(stage, other)]
      await Promise.all([seen(first, 'up'), seen(second, 'up')])
      await stage.hardware.do('pedal.press', 'other', 'middle')
      await stage.hardware.do('pedal.release', 'other', 'middle')
      await seen(second, 'baseline middle', 'up middle')
      assert.deepEqual(first.briefs(), ['opening', 'up'])
    },
  },
]

