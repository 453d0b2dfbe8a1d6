// Products as the delivered device files tell them.
import { createDeviceFiles, deliveredDevices } from '../../electron/host/site/device-table/device-files.ts'
import { formatProblem } from '../../electron/host/site/problem-text.ts'
import type { HidProduct } from '../../native/hid-buttons/index.ts'

const files = createDeviceFiles([deliveredDevices()])

export const DELIVERED_IDS: readonly string[] = files.ids()

export function productNamed(id: string): HidProduct {
  const reading = files.read(id)
  if (!reading) throw new Error(`no device file ${id}`)
  if (!reading.ok) throw new Error(reading.problems.map((problem) => formatProblem(problem)).join('\n'))
  return reading.product
}
