// achterwacht trace on a running console: shown, saved, read again, masked; and the console does not notice.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { groupTextDraft } from '../../../native/tetra-pei/sds.ts'
import { eventually } from '../../contract/eventually.ts'
import { runCommand, startCommand } from '../../support/command.ts'
import { GROUP, isUp, reaches, withStage, type Stage } from '../../support/console-stage.ts'
import type { HostProcess } from '../../support/host-process.ts'

type Saved = { readonly t: number; readonly device: string; readonly dir: string; readonly line: string; readonly bus?: string }
const lines = (text: string): Saved[] => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Saved)
/** Who speaks in these tests, as the radio says it: none of it may stand in a masked file. */
const TALKER = 6_101_629

async function up(stage: Stage): Promise<HostProcess> {
  const host = stage.bare()
  await reaches('devices up', () => isUp(host, 'desk-radio') && isUp(host, 'control-radio') && isUp(host, 'pedal'))
  return host
}

function speak(stage: Stage): void {
  stage.world.desk.radio.hear({ ssi: TALKER, gssi: Number(GROUP) })
  stage.world.pedal.buttons.press('middle')
  stage.world.pedal.buttons.release('middle')
}

describe.concurrent('trace', () => {
  test('shows the last lines first, then what happens, each as a fixture line without a number in it', async () => {
    await withStage({}, async (stage) => {
      await up(stage)
      const trace = startCommand(['trace', '--data', stage.folder])
      await eventually(() => trace.err().includes('Ctrl-C'), 10_000)
      const before = lines(trace.out()).length
      expect(lines(trace.out()).some((line) => line.device === 'desk-radio' && line.dir === 'tx' && line.line === 'AT+CTGS?')).toBe(true)
      speak(stage)
      await eventually(() => lines(trace.out()).slice(before).some((line) => line.line.startsWith('+CTICN')) && lines(trace.out()).slice(before).some((line) => line.bus === 'hid' && line.dir === 'rx'), 10_000)
      trace.child.kill('SIGINT')
      expect(await trace.ended).toBe(0)
      expect(trace.out()).not.toContain(String(TALKER))
      expect(trace.out()).not.toContain(GROUP)
      expect(trace.err()).toContain('gemaskeerd')
      for (const line of lines(trace.out())) expect(Object.keys(line).filter((key) => !['t', 'device', 'dir', 'line', 'bus', 'discarded'].includes(key))).toEqual([])
    })
  }, 60_000)

  test('what was saved reads again with the same meanings, device by device, and with numbers only when that is in the record', async () => {
    await withStage({}, async (stage) => {
      const host = await up(stage)
      speak(stage)
      const plain = join(stage.folder, 'plain.jsonl')
      const masked = join(stage.folder, 'masked.jsonl')
      const runs = [startCommand(['trace', '--data', stage.folder, '--plain', '--save', plain, '--seconds', '2']), startCommand(['trace', '--data', stage.folder, '--save', masked, '--seconds', '2'])]
      expect(await Promise.all(runs.map((run) => run.ended))).toEqual([0, 0])
      expect(statSync(plain).mode & 0o777).toBe(0o600)
      expect(readFileSync(plain, 'utf8')).toContain(String(TALKER))
      expect(readFileSync(masked, 'utf8')).not.toContain(String(TALKER))

      const whole = await runCommand(['decode', 'pei'], { input: readFileSync(plain, 'utf8') })
      expect(whole.code).toBe(0)
      const meanings = whole.out.split('\n').filter(Boolean)
      expect(meanings.some((meaning) => meaning.includes(`"callingSsi":${TALKER}`))).toBe(true)
      const bare = async (device: string): Promise<string[]> => {
        const own = lines(readFileSync(plain, 'utf8')).filter((line) => line.device === device)
        const { out } = await runCommand(['decode', 'pei'], { input: own.map((line) => `${line.line}\n`).join('') })
        return out.split('\n').filter(Boolean)
      }
      // The two radios' lines stand between each other's: their states must not.
      const apart = [...(await bare('desk-radio')), ...(await bare('control-radio'))]
      expect(meanings.toSorted()).toEqual(apart.toSorted())

      const hidden = await runCommand(['decode', 'pei'], { input: readFileSync(masked, 'utf8') })
      const commands = (text: readonly string[]): unknown[] => text.map((meaning) => (JSON.parse(meaning) as { cmd?: string }).cmd)
      const half = Math.min(meanings.length, hidden.out.split('\n').filter(Boolean).length)
      expect(commands(hidden.out.split('\n').filter(Boolean)).slice(0, half)).toEqual(commands(meanings).slice(0, half))

      await reaches('in the record', () => Object.values(host.topic('timeline')).some((entry) => entry.kind === 'traffic.exported'))
      const entries = Object.values(host.topic('timeline')).filter((entry) => entry.kind === 'traffic.exported')
      expect(entries).toMatchObject([{ role: 'technician', payload: { identities: 'plain', devices: ['desk-radio', 'control-radio', 'pedal', 'panel'] } }])
    })
  }, 60_000)

  test('does not write over a file, and says where there is no console', async () => {
    await withStage({}, async (stage) => {
      expect(await runCommand(['trace', '--data', stage.folder, '--save', stage.site])).toMatchObject({ code: 1, out: '' })
      const nobody = await runCommand(['trace', '--data', stage.folder])
      expect(nobody).toMatchObject({ code: 1, out: '' })
      expect(nobody.err).toContain(stage.folder)
      expect(await runCommand(['trace', '--seconds', 'soon'])).toMatchObject({ code: 2, out: '' })
      expect(await runCommand(['trace', '--seconds', '-1'])).toMatchObject({ code: 2, out: '' })
    })
  }, 60_000)

  test('after a host was killed the next one is read along with as before, and its end is said', async () => {
    await withStage({}, async (stage) => {
      const host = await up(stage)
      const first = startCommand(['trace', '--data', stage.folder])
      await eventually(() => first.err().includes('Ctrl-C'), 10_000)
      host.kill('SIGKILL')
      expect(await first.ended).toBe(1)
      expect(first.err()).toContain('De console is gestopt')
      expect(statSync(join(stage.folder, 'trace', 'host.sock')).isSocket()).toBe(true)
      await up(stage)
      expect(await runCommand(['trace', '--data', stage.folder, '--seconds', '1'])).toMatchObject({ code: 0 })
    })
  }, 60_000)
})

// By itself: it measures time.
test('a page is answered as fast while a radio babbles and two readers look on, one of them asleep', async () => {
  await withStage({}, async (stage) => {
    const host = await up(stage)
    const asleep = startCommand(['trace', '--data', stage.folder])
    const awake = startCommand(['trace', '--data', stage.folder, '--device', 'desk-radio'])
    await eventually(() => asleep.err().includes('Ctrl-C') && awake.err().includes('Ctrl-C'), 10_000)
    asleep.child.kill('SIGSTOP')
    const babble = setInterval(() => stage.world.desk.radio.deliverSds(TALKER, groupTextDraft(1, 'brand in de Stationsstraat')), 5)
    const tooks: number[] = []
    try {
      for (let at = 0; at < 20; at++) {
        const startMs = performance.now()
        expect((await host.client.call('note.add', { text: `regel ${at}` })).ok).toBe(true)
        tooks.push(performance.now() - startMs)
      }
    } finally {
      clearInterval(babble)
      asleep.child.kill('SIGKILL')
      awake.child.kill('SIGINT')
    }
    expect(await awake.ended).toBe(0)
    expect(tooks.toSorted((one, other) => one - other)[18]).toBeLessThan(1_000)
  })
}, 60_000)
