// The host process: plain Node, started by a shell, speaks the contract over the channel its shell gave it: Node's process
// channel, or the port to its parent when Electron runs it as a utility process.
// Arguments: --site FILE --data FOLDER [--vault]: the shell has the system's store for secrets; [--goes-on]: the host before died. Ends with 3 when it cannot run at all (site file, second start), 70 after a bug of ours, 75 to begin anew with another plan.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { toHex } from '../../native/kit/bytes.ts'
import { failure, type Failure } from '../../native/kit/errors.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { nodeBinary, surroundings } from '../../native/transport/ptt-watchdog/node-binary.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import { EXIT_TAKE_OVER, type ToShell } from '../contract/link.ts'
import { createCallMemory } from './devices/call-memory.ts'
import { shellChildren } from './devices/shell-child.ts'
import { sensesPorts, startDeviceLines } from './devices/start-device-lines.ts'
import { createSmallFile } from './devices/small-file.ts'
import { keptOpenSchema } from './emergency/kept-open.ts'
import { keptNumbersSchema } from './incident/number-memory.ts'
import { exportInThread } from './export/export-port.ts'
import { createHost, type Host } from './host.ts'
import { checkInThread } from './ledger/check-port.ts'
import { HALF } from './ledger/copy-ledger.ts'
import { copyInThread } from './ledger/copy-port.ts'
import { searchFile, secondFileOf } from './ledger/ledger-files.ts'
import { openLedger } from './ledger/open-ledger.ts'
import { readerInThread } from './ledger/reader/reader-port.ts'
import { createRecordReader } from './ledger/reader/record-reader.ts'
import { PACKED_KINDS } from './ledger/reader/rows.ts'
import { createFileLog } from './log/log.ts'
import { createMask, createWireLog } from './log/wire-log.ts'
import { openParent, type Parent } from './parent.ts'
import { servePipes } from './pipes.ts'
import { switchAfterSchema } from './restore.ts'
import { createShellVault } from './shell-vault.ts'
import { keptShiftSchema } from './shift/kept-shift.ts'
import type { RestartReason } from './shift/shift.ts'
import { startShift } from './shift-start.ts'
import { startSite } from './site/last-good.ts'
import { formatProblem } from './site/problem-text.ts'
import { createSiteLook } from './site/site-look.ts'
import { toTimeline } from './timeline-entry.ts'
import { serveTraffic, type TrafficServer } from './traffic/server.ts'
import { createLogReader, createOwnNetwork, processesHere, readerProcess, type LogReader, type ProcessList } from './watch/index.ts'

const EXIT_REFUSED = 3
const EXIT_BUG = 70
const LAST_WORDS_MS = 3000
const END_MS = 9500 // stopping takes 8 s at most, closing the log one; after 10 s a shell kills
const BOOT_ID_BYTES = 8

const clock = systemClock
const parent: Parent = openParent()
const send = (packet: ToShell): void => parent.send(packet)

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { site: { type: 'string' }, data: { type: 'string' }, vault: { type: 'boolean' }, 'goes-on': { type: 'boolean' } } })
  if (values.site === undefined || values.data === undefined) return refuse(failure('CALL_INVALID', '--site FILE --data FOLDER'), [])
  const started = await startSite({ file: values.site, dataFolder: values.data, goesOn: values['goes-on'] === true })
  const problems = started.problems.map((problem) => formatProblem(problem))
  if (!started.ok) return refuse(started.error, problems)
  const { products, source, trouble } = started
  // A file that is gone has no line to name; whoever sees the alarm must find the reason all the same.
  if (source === 'last-good' && trouble && problems.length === 0) problems.push(`${trouble.detail}: ${trouble.code}`)
  const data = values.data

  const log = createFileLog({ folder: started.site.log.folder ?? join(data, 'log'), clock })
  if (trouble) log.warn('site.trouble', { source, code: trouble.code, detail: trouble.detail })
  const bootId = toHex(systemRandom.bytes(BOOT_ID_BYTES))
  // The record is open before anybody asks a time server.
  const late: { host?: Host } = {}
  const vault = values.vault === true ? createShellVault(clock, send) : undefined
  if (vault) parent.onAnswer(vault.receive)
  const record = resolve(started.site.ledger.folder ?? join(data, 'ledger'))
  const secondFile = started.site.ledger.checkpointCopy && secondFileOf(started.site.ledger.checkpointCopy, started.site.position.id)
  const ledger = await openLedger({
    folder: record,
    keyFolder: join(data, 'keys'),
    checkpointCopy: secondFile,
    bootId,
    ...(started.site.simulated && { marks: { simulated: true } }),
    clock,
    ...(vault && { vault }),
    clockQuality: () => late.host?.clockQuality() ?? 'unknown',
    random: systemRandom,
  })
  if (!ledger.ok) return refuse(ledger.error, [])

  const { site, shift } = await startShift(started, {
    ledger: ledger.value,
    file: createSmallFile(join(data, 'shift.json'), keptShiftSchema, (cause) => log.warn('shift.not-kept', { cause })),
    look: createSiteLook(values.site, clock),
  })

  const wireLog = createWireLog({ clock })
  const children = shellChildren(send)
  const lines = startDeviceLines({ clock, log, devices: site.devices, platform: process.platform, isSensing: sensesPorts(site), ...(parent.startsProcesses && { startChild: children.start }) })
  const restartLater: { with?: (why: RestartReason) => void } = {}
  const host = await createHost({
    site,
    siteTrouble: { lastGood: source === 'last-good', problems },
    clock,
    random: systemRandom,
    log,
    wireLog,
    ledger: ledger.value,
    exporting: { record, folder: resolve(site.ledger.exportFolder ?? join(data, 'export')), write: exportInThread(clock) },
    checking: { asked: { folder: record, ...(secondFile !== undefined && { secondFile }) }, check: checkInThread(clock) },
    copying: { record, copy: copyInThread(clock), halfMark: HALF },
    reader: createRecordReader({ clock, start: readerInThread(record), hasIndex: () => existsSync(searchFile(record)), packedKinds: PACKED_KINDS, toTimeline }),
    bootId,
    lastChannel: createSmallFile(join(data, 'last-channel.json'), switchAfterSchema, (cause) => log.warn('last-channel.failed', { cause })),
    openCalls: createSmallFile(join(data, 'open-calls.json'), keptOpenSchema, (cause) => log.warn('open-calls.failed', { cause })),
    numbers: createSmallFile(join(data, 'numbers.json'), keptNumbersSchema, (cause) => log.warn('numbers.failed', { cause })),
    shift: { ...shift, restart: (why) => restartLater.with?.(why) },
    ownNetwork: createOwnNetwork(clock),
    ...localSenses(),
    ...lines,
    products,
    callMemory: (device) => createCallMemory(join(data, 'calls'), device, (cause) => log.warn('call-memory.failed', { device, cause })),
  })
  late.host = host
  const traffic: { server?: Promise<Result<TrafficServer>> } = {}
  const end = endOnce(host, async () => {
    const served = await traffic.server
    if (served?.ok) await served.value.close()
    await log.close()
  })
  restartLater.with = (why) => {
    log.info('host.takes-over', { why })
    send({ packet: 'taking-over' })
    void end(EXIT_TAKE_OVER)
  }
  const pipes = servePipes({ host, clock, send, onStop: () => void end(0) })
  parent.onPacket((packet) => {
    if (!children.receive(packet)) pipes.receive(packet)
  })
  parent.onPort((page, port) => pipes.adopt(page, port))
  // A shell that is gone leaves nobody to show anything to: give the floor back and end.
  parent.onGone(() => {
    pipes.close()
    void end(0)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0))
  process.on('uncaughtException', (cause) => {
    log.error('bug.unexpected', { cause: cause.stack ?? String(cause) })
    void end(EXIT_BUG)
  })
  // It may be gone already: nobody says so twice, and a host without a shell would hold the record for ever.
  if (parent.isGone) return end(0)
  send({ packet: 'ready', bootId, tookMs: Math.round(performance.now()) })
  // After the console is up: nobody waits for a bench.
  traffic.server = serveTraffic({
    data,
    platform: process.platform,
    clock,
    wireLog,
    createMask,
    devices: host.bench.devices,
    status: () => ({ packet: 'status', pid: process.pid, bootId, position: site.position.id, language: site.language, devices: host.bench.facts() }),
    recordExport: (devices) => host.bench.recordExport(devices),
    rotateKey: host.keys.rotate,
    recordTaken: (what) => host.bench.recordTaken(what),
    recordCopy: async (to) => {
      const recorded = await host.bench.recordCopy(to)
      return recorded.ok ? ok({ ...recorded.value, folder: record }) : recorded
    },
  })
  const served = await traffic.server
  if (!served.ok) log.warn('traffic.not-served', { code: served.error.code, detail: served.error.detail })
}

/** How logs are read and programs are seen on this machine; neither costs anything before a probe asks. */
function localSenses(): { readonly logReader: LogReader; readonly processes?: ProcessList } {
  const node = nodeBinary(surroundings())
  const processes = processesHere(clock, process.platform)
  return {
    logReader: createLogReader({ clock, start: node === undefined ? undefined : () => readerProcess(node, process.env) }),
    ...(processes && { processes }),
  }
}

/** Whatever calls for the end, it comes once, and in time. */
function endOnce(host: Host, closeLog: () => Promise<void>): (code: number) => Promise<void> {
  let ending = false
  return async (code) => {
    if (ending) return
    ending = true
    // Whatever hangs or throws on the way out: a host that nobody sees must not stay. After a bug nothing is trusted for long.
    setTimeout(() => process.exit(code), code === EXIT_BUG ? LAST_WORDS_MS : END_MS)
    try {
      await host.stop()
      await closeLog()
    } finally {
      process.exit(code)
    }
  }
}

function refuse(error: Failure, problems: readonly string[]): void {
  send({ packet: 'refused', error, problems })
  process.exitCode = EXIT_REFUSED
  parent.leave()
}

await run()
