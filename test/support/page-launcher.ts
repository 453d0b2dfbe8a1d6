// A browser shell in a process of its own, to be started twice, typed at and ended. Arguments: SITE DATA PAGE PORT.
import { readPageFiles } from '../../electron/browser/page-files.ts'
import { runPage } from '../../electron/cli/run/page.ts'

const [site = '', data = '', page = '', port = '0'] = process.argv.slice(2)
const files = readPageFiles(page)
if (!files) throw new Error('no page')
process.exitCode = await runPage({
  site,
  data,
  files,
  view: { view: 'browser', window: process.env['TEST_BROWSER_PATH'] === undefined ? 'none' : 'open', port: Number(port) },
  surroundings: { platform: 'linux', environment: { DISPLAY: ':0', PATH: process.env['TEST_BROWSER_PATH'] }, isRoot: true },
  err: (line) => void process.stderr.write(`${line}\n`),
})
