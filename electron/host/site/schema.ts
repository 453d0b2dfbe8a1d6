// The site file: what one position watches, which devices it has, and its fallback plan. One schema, types derived from it.
// Source: architecture, sections 5 and 6; format explained for people in README.md here.
import { z } from 'zod'
import { BUTTON_MEANINGS } from '../../contract/keys.ts'
import { LOSSES } from '../../contract/switching.ts'
import { block, chosenBy, date, filePath, folder, host, id, label, list, logPattern, oneOf, port, positionId, program, roomCode, serviceId, ssi, text, textMessage, timeOfDay, usbId, wallTime, whole, yesNo } from './fields.ts'
import { radioKeyLine, relayKeyLine } from './key-lines.ts'
import { clockProbe, dnsProbe, httpProbe, icmpProbe, sipProbe, tcpProbe } from './network-probes.ts'
import { probeBase } from './probe-fields.ts'
import { retentionSchema } from './retention-fields.ts'
import { settingsSchema } from './settings.ts'
import { serialPlace, toTellApart } from './usb-fields.ts'

const SITE_FORMAT = 1

// ── services and their probes ───────────────────────────────────────────────────────────────

const heartbeatProbe = block({
  ...probeBase,
  kind: z.literal('heartbeat'),
  transport: oneOf(['udp', 'http']).default('udp'),
  host: host().describe('Address of this workstation on which the heartbeat is awaited.'),
  port: port(),
  everyMs: whole(50, 1_000, 'ms').default(1_000).describe('How often the sender sends; slower would read as silence. 50–1000 ms, default 1000.'),
  token: text().optional().describe('A word the sender puts behind `beat`. Without it anybody who reaches the port can keep a dead RBS alive.'),
})
const witnessProbe = block({
  ...probeBase,
  kind: z.literal('witness'),
  device: id().describe('Id of the control radio among the devices.'),
  activeExchange: yesNo().default(false).describe("Let the control radio send a status to itself when a console fault is suspected, at most once a minute. Only where the network's manager allows it; never in mode observe."),
  exchangeStatus: whole(32_768, 65_535).default(65_535).describe('The status it sends; the network must give it no meaning. 32768–65535, default 65535.'),
})
/** Both say what runs or is written, not whether anybody can speak: they decide a condition only where the site says so. */
const addsEvidence = {
  ...probeBase,
  weight: oneOf(['primary', 'secondary']).default('secondary').describe('Default secondary: it adds evidence. As primary it decides the condition by itself.'),
}
const logTailProbe = block({
  ...addsEvidence,
  kind: z.literal('log-tail').describe('A log file that grows. Needs bad with good, or quietMs; as primary always quietMs.'),
  path: filePath(),
  good: list(logPattern(), 0, 16).default([]).describe('A line that holds one of these ends what a bad line said. Pieces of text, * for anything in between, capitals or not.'),
  bad: list(logPattern(), 0, 16).default([]).describe('A line that holds one of these says that it does not work, until a good line.'),
  quietMs: whole(1_000, 3_600_000, 'ms').optional().describe('Longer without any line is silence. 1000–3600000 ms; left out, the log may be quiet.'),
})
const processProbe = block({
  ...addsEvidence,
  kind: z.literal('process').describe('A program of this workstation: it runs, or not. Whether it hangs is not seen.'),
  name: program().describe('Name as the system lists it, or of the file it runs. On Windows .exe may be left out.'),
  restartMs: whole(0, 60_000, 'ms').default(3_000).describe('Gone for shorter than this is a restart. 0–60000 ms, default 3000.'),
})
const senseTransport = z.discriminatedUnion('kind', [
  block({ kind: z.literal('serial'), ...serialPlace }),
  block({ kind: z.literal('rfc2217').describe('A port of a terminal server that speaks RFC 2217.'), host: host(), port: port() }),
], chosenBy('kind'))
const serialLineProbe = block({
  ...probeBase,
  kind: z.literal('serial-line').describe('A contact on a modem line. RTS and DTR are kept low: the contact has a supply of its own.'),
  transport: senseTransport,
  input: oneOf(['cts', 'dsr', 'dcd']),
  good: oneOf(['on', 'off']).describe('Level of the input that means well.'),
  debounceMs: whole(0, 5_000, 'ms').default(200).describe('Another level counts when it has stood this long. 0–5000 ms, default 200.'),
})

const probeSchema = z.discriminatedUnion('kind', [tcpProbe, httpProbe, sipProbe, dnsProbe, clockProbe, icmpProbe, heartbeatProbe, witnessProbe, logTailProbe, processProbe, serialLineProbe], chosenBy('kind'))

const planned = { reason: text().optional().describe('For whoever reads the file; not shown.') }
const plannedOnce = block({
  kind: z.literal('once'),
  from: wallTime().describe('In the time of the Netherlands, summer and winter.'),
  until: wallTime(),
  ...planned,
})
const plannedWeekly = block({ kind: z.literal('weekly'), day: oneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), at: timeOfDay(), hours: whole(1, 24, 'h'), ...planned })
const maintenance = list(z.discriminatedUnion('kind', [plannedOnce, plannedWeekly], chosenBy('kind')), 0, 64)
  .default([])
  .describe('Planned work on this service: recorded, without alarm, and no failure counts. What is down when it ends is an alarm then.')

const dependsOn = list(id(), 0, 16).default([]).describe('Ids of services without which this one cannot work.')

const serviceSchema = block({
  id: serviceId(),
  role: oneOf(['console', 'witness', 'telephony', 'network', 'gateway', 'power', 'other']),
  label: label(),
  dependsOn,
  maintenance,
  probes: list(probeSchema, 1, 16),
})

// ── devices ────────────────────────────────────────────────────────────────────────────────

const BAUD_RATES = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600] as const

const baud = () => z.literal(BAUD_RATES, { error: `words:${BAUD_RATES.join(',')}` })

const serialLine = block({
  kind: z.literal('serial'),
  ...serialPlace,
  baud: baud().default(38_400),
  rtscts: yesNo().default(false).describe('Hardware flow control. Only when the radio has it and the cable carries it.'),
})
const tcpLine = block({ kind: z.literal('tcp'), host: host(), port: port() })
const rfc2217Line = block({
  kind: z.literal('rfc2217').describe('A port of a terminal server that speaks RFC 2217: with baud rate and modem lines.'),
  host: host(),
  port: port(),
  baud: baud().default(38_400),
})
const hidLine = block({
  kind: z.literal('hid'),
  vendorId: usbId(),
  productId: usbId(),
  ...toTellApart,
  unitId: whole(0, 255).optional().describe('Number that a person gave an X-keys device, to tell two equal ones apart wherever they are plugged in.'),
})
const simulatedLine = block({ kind: z.literal('simulated'), host: host(), port: port() })

const deviceBase = {
  id: id(),
  label: label(),
  required: yesNo().default(true).describe('The console reports itself unfit while a required device is missing.'),
}

const radioSchema = block({
  ...deviceBase,
  driver: z.literal('tetra-pei'),
  transport: z.discriminatedUnion('kind', [serialLine, tcpLine, rfc2217Line], chosenBy('kind')),
  ownIdentity: ssi().optional().describe('On the control radio: ISSI under which the RBS of this position speaks.'),
})
const buttonsSchema = block({
  ...deviceBase,
  driver: z.literal('hid-buttons'),
  product: id().describe('Name of its device file without .json: resources/devices, or a folder devices beside this file.'),
  transport: z.discriminatedUnion('kind', [hidLine, simulatedLine], chosenBy('kind')),
  buttons: z.record(z.string(), oneOf(BUTTON_MEANINGS), { error: 'buttons' }).describe('What each input does: `middle: ptt`, `key-1: switch`. ptt transmits, spare does nothing.'),
  sharedWithRbs: yesNo().default(false).describe('The same pedal keys the RBS too. Without a change-over relay one press may key both; the console warns of it as long as it runs.'),
  relay: id().optional().describe('Id of the change-over relay this pedal hangs on.'),
})
const headsetSchema = block({
  ...deviceBase,
  driver: z.literal('headset').describe('A headset or handset for calls, read by its own report descriptor. Other softphones must not run beside it: they see its keys and write its lamps too.'),
  product: id().optional().describe('Device file with a descriptor, for a system that hands out none (Windows). Linux reads it from the device.'),
  transport: z.discriminatedUnion('kind', [hidLine, simulatedLine], chosenBy('kind')),
  buttons: z.record(z.string(), oneOf(BUTTON_MEANINGS), { error: 'buttons' }).default({}).describe('What each key does: `hook: switch`, `flash: ptt`. Mute always mutes. ptt only for a key that tells how long it is held.'),
})
const keyedRadioSchema = block({
  ...deviceBase,
  driver: z.literal('keyed-radio'),
  transport: radioKeyLine,
  carrierOnMs: whole(0, 1_000, 'ms').default(40).describe('A carrier shorter than this is noise. 0–1000 ms, default 40.'),
  carrierOffMs: whole(0, 2_000, 'ms').default(150).describe('A gap shorter than this is fading. 0–2000 ms, default 150.'),
})
const relaySchema = block({
  ...deviceBase,
  driver: z.literal('changeover-relay'),
  transport: relayKeyLine,
})

const deviceSchema = z.discriminatedUnion('driver', [radioSchema, buttonsSchema, headsetSchema, keyedRadioSchema, relaySchema], chosenBy('driver'))

// ── fallback plan ──────────────────────────────────────────────────────────────────────────

const channelBase = {
  id: id(),
  label: label(),
  dependsOn,
  audio: block({
    microphone: text().describe('Words for the dispatcher: “handmicrofoon mobilofoon”.'),
    loudspeaker: text(),
    recorded: yesNo().describe('Whether the voice recorder of the room hears this channel.'),
  }).optional().describe('Which microphone and loudspeaker: without it no channel but the RBS is ever ready.'),
  loses: list(oneOf(LOSSES), 0, LOSSES.length).default([]).describe('What this channel does not carry; shown after a switch.'),
}

const rbsChannel = block({ ...channelBase, kind: z.literal('rbs'), service: id().describe('Id of the service with role console.') })
const tetraChannel = block({
  ...channelBase,
  kind: z.literal('tetra'),
  device: id().describe('Id of the radio among the devices.'),
  shared: yesNo().default(false).describe('A radio of the room, on a terminal server: one position at a time has its line, and lets it go after use.'),
  verifyEveryS: whole(5, 3_600, 's').default(30).describe('Ready only while verified within this time. 5–3600 s, default 30.'),
})

const keyedChannel = block({
  ...channelBase,
  kind: z.literal('keyed'),
  device: id().describe('Id of the keyed set among the devices.'),
  group: ssi().optional().describe('Group of the plan that the set stands on by its own switch; leave it out when it is in none.'),
  hears: yesNo().default(true).describe('Its loudspeaker is heard at this position, so that its group counts as heard, by ear only.'),
  // An analogue set knows nothing of the network.
  loses: list(oneOf(LOSSES), 0, LOSSES.length).default(['ptt-id', 'emergency-banner', 'sds', 'status']),
  verifyEveryS: whole(5, 3_600, 's').default(30).describe('Ready only while its line took an un-keying within this time. 5–3600 s, default 30.'),
})

const dmoChannel = block({
  ...channelBase,
  kind: z.literal('dmo').describe('A radio that stands in direct mode: short range, no network. Only ever by hand.'),
  device: id().describe('Id of a radio of its own; it is put in DMO on the radio itself.'),
  group: ssi().describe('The DMO group it stands on.'),
  groupLabel: label().describe('What that group is called: “BRW 1”.'),
  loses: list(oneOf(LOSSES), 0, LOSSES.length).default([...LOSSES]),
  verifyEveryS: whole(5, 3_600, 's').default(30).describe('Ready only while verified within this time. 5–3600 s, default 30.'),
})

const channelSchema = z.discriminatedUnion('kind', [rbsChannel, tetraChannel, keyedChannel, dmoChannel], chosenBy('kind'))

const cardSchema = block({ id: id(), label: label(), steps: list(text(), 1, 12), dependsOn })

const groupSchema = block({ key: whole(1, 8), label: label(), gssi: ssi() })

function disciplineField() {
  return oneOf(['brandweer', 'ambulance', 'politie', 'marechaussee', 'multi'])
}

const planSchema = block({
  label: label().default('Standaard').describe('What the profile of this plan is called at the start of a shift.'),
  version: whole(1, 1_000_000),
  approvedBy: oneOf(['supervisor', 'technician']).describe('Role of whoever approved this version. Never a name.'),
  checkedOn: date().describe('Day on which the plan was last checked against the fleet map.'),
  automatic: yesNo().default(false).describe('Switch without a key when the RBS is down. Off at delivery; the approver decides.'),
  channels: list(channelSchema, 1, 8),
  cards: list(cardSchema, 0, 16).default([]),
  groups: list(groupSchema, 1, 8),
  checkEveryDays: whole(1, 366).default(90).describe('The plan is to be checked against the radios this often; later is said. 1–366, default 90.'),
  spokenTestHours: whole(1, 24 * 31, 'h').default(24).describe('A spoken test older than this proves no spoken path. 1–744 h, default 24.'),
  testGroup: ssi().optional().describe('Group of spoken tests; default the group a switch would take.'),
  drillGroups: list(groupSchema, 0, 8).default([]).describe('The only groups a drill transmits on; without any there are no drills.'),
  lastResort: text().optional().describe('Whom to call when no channel is left: “CaCo, toestel 4100”.'),
  say: block({
    switched: text().optional().describe('Sentence to announce after a switch; default one of ours.'),
    returned: text().optional().describe('Sentence to announce when back on the RBS.'),
    everyMinutes: whole(1, 240).default(15).describe('Minutes after which it is announced again. 1–240, default 15.'),
    preset: textMessage().optional().describe('Text that a supervisor may send to the group, once a group. At most 120 characters.'),
  }).prefault({}),
  rollCall: block({
    units: list(label(), 0, 200).optional().describe('Call signs that are called, in this order; default all units of this file.'),
    everyMinutes: whole(0, 720).default(60).describe('Minutes between two roll calls while on an alternative; 0: no reminder. Default 60.'),
  }).prefault({}),
})

const profileSchema = block({
  id: id().describe('Any but standard, which is the plan of the file itself.'),
  label: label(),
  discipline: disciplineField(),
  callTaking: yesNo().default(false).describe('A call-taking position has no switch key.'),
  plan: planSchema,
})

// ── the file ───────────────────────────────────────────────────────────────────────────────

const roomSchema = block({ code: roomCode().describe('Goes into fault numbers: S-2026-OB-0007.'), name: label() })

const positionSchema = block({
  id: positionId(),
  label: label(),
  discipline: disciplineField(),
  manned: yesNo().default(true).describe('An unmanned position never switches by itself.'),
  callTaking: yesNo().default(false).describe('A call-taking position has no switch key.'),
})

const unitSchema = block({ ssi: ssi(), label: label().describe('Call sign, such as 21-4131.') })

export const siteSchema = block({
  format: z.literal(SITE_FORMAT, { error: `words:${SITE_FORMAT}` }),
  simulated: yesNo().default(false).describe('Everything in this file is a simulator: shown on screen, never for a real position.'),
  room: roomSchema,
  position: positionSchema,
  mode: oneOf(['observe', 'advise', 'act']).default('observe').describe('observe looks and records, and sends nothing but questions; advise also carries out what a person presses; act also switches by itself where the plan allows it.'),
  language: oneOf(['nl', 'en']).default('nl'),
  settings: settingsSchema.prefault({}),
  services: list(serviceSchema, 1, 64),
  devices: list(deviceSchema, 0, 32).default([]),
  plan: planSchema,
  profiles: list(profileSchema, 0, 16).default([]).describe('Other profiles of this position, each with a plan of its own; chosen at the start of a shift.'),
  units: list(unitSchema, 0, 2000).default([]).describe('Call signs of units, shown instead of the SSI that a radio tells.'),
  ledger: block({
    folder: folder().optional().describe('Where the record is kept; default inside the data folder.'),
    checkpointCopy: folder().optional().describe('Second place for signatures, on another disk or share: a folder, in which each position has a file of its own, or a file that ends in .jsonl.'),
    exportFolder: folder().optional().describe('Where what people take out of the record is written; default inside the data folder.'),
    retention: retentionSchema.prefault({}),
    backup: block({
      folder: folder().describe('Where copies of the record go, on another disk or share; each position has a folder of its own in it.'),
      everyHours: whole(1, 168).default(24).describe('Hours between two copies. 1–168, default 24.'),
      keep: whole(1, 366).default(14).describe('Copies that are kept; the oldest goes when a newer one is whole, except the last one of a record that was set aside since. 1–366, default 14.'),
    }).optional().describe('Whole copies of the record, made while the console runs. Deleted texts stay in the copies made before.'),
  }).prefault({}),
  log: block({ folder: folder().optional().describe('Where the log files are kept; default inside the data folder.') }).prefault({}),
})

export type Site = z.infer<typeof siteSchema>
export type SiteService = Site['services'][number]
export type SiteProbe = SiteService['probes'][number]
export type SiteProbeKind = SiteProbe['kind']
export type SiteSenseTransport = Extract<SiteProbe, { kind: 'serial-line' }>['transport']
export type SiteDevice = Site['devices'][number]
export type SiteDeviceTransport = SiteDevice['transport']
export type SiteSerialLine = Extract<SiteDeviceTransport, { kind: 'serial' }>
export type SiteHidLine = Extract<SiteDeviceTransport, { kind: 'hid' }>
export type SiteRadio = Extract<SiteDevice, { driver: 'tetra-pei' }>
export type SiteKeyedRadio = Extract<SiteDevice, { driver: 'keyed-radio' }>
export type SiteRelay = Extract<SiteDevice, { driver: 'changeover-relay' }>
/** A line that keys, and how it is wired. */
export type SiteKeyTransport = SiteKeyedRadio['transport'] | SiteRelay['transport']
export type SiteButtons = Extract<SiteDevice, { driver: 'hid-buttons' }>
export type SiteHeadset = Extract<SiteDevice, { driver: 'headset' }>
export type SitePlan = Site['plan']
export type SiteChannel = SitePlan['channels'][number]
export type SiteCard = SitePlan['cards'][number]
export type SiteGroup = SitePlan['groups'][number]
