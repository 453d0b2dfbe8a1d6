// Who may open a device: root always, a person at the desk only by a udev rule.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Failure } from '../../../../native/kit/errors.ts'
import { sighted } from '../console.ts'
import type { PedalOptions } from '../devices/pedals.ts'
import type { Scene, Stage } from '../stage.ts'

const PLAIN_UID = 1000
const RULES = '/run/udev/rules.d'
/** As delivered. They give to those at the desk by group; the guest's plain user is in it. */
const DELIVERED = 'resources/udev/70-achterwacht.rules'
/** On USB: the rules go by what its connector says. */
const PEDAL: PedalOptions = { id: 'usb-one', product: 'vec-footpedal', on: 'usb' }

interface Said {
  readonly uid: number
  readonly opened: { readonly ok: true } | { readonly ok: false; readonly error: Failure }
}

const run = promisify(execFile)

/** A process of the plain user. @returns what opens the pedal in it */
function plainUser(stage: Stage): () => Promise<Said> {
  const user = spawn('su', ['-c', 'exec node test/hil/guest/programs/open-pedal.ts', 'plain'], { stdio: ['pipe', 'pipe', 'inherit'] })
  stage.atEnd(() => user.kill())
  const lines = createInterface({ input: user.stdout })[Symbol.asyncIterator]()
  return async () => {
    user.stdin.write('\n')
    return JSON.parse((await lines.next()).value ?? 'null') as Said
  }
}

async function plug(stage: Stage): Promise<void> {
  await stage.hardware.do('pedal.plug', PEDAL)
  await sighted(stage.console, 1, ({ bus }) => bus === 'hid')
  await run('udevadm', ['settle', '-t', '5'])
}

export const RIGHTS_SCENES: readonly Scene[] = [
  {
    title: 'a pedal without a udev rule is denied to a plain user, who is told that and not that it is missing; with the delivered rules it opens',
    async play(stage) {
      stage.atEnd(() => stage.hardware.do('pedal.unplug', PEDAL.id))
      const open = plainUser(stage)
      await plug(stage)
      const without = await open()
      assert.equal(without.uid, PLAIN_UID)
      assert.partialDeepStrictEqual(without.opened, { ok: false, error: { code: 'LINK_DENIED' } })

      mkdirSync(RULES, { recursive: true })
      copyFileSync(DELIVERED, `${RULES}/70-achterwacht.rules`)
      stage.atEnd(() => rmSync(`${RULES}/70-achterwacht.rules`))
      await run('udevadm', ['control', '--reload'])
      await stage.hardware.do('pedal.unplug', PEDAL.id)
      await sighted(stage.console, 0, ({ bus }) => bus === 'hid')
      await plug(stage)
      assert.deepEqual((await open()).opened, { ok: true })
    },
  },
]
