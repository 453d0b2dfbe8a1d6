// Probes that ask something on the network. What each answer means: README of ../watch.
import { z } from 'zod'
import { block, dnsName, filePath, fingerprint256, host, oneOf, port, text, webAddress, whole, yesNo } from './fields.ts'
import { latencyLimitMs, probeBase } from './probe-fields.ts'

const DNS_PORT = 53
const NTP_PORT = 123

export const tcpProbe = block({
  ...probeBase,
  kind: z.literal('tcp').describe('A port that accepts: the machine and its listener live. The program behind it may hang.'),
  host: host(),
  port: port(),
  held: yesNo().default(false).describe('Keep the connection of each question open until the next: when it breaks, the target is asked at once. Not for a port that serves few at a time, such as a terminal server.'),
  latencyLimitMs,
})

export const httpProbe = block({ ...probeBase, kind: z.literal('http'), url: webAddress(), latencyLimitMs })

export const sipProbe = block({
  ...probeBase,
  kind: z.literal('sip').describe('SIP OPTIONS. Over tcp and tls the connection is held: when it breaks, the target is asked at once.'),
  transport: oneOf(['udp', 'tcp', 'tls']).default('udp'),
  host: host(),
  port: port().optional().describe('Default 5060, over tls 5061.'),
  ca: filePath().optional().describe('With tls: PEM file of the authority that signs for this target. Without it the public ones are believed.'),
  fingerprint256: fingerprint256().optional().describe('With tls: SHA-256 fingerprint of the one certificate that is right, self-signed or not.'),
  servername: host().optional().describe('With tls: name the certificate is for, when host is an address or another name.'),
  latencyLimitMs,
})

export const dnsProbe = block({
  ...probeBase,
  kind: z.literal('dns').describe('Asks the name server named here, not the one this workstation uses.'),
  server: host(),
  port: port().default(DNS_PORT),
  name: dnsName().describe('Name asked for: one whose answer the work here depends on.'),
  recordType: oneOf(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT']).default('A'),
  expect: text().optional().describe('One of the records must be this: `10.0.0.5`, or for SRV `0 5 5060 rbs.example`.'),
  latencyLimitMs,
})

export const clockProbe = block({
  ...probeBase,
  kind: z.literal('clock').describe('How far the clock of this workstation is from a time server (NTP).'),
  server: host(),
  port: port().default(NTP_PORT),
  maxOffsetMs: whole(10, 3_600_000, 'ms').default(1_000).describe('Further off than this is limited: times in the record cannot be compared. 10–3600000 ms, default 1000.'),
  everyS: whole(16, 1_024, 's').default(64).describe('Time between measurements. Below 64 only with a time server of your own. 16–1024 s, default 64.'),
  latencyLimitMs,
})

export const icmpProbe = block({
  ...probeBase,
  kind: z.literal('icmp').describe('One `ping` that runs as long as the console. A machine that answers proves no program on it.'),
  host: host(),
  latencyLimitMs,
})
