// Entries that people see on a timeline: each has its sentence in the locale files under `entry.<kind>`. The rest of the
// record is for technicians and auditors: samples, reasons, registrations, alarms beside what raised them.
export const TIMELINE_KINDS = [
  'host.started', 'host.stopped',
  'shift.began', 'shift.manned', 'shift.unmanned', 'shift.profile-gone', 'position.out-of-service', 'position.in-service',
  'site.waits', 'site.wrong', 'site.gone', 'site.as-in-use', 'site.adopted', 'site.taken-over',
  'service.changed', 'watch.unstable', 'watch.stable', 'diagnosis.changed',
  'spoken-test.begun', 'spoken-test.passed', 'spoken-test.failed', 'spoken-test.not-back',
  'press.switch', 'press.undo', 'press.stay', 'press.return', 'press.group',
  'switch.switched', 'switch.returned', 'switch.countdown-started', 'switch.countdown-stopped', 'switch.confirming', 'switch.restored',
  'switch.return-offered', 'switch.return-withdrawn', 'switch.hold-started', 'switch.not-confirmed', 'switch.switch-failed',
  'switch.group-changed', 'switch.deferred', 'switch.relapsed',
  'ptt.waiting', 'ptt.talking', 'ptt.idle', 'ptt.refused',
  'drill.begun', 'drill.ended', 'drill.condition', 'drill.radio-back', 'drill.radio-left',
  'note.added', 'note.retracted', 'note.corrected', 'people.told', 'people.retracted',
  'device.up', 'device.down', 'device.free', 'radio.may-transmit', 'radio.hung-up',
  'emergency.raised', 'emergency.also-heard', 'emergency.taken', 'emergency.handed-on', 'emergency.reminded', 'emergency.holds-no-longer', 'alarm.acknowledged', 'alarm.false', 'alarm.false-retracted',
  'say.said', 'say.preset-asked', 'say.preset-sent', 'say.preset-failed', 'say.preset-unconfirmed', 'roll-call.begun', 'roll-call.ended',
  'report.filed', 'report.changed', 'action.added', 'action.changed',
  'fault.opened', 'fault.reported', 'fault.pressed', 'fault.placed', 'fault.changed', 'maintenance.began', 'maintenance.ended', 'unstable.lifted',
  'ledger.outage-ended', 'traffic.exported', 'record.exported', 'record.not-exported', 'record.checked', 'content.deleted',
] as const

/** Those of a shift: of deletions most go by age, and would stand in the way of what people did. */
export const SHIFT_KINDS = TIMELINE_KINDS.filter((kind) => kind !== 'content.deleted')

const SEEN: ReadonlySet<string> = new Set(TIMELINE_KINDS)

export const isOnTimeline = (kind: string): boolean => SEEN.has(kind)
