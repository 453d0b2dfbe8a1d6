// Runs in the page before its own code: from a press, or from the moment a change was sent, to the moment it is painted.
// Plain JS, because it is handed to the browser as it is.

/** @type {{ presses: number[], changes: number[], longTasks: number[] }} */
const kept = { presses: [], changes: [], longTasks: [] }
Object.assign(globalThis, { kept })

/** After the next frame was handed over: a task that follows it. */
const afterPaint = (then) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', then)
    port1.start()
    port2.postMessage(undefined)
  })
}

addEventListener('keydown', ({ timeStamp }) => afterPaint(() => kept.presses.push(performance.now() - timeStamp)), { capture: true })

const Native = globalThis.WebSocket
globalThis.WebSocket = class extends Native {
  constructor(url) {
    super(url)
    this.addEventListener('message', ({ data }) => {
      const sent = /"sentUs":(\d+)/.exec(String(data))?.[1]
      if (sent !== undefined) afterPaint(() => kept.changes.push(performance.timeOrigin + performance.now() - Number(sent) / 1000))
    })
  }
}

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) kept.longTasks.push(entry.duration)
}).observe({ type: 'longtask' })
