// Stands in for node-hid in a watchdog process: `node --import` this file. Tells the parent each node that is opened, each
// report that is written, and that somebody went looking for devices.
import { registerHooks } from 'node:module'

const LIBRARY = `
  const tell = (played, value) => process.connected && process.send({ played, value })
  export default {
    devicesAsync: async () => { tell('looked', ''); return [] },
    HIDAsync: { open: async (path) => {
      tell('opened', path)
      return {
        write: async (report) => { tell('written', path + ' ' + report.toString('hex')); return report.length },
        close: async () => tell('closed', path),
        on() {},
      }
    } },
  }`

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'node-hid' ? { url: `data:text/javascript,${encodeURIComponent(LIBRARY)}`, format: 'module', shortCircuit: true } : next(specifier, context)
  },
})
