import { describe, expect, it } from 'vitest'
import { openProcessProbe } from '../../../electron/host/watch/probes/process.ts'
import { createProcScan, type ProcFiles } from '../../../electron/host/watch/processes/proc-scan.ts'
import { createPowershellList, listingScript, namesIn, windowsName, type ListingChild } from '../../../electron/host/watch/processes/powershell-list.ts'
import type { ProcessList } from '../../../electron/host/watch/processes/process-list.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function playedProc(programs: Readonly<Record<string, string>>) {
  const running = new Map(Object.entries(programs))
  const read: string[] = []
  let pauses = 0
  const files: ProcFiles = {
    list: () => [...running.keys()],
    read(path) {
      read.push(path)
      const [pid = '', file] = path.split('/')
      const [comm, state = 'S', started = '100'] = running.get(pid)?.split('|') ?? []
      if (comm === undefined) return undefined
      return file === 'comm' ? `${comm}\n` : `${pid} (${comm}) ${state}${' 1'.repeat(18)} ${started} 7`
    },
    runs(pid) {
      read.push(`${pid}/exe`)
      return running.get(pid)?.split('|')[3]
    },
    pause: async () => void pauses++,
  }
  const clock = createManualClock()
  return { running, read, clock, list: createProcScan(clock, files), pauses: () => pauses }
}

describe('the programs of Linux', () => {
  it('are known by their whole name, and then asked for by number alone', async () => {
    const at = playedProc({ 1: 'init', 40: 'rbs-client2', 41: 'rbs-client' })
    at.list.want('rbs-client')
    expect(await at.list.sees('rbs-client')).toBe(true)
    at.read.length = 0
    expect(await at.list.sees('rbs-client')).toBe(true)
    expect(at.read).toEqual(['41/stat'])
  })

  it('that died and are not buried yet do not run', async () => {
    const at = playedProc({ 7: 'rbs-client|Z' })
    at.list.want('rbs-client')
    expect(await at.list.sees('rbs-client')).toBe(false)
  })

  it('whose number went to another program do not run', async () => {
    const at = playedProc({ 7: 'rbs' })
    at.list.want('rbs')
    expect(await at.list.sees('rbs')).toBe(true)
    at.running.set('7', 'rbs|S|999')
    expect(await at.list.sees('rbs')).toBe(true)
    at.running.set('7', 'other|S|1000')
    at.clock.advance(1_000)
    expect(await at.list.sees('rbs')).toBe(false)
    at.running.set('9', 'rbs')
    at.clock.advance(1_000)
    expect(await at.list.sees('rbs')).toBe(true)
  })

  it('with a name longer than the kernel keeps, or one with brackets, are known all the same', async () => {
    const at = playedProc({ 7: 'radiobediensyst', 8: 'odd) S (name' })
    for (const name of ['radiobediensysteem', 'odd) S (name']) {
      at.list.want(name)
      expect(await at.list.sees(name)).toBe(true)
    }
  })

  it('are gone through once for all who ask in the same second, in slices', async () => {
    const at = playedProc(Object.fromEntries(Array.from({ length: 250 }, (_one, pid) => [pid + 1, `p${pid}`])))
    for (const name of ['a', 'b', 'c']) at.list.want(name)
    expect(await Promise.all(['a', 'b', 'c'].map((name) => at.list.sees(name)))).toEqual([false, false, false])
    expect(await at.list.sees('a')).toBe(false)
    expect(at.read.filter((path) => path.endsWith('/comm'))).toHaveLength(250)
    expect(at.read.filter((path) => path.endsWith('/exe'))).toHaveLength(250)
    expect(at.pauses()).toBe(3)
  })

  it('that call themselves otherwise are known by the file they run, which is asked once for each of them', async () => {
    const at = playedProc({ 7: 'MainThread|S|100|rbs-client', 8: 'MainThread|S|100|node', 9: 'bash|S|100|bash' })
    at.list.want('gone')
    expect(await at.list.sees('gone')).toBe(false)
    at.list.want('rbs-client')
    expect(await at.list.sees('rbs-client')).toBe(true)
    at.clock.advance(1_000)
    at.read.length = 0
    expect([await at.list.sees('rbs-client'), await at.list.sees('gone')]).toEqual([true, false])
    expect(at.read).toEqual(['7/stat', '7/comm', '8/comm', '9/comm'])
  })

  it('that stand there for long are not asked their name at each scan, and one that comes is seen at once', async () => {
    const at = playedProc(Object.fromEntries(Array.from({ length: 160 }, (_one, pid) => [pid + 1, `p${pid}`])))
    at.list.want('rbs')
    const reads: number[] = []
    for (let scan = 0; scan < 12; scan++) {
      at.read.length = 0
      await at.list.sees('rbs')
      reads.push(at.read.length)
      at.clock.advance(1_000)
    }
    expect(reads).toEqual([320, 160, 160, ...Array.from({ length: 9 }, () => 20)])
    at.running.set('999', 'sh')
    await at.list.sees('rbs')
    at.running.set('999', 'rbs')
    at.clock.advance(1_000)
    expect(await at.list.sees('rbs')).toBe(true)
  })

  it('that rename themselves while they run are still the same', async () => {
    const at = playedProc({ 7: 'rbs-client|S|100|rbs-client' })
    at.list.want('rbs-client')
    expect(await at.list.sees('rbs-client')).toBe(true)
    at.running.set('7', 'worker 1|S|100|rbs-client')
    expect(await at.list.sees('rbs-client')).toBe(true)
    at.running.set('7', 'worker 1|S|100|something-else')
    at.clock.advance(1_000)
    expect(await at.list.sees('rbs-client')).toBe(false)
  })

  it('are no longer looked for once nobody wants them', async () => {
    const at = playedProc({ 7: 'rbs' })
    at.list.want('rbs')
    at.list.want('rbs')
    at.list.leave('rbs')
    expect(await at.list.sees('rbs')).toBe(true)
    at.list.leave('rbs')
    at.clock.advance(1_000)
    expect(await at.list.sees('rbs')).toBe(false)
  })
})

describe('the programs of Windows', () => {
  function setup() {
    const clock = createManualClock()
    const children: { script: string; say: (text: string) => void; gone: () => void; killed: boolean }[] = []
    const list = createPowershellList(clock, (script): ListingChild => {
      const child = { script, say: (_text: string): void => undefined, gone: (): void => undefined, killed: false }
      children.push(child)
      return { onText: (listener) => { child.say = listener }, onGone: (listener) => { child.gone = listener }, kill: () => { child.killed = true } }
    })
    return { clock, children, list }
  }

  it('are told each second in one line, which holds for three', async () => {
    const at = setup()
    at.list.want('RBS-Client.exe')
    expect(await at.list.sees('rbs-client')).toBeUndefined()
    at.children[0]?.say('seen RBS-Cli')
    expect(await at.list.sees('rbs-client')).toBeUndefined()
    at.children[0]?.say('ent|gms\r\nseen RBS-Client\r\n')
    expect(await at.list.sees('rbs-client')).toBe(true)
    at.clock.advance(3_001)
    expect(await at.list.sees('rbs-client')).toBeUndefined()
    at.children[0]?.say('seen \r\n')
    expect(await at.list.sees('rbs-client')).toBe(false)
  })

  it('are asked of one child that knows every name, and of a new one when it ends', () => {
    const at = setup()
    at.list.want('rbs')
    at.list.want("o'brien")
    expect(at.children.map(({ killed }) => killed)).toEqual([true, false])
    expect(at.children[1]?.script).toContain("$names = @('rbs','o''brien')")
    at.children[1]?.gone()
    at.clock.advance(5_000)
    expect(at.children).toHaveLength(3)
    at.list.leave('rbs')
    at.list.leave("o'brien")
    expect(at.children.at(-1)?.killed).toBe(true)
    at.clock.advance(60_000)
    expect(at.children).toHaveLength(4)
  })

  it('take nothing for a list but a list', () => {
    expect(['Get-Process : error', '', 'unseen a', 'seenx'].map(namesIn)).toEqual([undefined, undefined, undefined, undefined])
    expect(namesIn('seen')).toEqual(new Set())
  })

  it('are named without their ending, and the script is one command', () => {
    expect(windowsName('RBS.Client.EXE')).toBe('rbs.client')
    expect(listingScript(['a'])).not.toContain('\n')
  })
})

describe('the process probe', () => {
  function setup(restartMs = 3_000) {
    const clock = createManualClock()
    const world: { runs: boolean | undefined } = { runs: true }
    const wanted: string[] = []
    const processes: ProcessList = { want: (name) => void wanted.push(name), leave: (name) => void wanted.splice(wanted.indexOf(name), 1), sees: async () => world.runs }
    const opened = openProcessProbe({ kind: 'process', name: 'rbs', restartMs }, { clock, processes })
    if (!opened.ok) throw new Error(opened.error.code)
    return { clock, world, wanted, probe: opened.value, ask: () => opened.value.ask?.(new AbortController().signal) }
  }

  it('is answered while the program runs', async () => {
    const at = setup()
    await at.probe.open?.({ push: () => undefined, suspect: () => undefined, lost: () => undefined })
    await at.probe.open?.({ push: () => undefined, suspect: () => undefined, lost: () => undefined })
    expect(at.wanted).toEqual(['rbs'])
    expect(await at.ask()).toEqual({ kind: 'reply' })
    await at.probe.close()
    await at.probe.close()
    expect(at.wanted).toEqual([])
  })

  it('takes a restart of 2 s for misses, and an absence of 3 s for the system\'s own no', async () => {
    const at = setup()
    at.world.runs = false
    const detail = 'rbs is not running'
    for (const kind of ['timeout', 'timeout', 'timeout', 'refused', 'refused']) {
      expect(await at.ask()).toEqual({ kind, detail })
      at.clock.advance(1_000)
    }
    at.world.runs = true
    expect(await at.ask()).toEqual({ kind: 'reply' })
    at.world.runs = false
    expect(await at.ask()).toEqual({ kind: 'timeout', detail })
  })

  it('says nothing of a program when there is no list, and is unusable where there can be none', async () => {
    const at = setup(0)
    at.world.runs = undefined
    expect(await at.ask()).toEqual({ kind: 'timeout', detail: 'no list of programs' })
    expect(openProcessProbe({ kind: 'process', name: 'rbs', restartMs: 0 }, { clock: at.clock })).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })
})
