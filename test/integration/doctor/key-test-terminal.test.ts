// doctor --key-test at a real terminal, on a radio at a real serial port: keyed only after the word, and let go of whatever
// becomes of the terminal.
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { eventually } from '../../contract/eventually.ts'
import { startWorld } from '../../sim/world.ts'
import { createPtyRadio, type PtyRadio } from '../../support/pty-radio.ts'
import { editSite } from '../../support/site-edit.ts'

const MAIN = fileURLToPath(new URL('../../../electron/cli/main.ts', import.meta.url))
const TEST_GROUP = '4037002'
const PATIENCE_MS = 20_000
const SHORT_LIMIT_MS = 4_000
const LONG_LIMIT_MS = 30_000

interface AtTerminal {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<unknown>
  type(text: string): void
}

function atTerminal(argv: readonly string[]): AtTerminal {
  const command = [process.execPath, MAIN, ...argv].map((word) => word.replaceAll(/[\\:,!"' ]/g, (character) => `\\${character}`)).join(' ')
  const child = spawn('/usr/bin/socat', ['STDIO', `EXEC:${command},pty,setsid,ctty,stderr,echo=0`], { stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text))
  child.stdin.on('error', () => {})
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)), type: (text) => void child.stdin.write(text) }
}

async function withTerminal(talkLimitMs: number, use: (terminal: AtTerminal, desk: PtyRadio) => Promise<void>): Promise<void> {
  const desk = await createPtyRadio({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })), talkLimitMs })
  await withFolder('key-test', async (folder) => {
    const world = await startWorld(systemClock, systemRandom)
    const site = join(folder, 'site.yaml')
    await world.writeSite(site)
    await editSite(site, [[['devices', 0, 'transport'], { kind: 'serial', path: desk.path, baud: 38_400 }]])
    const terminal = atTerminal(['doctor', '--site', site, '--data', join(folder, 'data'), '--key-test', 'desk-radio'])
    try {
      await use(terminal, desk)
    } finally {
      terminal.child.kill('SIGKILL')
      await world.stop()
      await desk.end()
    }
  })
}

const says = (terminal: AtTerminal, text: string): Promise<void> => eventually(() => terminal.said().includes(text), PATIENCE_MS, `says ${text}`)

async function confirm(terminal: AtTerminal, desk: PtyRadio): Promise<void> {
  await says(terminal, 'GSSI van de testgroep')
  expect(desk.radio.transmitting).toBeUndefined()
  terminal.type(`${TEST_GROUP}\n`)
  await says(terminal, `ZEND ${TEST_GROUP}`)
  expect(desk.radio.transmitting).toBeUndefined()
  terminal.type(`ZEND ${TEST_GROUP}\n`)
  await eventually(() => desk.radio.transmitting !== undefined, PATIENCE_MS, 'on the air')
  expect(desk.radio.transmitting).toMatchObject({ gssi: Number(TEST_GROUP), by: 'console' })
}

const offTheAir = (desk: PtyRadio): Promise<void> => eventually(() => desk.radio.transmitting === undefined, LONG_LIMIT_MS / 3, 'off the air long before its own limit')

test.concurrent('measures how long the radio lets itself be keyed', async () => {
  await withTerminal(SHORT_LIMIT_MS, async (terminal, desk) => {
    await confirm(terminal, desk)
    await says(terminal, 'eerder dan de console')
    expect(terminal.said()).toMatch(/! Mobilofoon: eigen zendtijdgrens: [345] s gemeten/)
    expect(desk.radio.selectedGroup).toBe(4_037_001)
    await terminal.ended
  })
}, 90_000)

test.concurrent.each([
  ['Enter', (terminal: AtTerminal) => terminal.type('\n')],
  ['Ctrl-C', (terminal: AtTerminal) => terminal.type('\u0003')],
  ['the end of the terminal', (terminal: AtTerminal) => void terminal.child.kill('SIGKILL')],
])('lets go at %s', async (_what, stop) => {
  await withTerminal(LONG_LIMIT_MS, async (terminal, desk) => {
    await confirm(terminal, desk)
    stop(terminal)
    await offTheAir(desk)
    await terminal.ended
  })
}, 90_000)

test.concurrent('keys nothing at another word', async () => {
  await withTerminal(LONG_LIMIT_MS, async (terminal, desk) => {
    await says(terminal, 'GSSI van de testgroep')
    terminal.type(`${TEST_GROUP}\n`)
    await says(terminal, `ZEND ${TEST_GROUP}`)
    terminal.type('ja\n')
    await says(terminal, 'niet bevestigd')
    await terminal.ended
    expect(desk.radio.commands.some((command) => /^AT(?:D|\+CTXD)/.test(command.text))).toBe(false)
  })
}, 90_000)
