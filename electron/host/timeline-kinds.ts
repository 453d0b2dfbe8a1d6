// Entries that people see on a timeline: each has its sentence in the locale files under `entry.<kind>`. The rest of the
// record is for technicians and auditors: samples, reasons, registrations, alarms beside what raised them.
export const TIMELINE_KINDS = [
  'host.started', 'host.stopped',
  'service.changed', 'watch.unstable', 'watch.stable', 'diagnosis.changed',
  'spoken-test.begun', 'spoken-test.passed', 'spoken-test.failed', 'spoken-test.not-back',
  'press.switch', 'press.undo', 'press.stay', 'press.return', 'press.group',
  'switch.switched', 'switch.returned', 'switch.countdown-started', 'switch.countdown-stopped', 'switch.confirming', 'switch.restored',
  'switch.return-offered', 'switch.return-withdrawn', 'switch.hold-started', 'switch.not-confirmed', 'switch.switch-failed',
  'switch.group-changed', 'switch.deferred', 'switch.relapsed',
  'ptt.waiting', 'ptt.talking', 'ptt.idle', 'ptt.refused',
  'note.added', 'note.retracted', 'note.corrected', 'people.told', 'people.retracted',
  'device.up', 'device.down', 'device.free', 'radio.may-transmit', 'radio.hung-up',
  'emergency.raised', 'emergency.taken', 'alarm.acknowledged', 'alarm.false', 'alarm.false-retracted',
  'report.filed', 'report.changed', 'action.added', 'action.changed',
  'fault.opened', 'fault.reported', 'fault.pressed', 'fault.placed', 'fault.changed', 'maintenance.began', 'maintenance.ended', 'unstable.lifted',
  'ledger.outage-ended', 'traffic.exported', 'record.exported', 'record.not-exported', 'record.checked', 'content.deleted',
] as const

/** Those of a shift: of deletions most go by age, and would stand in the way of what people did. */
export const SHIFT_KINDS = TIMELINE_KINDS.filter((kind) => kind !== 'content.deleted')

const SEEN: ReadonlySet<string> = new Set(TIMELINE_KINDS)

export const isOnTimeline = (kind: string): boolean => SEEN.has(kind)
