// What one question to a probe of the site means for a technician.
import { expect, it, describe } from 'vitest'
import type { ProbeTrial } from '../../../electron/cli/doctor/collect/probes.ts'
import { judgeProbe } from '../../../electron/cli/doctor/judge/probes.ts'
import type { SiteProbe } from '../../../electron/host/site/schema.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'

const judge = (kind: SiteProbe['kind'], trial: ProbeTrial, rules: Parameters<typeof judgeProbe>[1] = 'installed') => {
  const { state, detail, cure } = judgeProbe({ probe: { id: 'x', kind, name: 'rbs' } as unknown as SiteProbe, trial }, rules)
  return [state, detail.key, cure?.key]
}
const asked = (result: Extract<ProbeTrial, { trial: 'asked' }>['result']): ProbeTrial => ({ trial: 'asked', result })
const NODE = { path: '/dev/ttyUSB0', allowed: false, owner: 'root', group: 'dialout', mode: '660', isMember: false }

describe('a probe', () => {
  it.each<[string, SiteProbe['kind'], ProbeTrial, readonly (string | undefined)[]]>([
    ['that answers', 'tcp', asked({ kind: 'reply', latencyMs: 3 }), ['ok', 'doctor.probe.answers.after', undefined]],
    ['whose log can be read', 'log-tail', asked({ kind: 'reply' }), ['ok', 'doctor.probe.log', undefined]],
    ['whose log is not there', 'log-tail', asked({ kind: 'unreachable', detail: 'missing ENOENT' }), ['failed', 'doctor.probe.silent.why', 'doctor.probe.cure.log']],
    ['whose log hangs', 'log-tail', asked({ kind: 'timeout' }), ['failed', 'doctor.probe.silent', 'doctor.probe.cure.log']],
    ['whose program runs', 'process', asked({ kind: 'reply' }), ['ok', 'doctor.probe.runs', undefined]],
    ['whose program does not', 'process', asked({ kind: 'refused', detail: 'rbs is not running' }), ['warning', 'doctor.probe.not-running', 'doctor.probe.cure.process']],
    ['that is refused', 'sip', asked({ kind: 'refused', detail: 'ECONNREFUSED' }), ['warning', 'doctor.probe.refused', 'doctor.probe.cure.address']],
    ['that is not answered', 'http', asked({ kind: 'timeout' }), ['warning', 'doctor.probe.silent', 'doctor.probe.cure.address']],
    ['that hears a beat', 'heartbeat', { trial: 'listened', beats: true, forMs: 2_000 }, ['ok', 'doctor.probe.beats', undefined]],
    ['that hears none', 'heartbeat', { trial: 'listened', beats: false, forMs: 2_000 }, ['warning', 'doctor.probe.no-beat', 'doctor.probe.cure.beat']],
    ['whose port is taken', 'heartbeat', { trial: 'failed', error: failure('LINK_BUSY') }, ['failed', 'error.LINK_BUSY', 'doctor.probe.cure.beat']],
    ['that a running console has', 'heartbeat', { trial: 'left-to-console' }, ['unknown', 'doctor.probe.console', undefined]],
    ['of a control radio', 'witness', { trial: 'radio', device: 'control-radio' }, ['ok', 'doctor.probe.radio', undefined]],
    ['whose port is there', 'serial-line', { trial: 'contact', found: ok('/dev/ttyUSB0'), node: { ...NODE, allowed: true } }, ['ok', 'doctor.probe.contact', undefined]],
    ['whose port is not', 'serial-line', { trial: 'contact', found: fail(failure('LINK_MISSING')) }, ['failed', 'error.LINK_MISSING', 'doctor.found.cure']],
    ['with two such adapters', 'serial-line', { trial: 'contact', found: fail(failure('LINK_AMBIGUOUS')) }, ['failed', 'error.LINK_AMBIGUOUS', 'doctor.found.ambiguous']],
    ['whose port is not ours', 'serial-line', { trial: 'contact', found: ok('/dev/ttyUSB0'), node: NODE }, ['failed', 'doctor.permission.is', 'doctor.permission.group']],
  ])('%s is told so, with what to do', (_what, kind, trial, expected) => {
    expect(judge(kind, trial)).toEqual(expected)
  })

  it('whose port is not ours is mended by the rules where they are not installed', () => {
    expect(judge('serial-line', { trial: 'contact', found: ok('/dev/ttyUSB0'), node: NODE }, 'missing')[2]).toBe('doctor.rules.install')
  })

  it('bears its name and kind', () => {
    expect(judgeProbe({ probe: { id: 'rbs-log', kind: 'log-tail' } as unknown as SiteProbe, trial: asked({ kind: 'reply' }) }, 'installed')).toMatchObject({ id: 'probe.rbs-log', title: { values: { probe: 'rbs-log', kind: 'log-tail' } } })
  })
})
