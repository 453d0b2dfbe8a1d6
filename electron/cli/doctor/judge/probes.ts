// What one question to each probe means for a technician. Pure. A probe that does not answer now may be wrong in the site
// file or asking something that is off: both are told with what to look at, and neither makes the position unfit.
import type { SiteProbe } from '../../../host/site/schema.ts'
import type { ProbeResult } from '../../../host/watch/index.ts'
import type { ProbeTrial, TriedProbe } from '../collect/probes.ts'
import { failureWords, words, type Finding, type Words } from '../finding.ts'
import type { RulesState } from '../rules.ts'

type Judged = Pick<Finding, 'state' | 'detail' | 'cure'>

export function judgeProbe({ probe, trial }: TriedProbe, rules: RulesState): Finding {
  return { id: `probe.${probe.id}`, title: words('doctor.probe', { probe: probe.id, kind: probe.kind }), ...judgeTrial(probe, trial, rules) }
}

function judgeTrial(probe: SiteProbe, trial: ProbeTrial, rules: RulesState): Judged {
  switch (trial.trial) {
    case 'asked':
      return judgeAnswer(probe, trial.result)
    case 'listened':
      if (probe.kind === 'icmp') return judgeAnswer(probe, trial.beats ? { kind: 'reply' } : { kind: 'timeout' })
      return trial.beats ? well(words('doctor.probe.beats')) : { state: 'warning', detail: words('doctor.probe.no-beat', { seconds: trial.forMs / 1000 }), cure: words('doctor.probe.cure.beat') }
    case 'failed':
      return { state: 'failed', detail: failureWords(trial.error), cure: cureOf(probe) }
    case 'contact':
      return judgeContact(trial, rules)
    case 'radio':
      return well(words('doctor.probe.radio', { device: trial.device }))
    case 'left-to-console':
      return { state: 'unknown', detail: words('doctor.probe.console') }
  }
}

const well = (detail: Words): Judged => ({ state: 'ok', detail })

function judgeAnswer(probe: SiteProbe, result: ProbeResult): Judged {
  const detail = result.detail ?? ''
  switch (result.kind) {
    case 'reply':
      if (result.limited !== undefined) return { state: 'warning', detail: words('doctor.probe.limited', { detail: result.limited }) }
      if (probe.kind === 'log-tail') return well(words('doctor.probe.log'))
      if (probe.kind === 'process') return well(words('doctor.probe.runs'))
      return well(result.latencyMs === undefined ? words('doctor.probe.answers') : words('doctor.probe.answers.after', { ms: Math.round(result.latencyMs) }))
    case 'refused':
    case 'unplugged':
      return { state: 'warning', detail: probe.kind === 'process' ? words('doctor.probe.not-running', { name: probe.name }) : words('doctor.probe.refused', { detail }), cure: cureOf(probe) }
    case 'timeout':
    case 'unreachable':
      // A file that cannot be read is wrong here; a server that is silent may be off.
      return { state: probe.kind === 'log-tail' ? 'failed' : 'warning', detail: detail === '' ? words('doctor.probe.silent') : words('doctor.probe.silent.why', { detail }), cure: cureOf(probe) }
  }
}

function judgeContact({ found, node }: Extract<ProbeTrial, { trial: 'contact' }>, rules: RulesState): Judged {
  if (!found.ok) return { state: 'failed', detail: failureWords(found.error), cure: words(found.error.code === 'LINK_AMBIGUOUS' ? 'doctor.found.ambiguous' : 'doctor.found.cure') }
  if (!node || node.allowed) return well(words('doctor.probe.contact', { line: found.value }))
  const { path, owner, group, mode } = node
  const cure = rules === 'missing' || rules === 'outdated' ? words('doctor.rules.install') : words('doctor.permission.group', { group })
  return { state: 'failed', detail: words('doctor.permission.is', { path, owner, group, mode }), cure }
}

function cureOf({ kind }: SiteProbe): Words {
  switch (kind) {
    case 'log-tail': return words('doctor.probe.cure.log')
    case 'process': return words('doctor.probe.cure.process')
    case 'heartbeat': return words('doctor.probe.cure.beat')
    default: return words('doctor.probe.cure.address')
  }
}
