// A TETRA radio on a USB cable: speaks, is pulled at the worst moments, and is switched off and on.
import assert from 'node:assert/strict'
import type { Scene, Stage } from '../stage.ts'
import { pause, until } from '../time.ts'
import { IDLE_SHARE, idleShare } from './idle-share.ts'
import { COME_UP_MS, radioUp, type OpenRadio } from './open-radio.ts'

const LOST_MS = 1_000
/** 3 s at a desk; here the kernel and udev alone take half a second, and the radio's first answers twenty turns. */
const READY_MS = 8_000
const TOLD_MS = 5_000

async function keyed(stage: Stage, radio: OpenRadio): Promise<void> {
  radio.driver.requestFloor()
  await radio.told(TOLD_MS, 'floor-granted')
  assert.equal((await stage.hardware.do('radio.state')).value.transmitting, true)
}

async function assertOnAirEnds(stage: Stage): Promise<void> {
  let transmitting = true
  const startMs = performance.now()
  while (transmitting) {
    assert.ok(performance.now() - startMs < TOLD_MS, 'the radio stays on the air')
    transmitting = (await stage.hardware.do('radio.state')).value.transmitting
    await pause(10)
  }
}

export const RADIO_SCENES: readonly Scene[] = [
  {
    title: 'a TETRA radio on a USB cable comes up, takes a group, and is on the air only while the floor is held',
    async play(stage) {
      const radio = await radioUp(stage)
      const selected = await radio.driver.selectGroup('4037002')
      assert.deepEqual(selected, { ok: true, value: undefined })
      assert.equal((await stage.hardware.do('radio.state')).value.selectedGroup, 4_037_002)
      await keyed(stage, radio)
      radio.driver.releaseFloor()
      await assertOnAirEnds(stage)
      assert.ok(!radio.briefs().includes('may-transmit'))
    },
  },
  {
    title: 'an idle radio that is pulled is down within 1 s, and up again by itself once it is plugged in',
    async play(stage) {
      const radio = await radioUp(stage)
      const { atMs } = await stage.hardware.do('radio.unplug')
      await radio.told(TOLD_MS, 'link down LINK_LOST')
      const downMs = radio.when('link down LINK_LOST') - atMs
      stage.note('unplug → link down, ms', downMs)
      assert.ok(downMs < LOST_MS, `down after ${downMs} ms`)
      assert.ok(!radio.briefs().includes('may-transmit'))
      radio.events.length = 0
      const plugged = await stage.hardware.do('radio.plug')
      await radio.told(COME_UP_MS, 'link up')
      const upMs = radio.when('link up') - plugged.atMs
      stage.note('replug → link up, ms', upMs)
      assert.ok(upMs < READY_MS, `up after ${upMs} ms`)
    },
  },
  {
    title: 'a radio that is pulled in the middle of a stream of lines is down within 1 s, and the console’s processor rests afterwards',
    async play(stage) {
      const radio = await radioUp(stage)
      let lines = 0
      radio.driver.onEvent((event) => {
        if (event.event === 'wire' && event.direction !== 'out') lines++
      })
      await stage.hardware.do('radio.babble', 'on')
      stage.atEnd(() => stage.hardware.do('radio.babble', 'off'))
      await until('lines stream in', () => lines > 100, TOLD_MS)
      const { atMs } = await stage.hardware.do('radio.unplug')
      await radio.told(TOLD_MS, 'link down LINK_LOST')
      const downMs = radio.when('link down LINK_LOST') - atMs
      const share = await idleShare()
      stage.note('unplug while streaming → link down, ms', downMs)
      stage.note('processor afterwards, share of a core', share)
      assert.ok(downMs < LOST_MS, `down after ${downMs} ms`)
      assert.ok(share < IDLE_SHARE, `${Math.round(share * 100)} % of a core`)
      await stage.hardware.do('radio.plug')
    },
  },
  {
    title: 'a radio that is pulled while it transmits is told as one that may still transmit, and is hung up before it is used again',
    async play(stage) {
      const radio = await radioUp(stage)
      await keyed(stage, radio)
      const { atMs } = await stage.hardware.do('radio.unplug')
      await radio.told(TOLD_MS, 'may-transmit', 'link down LINK_LOST')
      const toldMs = radio.when('may-transmit') - atMs
      stage.note('unplug while keyed → may transmit, ms', toldMs)
      assert.ok(toldMs < LOST_MS, `told after ${toldMs} ms`)
      assert.equal((await stage.hardware.do('radio.state')).value.transmitting, true)
      radio.driver.requestFloor()
      assert.ok(!radio.briefs().slice(-1).includes('floor-granted'))
      radio.events.length = 0
      const before = (await stage.hardware.do('radio.command-count')).value
      const plugged = await stage.hardware.do('radio.plug')
      await radio.told(COME_UP_MS, 'hung-up', 'link up')
      stage.note('replug → hung up, ms', radio.when('hung-up') - plugged.atMs)
      assert.ok(radio.when('hung-up') < radio.when('link up'), 'up before it was hung up')
      await assertOnAirEnds(stage)
      const { value: commands } = await stage.hardware.do('radio.commands', (await stage.hardware.do('radio.command-count')).value - before)
      const texts = commands.map((command) => command.text)
      const hangUp = texts.findIndex((text) => text.startsWith('ATH') || text.startsWith('AT+CUTXC'))
      assert.ok(hangUp >= 0 && texts.slice(0, hangUp).every((text) => text === 'AT'), `before the hang-up: ${texts.join(', ')}`)
      assert.ok(texts.every((text) => !text.startsWith('ATD') && !text.startsWith('AT+CTXD')), `keyed again: ${texts.join(', ')}`)
    },
  },
  {
    title: 'a radio that is switched off and on with its cable in is noticed, registered anew and usable again',
    async play(stage) {
      const radio = await radioUp(stage)
      const { value: state } = await stage.hardware.do('radio.state')
      radio.events.length = 0
      const cycled = await stage.hardware.do('radio.power-cycle', 1_500)
      assert.deepEqual((await stage.hardware.do('radio.state')).value.services, [])
      // The host asks each radio once a second whether it is registered.
      const asking = setInterval(() => void radio.driver.poll(), 1_000)
      stage.atEnd(() => clearInterval(asking))
      await radio.told(COME_UP_MS, 'link down DEVICE_SILENT', 'link up')
      clearInterval(asking)
      stage.note('power cut → link up, ms', radio.when('link up') - cycled.atMs)
      const { value: after } = await stage.hardware.do('radio.state')
      assert.deepEqual(after.services.toSorted(), state.services.toSorted())
      await keyed(stage, radio)
      radio.driver.releaseFloor()
      await assertOnAirEnds(stage)
    },
  },
]
