// A shell of its own process, to be killed: keeps one host running, takes it to the desk radio, says its pid.
// Arguments: SITE DATA [at-once]. With `at-once` it says the pid as soon as there is one, before the host is up.
import { startSession } from '../../electron/cli/console-session.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { goToDesk } from './console-stage.ts'

const [site = '', data = '', when] = process.argv.slice(2)
const session = startSession({ clock: systemClock, site, data })
if (when !== 'at-once') await goToDesk(session)
process.stdout.write(`${session.supervisor.pid}\n`)
