// Every parser of what comes from outside. A new parser is entered here by hand, with its recordings as corpus.
import type { FuzzTarget } from './target.ts'
import { deviceFiles, hidDescriptors } from './targets/hid-devices.ts'
import { hidFrames } from './targets/hid-frames.ts'
import { hidReports } from './targets/hid-reports.ts'
import { logs } from './targets/logs.ts'
import { checkpoints, heartbeat, sip } from './targets/network.ts'
import { peiCommands } from './targets/pei-commands.ts'
import { peiFramer } from './targets/pei-framer.ts'
import { peiLines } from './targets/pei-lines.ts'
import { dns, ntp, ping } from './targets/probes.ts'
import { rfc2217 } from './targets/rfc2217.ts'
import { lip, sds } from './targets/sds.ts'
import { site } from './targets/site.ts'
import { traces } from './targets/traces.ts'

export const FUZZ_TARGETS: readonly FuzzTarget[] = [peiFramer, peiLines, peiCommands, sds, lip, hidReports, hidDescriptors, deviceFiles, hidFrames, rfc2217, site, sip, dns, ntp, ping, heartbeat, logs, checkpoints, traces]
