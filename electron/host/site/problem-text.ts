// Problems of a site file or a device file in words: what is wrong and what would be right, in English and Dutch.
import type { Language } from '../../contract/words.ts'
import { pathText, type Complaint, type SiteProblem } from './problems.ts'

export interface ProblemText {
  readonly message: string
  readonly expected: string
}

/** One line as a technician reads it: `site.yaml:12:5 services[0].label: key is missing. Right: a text of 1–40 characters.` */
export function formatProblem(problem: SiteProblem, language: Language = 'en'): string {
  const { message, expected } = describeComplaint(problem.complaint, language)
  const where = `${problem.file}:${problem.line}:${problem.column}`
  const right = language === 'nl' ? 'Goed is' : 'Right'
  return `${where}${problem.path && ` ${problem.path}`}: ${message}.${expected && ` ${right}: ${expected}.`}`
}

export function describeComplaint(complaint: Complaint, language: Language): ProblemText {
  const say = (en: string, nl: string): string => (language === 'nl' ? nl : en)
  const kind = (word: string): string => describeKind(word, language)
  const listed = (words: readonly string[], none: string): string => (words.length > 0 ? words.join(', ') : none)
  const meant = (word: string | undefined): string => (word === undefined ? '' : say(`; did you mean ${word}?`, `; bedoelde u ${word}?`))
  const text = (message: string, expected: string): ProblemText => ({ message, expected })

  switch (complaint.code) {
    case 'not-text':
      return text(say('the file is not UTF-8 text', 'het bestand is geen UTF-8-tekst'), say('a YAML file saved as UTF-8', 'een YAML-bestand, opgeslagen als UTF-8'))
    case 'too-large':
      return text(say('the file is too large', 'het bestand is te groot'), say(`at most ${complaint.limitKiB} KiB`, `hoogstens ${complaint.limitKiB} KiB`))
    case 'too-deep':
      return text(say('the file nests deeper than any site', 'het bestand is dieper genest dan een locatie ooit is'), say(`at most ${complaint.limit} levels`, `hoogstens ${complaint.limit} niveaus`))
    case 'empty':
      return text(say('the file is empty', 'het bestand is leeg'), say('a site file; resources/sites/demo.yaml is an example', 'een locatiebestand; resources/sites/demo.yaml is een voorbeeld'))
    case 'yaml-syntax':
      return text(say(`not valid YAML: ${complaint.detail}`, `geen geldige YAML: ${complaint.detail}`), '')
    case 'json-syntax':
      return text(say(`not valid JSON: ${complaint.detail}`, `geen geldige JSON: ${complaint.detail}`), say('a device file; resources/devices/vec-footpedal.json is an example', 'een apparaatbestand; resources/devices/vec-footpedal.json is een voorbeeld'))
    case 'duplicate-key':
      return text(say(`${complaint.key} is written twice`, `${complaint.key} staat er twee keer`), say('each key once', 'elke sleutel één keer'))
    case 'unknown-key':
      return text(say(`${complaint.key} is not a key of this block`, `${complaint.key} is geen sleutel van dit blok`) + meant(complaint.suggestion), say('one of ', 'een van ') + complaint.keys.join(', '))
    case 'missing':
      return text(say(`${complaint.key} is missing`, `${complaint.key} ontbreekt`), `${complaint.key}: ${kind(complaint.kind)}`)
    case 'wrong-value':
      return text((complaint.found === '' ? say('nothing is filled in', 'er is niets ingevuld') : say(`${complaint.found} does not fit here`, `${complaint.found} past hier niet`)) + meant(complaint.suggestion), kind(complaint.kind))
    case 'duplicate':
      return text(say(`${complaint.thing} ${complaint.value} is already used by ${pathText(complaint.first)}`, `${complaint.thing} ${complaint.value} is al gebruikt door ${pathText(complaint.first)}`), say('a value of its own', 'een eigen waarde'))
    case 'unknown-reference':
      return text(say(`there is no ${complaint.to} ${complaint.value}`, `er is geen ${TARGET_NL[complaint.to]} ${complaint.value}`) + meant(complaint.suggestion), say('one of ', 'een van ') + listed(complaint.options, say('(none in this file)', '(geen in dit bestand)')))
    case 'wrong-reference':
      return text(say(`${complaint.to} ${complaint.value} is of another kind`, `${TARGET_NL[complaint.to]} ${complaint.value} is van een andere soort`), say(`a ${complaint.to} with ${complaint.needed}`, `een ${TARGET_NL[complaint.to]} met ${complaint.needed}`))
    case 'dependency-cycle':
      return text(say(`these depend on each other in a circle: ${complaint.ids.join(' → ')}`, `deze hangen in een kring van elkaar af: ${complaint.ids.join(' → ')}`), say('dependencies without a circle', 'afhankelijkheden zonder kring'))
    case 'first-channel':
      return text(say('the first channel is not the RBS', 'het eerste kanaal is niet het RBS'), say('the channel with kind: rbs first', 'het kanaal met kind: rbs als eerste'))
    case 'second-rbs':
      return text(say('a second RBS channel', 'een tweede RBS-kanaal'), say('exactly one channel with kind: rbs', 'precies één kanaal met kind: rbs'))
    case 'shared-port':
      return text(say(`${complaint.address} already belongs to device ${complaint.other}`, `${complaint.address} is al van apparaat ${complaint.other}`), say('one device on one port', 'één apparaat per poort'))
    case 'no-unit-number':
      return text(say(`a ${complaint.product} has no unit number`, `een ${complaint.product} heeft geen eigen nummer`), say('serial or port, to tell two equal devices apart', 'serial of port, om twee gelijke apparaten uit elkaar te houden'))
    case 'setting-order': {
      const sign = complaint.strict ? '<' : '≤'
      return text(say(`${complaint.low} ${complaint.lowValue} and ${complaint.high} ${complaint.highValue} exclude each other`, `${complaint.low} ${complaint.lowValue} en ${complaint.high} ${complaint.highValue} sluiten elkaar uit`), `${complaint.low} ${sign} ${complaint.high}`)
    }
    case 'never-recovers':
      return text(say(`${complaint.replies} replies cannot come within ${complaint.withinMs} ms when there is one each ${complaint.everyMs} ms: down would never end`, `${complaint.replies} antwoorden kunnen niet binnen ${complaint.withinMs} ms komen bij één per ${complaint.everyMs} ms: uitgevallen zou nooit eindigen`), `${complaint.everyMs} × (recoverReplies − 1) ≤ recoverWithinMs`)
    case 'heartbeat-too-slow':
      return text(say(`a heartbeat each ${complaint.everyMs} ms is taken for silence after ${complaint.silenceMs} ms`, `een levensteken per ${complaint.everyMs} ms geldt na ${complaint.silenceMs} ms als stilte`), 'everyMs < silenceUnknownMs')
    case 'ends-before-it-begins':
      return text(say(`${complaint.until} is not after ${complaint.from}`, `${complaint.until} is niet na ${complaint.from}`), say('until later than from', 'until later dan from'))
    case 'simulated-device':
      return text(say('a simulated device at a real position', 'een gesimuleerd apparaat op een echte werkplek'), say('kind: hid, or simulated: true at the top of the file', 'kind: hid, of simulated: true boven in het bestand'))
    case 'product-mismatch':
      return text(say(`${complaint.usb} is not a ${complaint.product}`, `${complaint.usb} is geen ${complaint.product}`), say('one of ', 'een van ') + complaint.options.join(', '))
    case 'not-in-plan':
      return text(say(`the plan has nothing for ${complaint.meaning}`, `het plan heeft niets voor ${complaint.meaning}`), say('one of ', 'een van ') + complaint.options.join(', '))
    case 'unknown-input':
      return text(say(`this product has no input ${complaint.input}`, `dit product heeft geen ingang ${complaint.input}`) + meant(complaint.suggestion), say('one of ', 'een van ') + shortened(complaint.options))
    case 'no-release':
      return text(say(`${complaint.input} tells no release: nobody can talk by it`, `${complaint.input} meldt geen loslaten: daarmee kan niemand zenden`), say('an input that does: ', 'een ingang die dat wel meldt: ') + (complaint.options.length > 0 ? shortened(complaint.options) : say('(none on this product)', '(geen op dit product)')))
    case 'shared-device':
      return text(say(`device ${complaint.device} already carries ${pathText(complaint.first)}`, `apparaat ${complaint.device} draagt al ${pathText(complaint.first)}`), say('a device of its own for each channel', 'een eigen apparaat voor elk kanaal'))
    case 'not-shareable':
      return text(say(`device ${complaint.device} is on a line of this workstation alone (kind: ${complaint.kind}): no other position can have it`, `apparaat ${complaint.device} zit op een lijn van alleen deze werkplek (kind: ${complaint.kind}): een andere werkplek kan het niet krijgen`), say('shared only for a radio behind a terminal server, with kind: tcp or rfc2217', 'shared alleen bij een mobilofoon achter een terminalserver, met kind: tcp of rfc2217'))
    case 'no-witness': {
      const en = complaint.why === 'shared' ? 'which is let go of while nobody works by it' : 'which stands in direct mode'
      const nl = complaint.why === 'shared' ? 'dat wordt vrijgegeven als niemand ermee werkt' : 'dat in DMO staat'
      return text(say(`device ${complaint.device} is that of ${pathText(complaint.channel)}, ${en}: it does not hear the network all the time`, `apparaat ${complaint.device} is dat van ${pathText(complaint.channel)}, ${nl}: het hoort het net niet de hele tijd`), say('a control radio of its own', 'een eigen controleradio'))
    }
    case 'excluded':
      return text(say(`${complaint.key} does not go together with ${complaint.by}`, `${complaint.key} gaat niet samen met ${complaint.by}`), say(`either ${complaint.by} or ${complaint.key}`, `${complaint.by} of ${complaint.key}`))
    case 'same-bit':
      return text(say(`${complaint.name} stands on a bit of ${complaint.other}`, `${complaint.name} staat op een bit van ${complaint.other}`), say('bits of its own', 'eigen bits'))
    case 'beyond-report':
      return text(say(`${complaint.name} lies beyond a report of ${complaint.bytes} bytes`, `${complaint.name} valt buiten een rapport van ${complaint.bytes} bytes`), say(`bytes 0–${complaint.bytes - 1}`, `bytes 0–${complaint.bytes - 1}`))
  }
}

const TARGET_NL = { service: 'systeem', device: 'apparaat', product: 'product', group: 'groep' } as const

/** `key-1, key-2, … key-80` as `key-1…key-80`: a panel has more keys than a line has room. */
function shortened(names: readonly string[]): string {
  const groups: { stem: string; from: string; to: string; next: number }[] = []
  for (const name of names) {
    const [, stem = name, digits] = /^(.*?)(\d+)$/.exec(name) ?? []
    const last = groups.at(-1)
    if (digits !== undefined && last?.stem === stem && last.next === Number(digits)) Object.assign(last, { to: name, next: last.next + 1 })
    else groups.push({ stem, from: name, to: name, next: digits === undefined ? Number.NaN : Number(digits) + 1 })
  }
  return groups.map(({ from, to }) => (from === to ? from : `${from}…${to}`)).join(', ')
}

/** What would be right for a field, by the word fields.ts gives it. */
function describeKind(word: string, language: Language): string {
  const [name = '', ...rest] = word.split(':')
  const say = (en: string, nl: string): string => (language === 'nl' ? nl : en)
  if (name === 'range') {
    const [min, max, unit] = rest
    return say('a whole number', 'een geheel getal') + ` ${min}–${max}${unit ? ` ${unit}` : ''}`
  }
  if (name === 'words') return say('one of ', 'een van ') + (rest[0] ?? '').split(',').join(', ')
  if (name === 'block') return say('a block with ', 'een blok met ') + (rest[0] ?? '').split(',').join(', ')
  if (name === 'list') return say(`a list of ${rest[0]} to ${rest[1]} items`, `een lijst van ${rest[0]} tot ${rest[1]} regels`)
  if (name === 'either') return say(`either ${rest[0]} or ${rest[1]}`, `${rest[0]} of ${rest[1]}`)
  const fixed = KINDS[name]
  return fixed ? fixed[language] : word
}

const KINDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  id: { en: 'lower-case letters, digits and hyphens, at most 32, such as desk-radio', nl: 'kleine letters, cijfers en streepjes, hoogstens 32, zoals desk-radio' },
  'service-id': { en: 'lower-case letters, digits and hyphens, at most 32, such as desk-radio; not own-network', nl: 'kleine letters, cijfers en streepjes, hoogstens 32, zoals desk-radio; niet own-network' },
  position: { en: 'capitals, digits and hyphens, at most 32, such as OB-07', nl: 'hoofdletters, cijfers en streepjes, hoogstens 32, zoals OB-07' },
  room: { en: '2 to 8 capitals and digits, such as OB', nl: '2 tot 8 hoofdletters en cijfers, zoals OB' },
  ssi: { en: "1 to 8 digits in quotes, such as '4037001'", nl: "1 tot 8 cijfers tussen aanhalingstekens, zoals '4037001'" },
  'usb-id': { en: "four lower-case hex digits in quotes, such as '05f3'", nl: "vier kleine hexcijfers tussen aanhalingstekens, zoals '05f3'" },
  host: { en: 'a host name or IP address', nl: 'een hostnaam of IP-adres' },
  'serial-path': { en: 'an absolute path such as /dev/serial/by-id/…, or COM3', nl: 'een volledig pad zoals /dev/serial/by-id/…, of COM3' },
  'file-path': { en: 'a full path such as /var/log/rbs.log or C:\\RBS\\client.log', nl: 'een volledig pad zoals /var/log/rbs.log of C:\\RBS\\client.log' },
  program: { en: 'the name of a program as the system lists it, such as rbs-client, without folder', nl: 'de naam van een programma zoals het systeem die kent, bijvoorbeeld rbs-client, zonder map' },
  'log-pattern': { en: "a piece of text that the line holds, such as 'connection lost'; * stands for anything in between", nl: "een stuk tekst uit de regel, zoals 'connection lost'; * staat voor wat er ook tussen staat" },
  'serial-place': { en: 'an absolute path such as /dev/serial/by-id/…, or COM3; or instead of path, usb with vendorId and productId', nl: 'een volledig pad zoals /dev/serial/by-id/…, of COM3; of in plaats van path, usb met vendorId en productId' },
  'usb-port': { en: 'a USB port such as 1-1.4, without spaces', nl: 'een USB-poort zoals 1-1.4, zonder spaties' },
  folder: { en: 'a path', nl: 'een pad' },
  label: { en: 'a text of 1 to 40 characters', nl: 'een tekst van 1 tot 40 tekens' },
  'text-message': { en: 'a text of 1 to 120 characters', nl: 'een tekst van 1 tot 120 tekens' },
  text: { en: 'a text of 1 to 200 characters', nl: 'een tekst van 1 tot 200 tekens' },
  fingerprint: { en: 'a SHA-256 fingerprint: 64 hex digits, with colons or without', nl: 'een SHA-256-vingerafdruk: 64 hexcijfers, met of zonder dubbele punten' },
  'dns-name': { en: 'a name with dots, such as rbs.example.nl', nl: 'een naam met punten, zoals rbs.example.nl' },
  'web-address': { en: 'an address that begins with http:// or https://', nl: 'een adres dat begint met http:// of https://' },
  'wall-time': { en: 'a day and time such as 2026-12-01 02:00', nl: 'een dag en tijd zoals 2026-12-01 02:00' },
  'time-of-day': { en: 'a time in quotes, such as \'02:00\'', nl: 'een tijd tussen aanhalingstekens, zoals \'02:00\'' },
  date: { en: 'a date such as 2026-11-01', nl: 'een datum zoals 2026-11-01' },
  'yes-no': { en: 'true or false', nl: 'true of false' },
  'usb-pair': { en: 'vid:pid in lower-case hex, such as 05f3:0438; xx at the end for any two digits', nl: 'vid:pid in kleine hexcijfers, zoals 05f3:0438; xx aan het eind voor elke twee cijfers' },
  'usage-pair': { en: 'page:usage in lower-case hex, such as 000c:0001', nl: 'page:usage in kleine hexcijfers, zoals 000c:0001' },
  'hex-byte': { en: "two lower-case hex digits, such as '0a'", nl: "twee kleine hexcijfers, zoals '0a'" },
  'hex-bytes': { en: "bytes in lower-case hex, such as '00b1'", nl: "bytes in kleine hexcijfers, zoals '00b1'" },
  'light-write': { en: 'bytes in lower-case hex with {state} for the state and, in a grid, {led} before it, such as 00b5{led}{state}01', nl: 'bytes in kleine hexcijfers met {state} voor de stand en, in een raster, {led} ervoor, zoals 00b5{led}{state}01' },
  'input-name': { en: 'lower-case letters, digits and hyphens, such as left or key-{n}', nl: 'kleine letters, cijfers en streepjes, zoals left of key-{n}' },
  'numbered-name': { en: 'a name with {n}, for there are several, such as key-{n}', nl: 'een naam met {n}, want het zijn er meer, zoals key-{n}' },
  'single-name': { en: 'a name without {n}, for there is only one', nl: 'een naam zonder {n}, want het is er één' },
  'report-id': { en: 'an id from 01 to ff; without id where the device does not number its reports', nl: 'een id van 01 tot ff; zonder id als het apparaat zijn rapporten niet nummert' },
  descriptor: { en: 'the whole report descriptor of the device in hex', nl: 'de hele report-descriptor van het apparaat in hex' },
  buttons: { en: 'at least one input and what it does, such as middle: ptt', nl: 'minstens één ingang en wat die doet, zoals middle: ptt' },
}
