// What a console may find at its start: a site file that is broken or gone, a serial port that is missing, held by
// another program, or not ours to open. It says what is wrong and who can act, and works with what there is.
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, chmod, chown, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alarmText } from '../../../electron/cli/terminal/screen.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import type { SupervisorState } from '../../../electron/host/supervisor.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { alarmsOf, channelOf, type Console, DESK, goToDesk, isUp, noteMade, phaseOf, reaches, readinessOf, restWorks, SHORT, type Stage, withStage } from '../../support/console-stage.ts'
import { createPtyRadio, type PtyRadio } from '../../support/pty-radio.ts'
import { editSite } from '../../support/site-edit.ts'

const EXIT_REFUSED = 3
const BACKOFF_SEEN_MS = 1000 // a supervisor that tried again would do so at once

const TWO_MISTAKES = async (site: string): Promise<void> => {
  const text = await readFile(site, 'utf8')
  await writeFile(site, text.replace('mode: act', 'mode: acts').replace('language: nl', 'langauge: nl'))
}
const BROKEN_SYNTAX = (site: string): Promise<void> => appendFile(site, '\n]\n')
const GONE = (site: string): Promise<void> => rm(site)

/** A first run that leaves the copy of a good file. */
async function ranBefore(stage: Stage): Promise<void> {
  const first = stage.bare()
  await reaches('first run works', () => first.topic('site').site !== undefined)
  await first.stop()
  expect(first.ended?.by).toBe(0)
}

describe.concurrent('with a last good copy', () => {
  test.each([
    { what: 'two mistakes', damage: TWO_MISTAKES, count: 2, says: [/^site\.yaml:\d+:\d+ mode: acts/m, /^site\.yaml:\d+:\d+ .*langauge/m] },
    { what: 'broken syntax', damage: BROKEN_SYNTAX, count: 1, says: [/^site\.yaml:\d+:\d+: not valid YAML/m] },
    { what: 'no file at all', damage: GONE, count: 1, says: [/site\.yaml/] },
  ])('$what: the console runs on the copy, with an alarm that counts the problems', async ({ damage, count, says }) => {
    await withStage({}, async (stage) => {
      await ranBefore(stage)
      await damage(stage.site)
      const host = stage.bare()
      await reaches('alarm', () => alarmsOf(host).some((alarm) => alarm.kind === 'site'))
      const alarm = alarmsOf(host).find((one) => one.kind === 'site')
      expect(alarm).toMatchObject({ code: 'SITE_INVALID', severity: 'warning', params: { problems: count } })
      const site = host.topic('site')
      expect(site.site).toMatchObject({ lastGood: true, mode: 'act' })
      expect(site.site?.problems).toHaveLength(count)
      for (const pattern of says) expect(site.site?.problems.join('\n')).toMatch(pattern)
      if (!alarm) return
      const said = alarmText(alarm, createText('nl'), site)
      expect(said).toContain(`(${count})`)
      expect(said).toContain('Technicus')
      // The rest is as always.
      expect(channelOf(host)).toBe('rbs')
      await noteMade(host, 'werkt op de laatste goede')
    })
  })
})

describe.concurrent('without a last good copy', () => {
  test('every problem is told at once, with its line, and the host ends with 3', async () => {
    await withStage({}, async (stage) => {
      await TWO_MISTAKES(stage.site)
      const host = stage.bare()
      await reaches('ended', () => host.ended !== undefined)
      expect(host.ended?.by).toBe(EXIT_REFUSED)
      expect(host.packets).toMatchObject([{ packet: 'refused', error: { code: 'SITE_INVALID', detail: expect.stringMatching(/site\.yaml:\d+:\d+/) } }])
      const [refused] = host.packets
      expect(refused?.packet === 'refused' && refused.problems).toEqual([expect.stringMatching(/^site\.yaml:\d+:\d+ /), expect.stringMatching(/^site\.yaml:\d+:\d+ /)])
    })
  })

  test('a missing file is named with its path, and the host ends with 3', async () => {
    await withStage({}, async (stage) => {
      await GONE(stage.site)
      const host = stage.bare()
      await reaches('ended', () => host.ended !== undefined)
      expect(host.ended?.by).toBe(EXIT_REFUSED)
      expect(host.packets).toEqual([{ packet: 'refused', error: { code: 'SITE_MISSING', detail: stage.site }, problems: [] }])
    })
  })

  test('its shell does not start it again and again', async () => {
    await withStage({}, async (stage) => {
      await BROKEN_SYNTAX(stage.site)
      const states: SupervisorState[] = []
      const session = stage.supervised({ onState: (state) => states.push(state) })
      await reaches('ended', () => session.state.host === 'ended')
      await new Promise((resolve) => setTimeout(resolve, BACKOFF_SEEN_MS))
      expect(states.map((state) => state.host)).toEqual(['starting', 'refused', 'ended'])
      expect(states[1]).toMatchObject({ error: { code: 'SITE_INVALID' }, problems: [expect.stringContaining('site.yaml:')] })
    })
  })
})

const NOBODY = 65_534
const ALARM = `device:${DESK}`

/** One trouble of a port: made before the console starts, ended while it runs. */
interface PortTrouble {
  readonly code: string
  readonly who: RegExp
  make(port: PtyRadio): Promise<{ end(): Promise<void> }>
  readonly uid?: number
}

const MISSING: PortTrouble = {
  code: 'LINK_MISSING',
  who: /niet gevonden.*Technicus: kabel/,
  make: async (port) => {
    await port.cut()
    return { end: () => port.mend() }
  },
}

const BUSY: PortTrouble = {
  code: 'LINK_BUSY',
  who: /ander programma.*: held by .*Technicus: dat programma sluiten/,
  make: async ({ path }) => {
    // serialport locks as flock(1) does; `--no-fork`: the one process that holds it is the one we end.
    const holder: ChildProcess = spawn('flock', ['--no-fork', '--nonblock', path, 'sleep', '600'], { stdio: 'inherit' })
    await new Promise((resolve) => holder.once('spawn', resolve))
    return {
      async end() {
        const gone = new Promise((resolve) => holder.once('exit', resolve))
        holder.kill('SIGKILL')
        await gone
      },
    }
  },
}

const DENIED: PortTrouble = {
  code: 'LINK_DENIED',
  who: /geen toestemming.*Technicus: groep dialout/,
  uid: NOBODY,
  make: async ({ path }) => {
    await chmod(dirname(path), 0o711)
    return { end: () => chmod(path, 0o666) }
  },
}

test.concurrent.each([MISSING, BUSY, DENIED])('$code: told with path and who can act, the rest works, the radio comes by itself', async ({ code, who, uid, make }) => {
  await withStage({}, async (stage) => {
    const desk = await createPtyRadio({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })) })
    stage.finally(() => desk.end())
    await editSite(stage.site, [[['devices', 0, 'transport'], { kind: 'serial', path: desk.path, baud: 38_400 }], [['settings'], SHORT]])
    if (uid !== undefined) await chown(stage.folder, uid, uid)
    const trouble = await makeOnce(make(desk))
    stage.finally(trouble.end)

    const host = stage.bare(uid === undefined ? {} : { uid })
    await reaches('alarm', () => alarmsOf(host).some((alarm) => alarm.id === ALARM))
    saysWhatIsWrong(host, { code, who, path: desk.path })
    await restWorks(host)
    await noteMade(host, 'mobilofoon doet het niet')
    expect(readinessOf(host)).toBe('failed')
    expect(host.topic('channels')[DESK]?.cause).toBe('link-lost')
    await switchingGoesNowhere(host)

    await trouble.end()
    await reaches('comes up by itself', () => isUp(host, DESK) && readinessOf(host) === 'ready')
    expect(alarmsOf(host).filter((alarm) => alarm.id === ALARM)).toEqual([])
    await goToDesk(host)
    await reaches('no alarm left', () => alarmsOf(host).length === 0)
    stage.world.pedal.buttons.press('middle')
    await reaches('on the air', () => phaseOf(host) === 'talking' && desk.radio.transmitting?.by === 'console')
    stage.world.pedal.buttons.release('middle')
    await reaches('off the air', () => desk.radio.transmitting === undefined)
    await host.stop()
    expect(stage.verify()).toMatchObject({ code: 0 })
  })
}, 60_000)

/** It ends once, by the test or by its clean-up. */
async function makeOnce(made: ReturnType<PortTrouble['make']>): Promise<{ end(): Promise<void> }> {
  const trouble = await made
  let ending: Promise<void> | undefined
  return { end: () => (ending ??= trouble.end()) }
}

function saysWhatIsWrong(host: Console, { code, who, path }: { code: string; who: RegExp; path: string }): void {
  const alarm = alarmsOf(host).find((one) => one.id === ALARM)
  expect(alarm).toMatchObject({ kind: 'device', severity: 'error', code })
  const said = alarm ? alarmText(alarm, createText('nl'), host.topic('site')) : ''
  expect(said).toContain('Mobilofoon')
  expect(said).toContain(path)
  expect(said).toMatch(who)
  expect(host.topic('devices')[DESK]).toMatchObject({ link: 'down', cause: code, detail: expect.stringContaining(path) })
}

/** Make before break: whoever insists on a channel that does not confirm stays where he is, and is told. */
async function switchingGoesNowhere(host: Console): Promise<void> {
  expect(await host.client.call('switch.to', {})).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'nothing-ready' } })
  expect(await host.client.call('switch.to', { to: DESK })).toMatchObject({ ok: true })
  await reaches('told', () => alarmsOf(host).some((alarm) => alarm.code === 'switch-failed'))
  expect(channelOf(host)).toBe('rbs')
}
