// A script drawn from a seed: a desk where too much happens at once. What belongs together comes in runs, for two unrelated
// events rarely meet: a switch with a pedal in it, a cable pulled while somebody speaks, a kill between break and make.
import { createFuzzRandom, type FuzzRandom } from '../fuzz/random.ts'
import { FAST, MODEL_GROUPS, MODEL_RADIOS, STRANGE_GROUP, type ModelEvent, type Moment, type RadioWays, type Script } from './script.ts'

const MOMENTS_MAX = 40

/** Just before and just after every wait that the console has, and the long ones rarely. */
const WAITS = [0, 0, 0, 10, 40, 60, 120, 260, 310, 700, 990, 1010, 1100, 1600, 2010, 2100, 3050, 3100, 4900, 5100, 6000, 10_100, 18_500, 31_000, 61_000] as const
const LONG_WAITS = [46_000, 121_000, 241_000, 3_700_000] as const
const ONE_LONG_IN = 60

export function drawScript(seed: number, number: number): Script {
  const random = createFuzzRandom(seed, `script ${number}`)
  const site = { mode: random.pick<Script['site']['mode']>(['act', 'act', 'act', 'act', 'advise', 'observe']), automatic: !random.oneIn(4), manned: !random.oneIn(6) }
  const moments: Moment[] = [{ afterMs: random.pick([0, 400, 3000, 3000]), event: { do: 'wait' } }]
  const many = 3 + random.below(MOMENTS_MAX)
  while (moments.length < many) moments.push(...run(random))
  return { site, moments }
}

const at = (afterMs: number, event: ModelEvent): Moment => ({ afterMs, event })
const wait = (random: FuzzRandom): number => (random.oneIn(ONE_LONG_IN) ? random.pick(LONG_WAITS) : random.pick(WAITS))
/** Most often the one that most switches lead to. */
const radio = (random: FuzzRandom): string => (random.oneIn(2) ? 'desk' : random.pick(MODEL_RADIOS))
const group = (random: FuzzRandom): string => random.pick(MODEL_GROUPS)

function run(random: FuzzRandom): readonly Moment[] {
  const one = (event: ModelEvent): readonly Moment[] => [at(wait(random), event)]
  switch (random.below(16)) {
    case 0:
    case 1:
      return one(drawPress(random))
    case 2:
      return [at(wait(random), drawPress(random)), at(random.pick([0, 40, 500, 1010, 1100]), drawPress(random))]
    case 3:
    case 4:
      return one(drawHand(random))
    case 5:
      // Speech with something in the middle of it.
      return [at(wait(random), { do: 'pedal', is: 'down' }), at(random.pick([10, 300, 1600]), random.oneIn(2) ? drawPress(random) : drawTrouble(random)), at(random.pick([50, 1010, 2100]), random.oneIn(3) ? drawPress(random) : { do: 'pedal', is: 'up' })]
    case 6:
      return [at(wait(random), { do: 'rbs', is: 'down', proofs: 2 }), at(random.pick([100, 5010, 5100, 7000]), random.oneIn(2) ? { do: 'wait' } : drawTrouble(random))]
    case 7:
      return one({ do: 'rbs', is: random.pick(['ok', 'ok', 'degraded', 'down', 'unknown']), proofs: random.below(3) })
    case 8:
      if (random.oneIn(4)) return one({ do: 'network-silent', is: !random.oneIn(3) })
      return one(random.oneIn(2) ? { do: 'own-network', down: !random.oneIn(2) } : { do: 'own-speech' })
    case 9: {
      // A cable out and in again.
      const id = radio(random)
      return [at(wait(random), { do: 'cable', radio: id, is: random.oneIn(3) ? 'silent' : 'out' }), at(wait(random), { do: 'cable', radio: id, is: 'in' })]
    }
    case 10:
      return [at(wait(random), drawPress(random)), at(random.pick([0, 60, 120, 700]), { do: 'killed' })]
    case 12: {
      // The network goes and comes back under somebody who speaks, or while a switch waits.
      const id = radio(random)
      return [at(wait(random), { do: 'network', radio: id, is: random.pick(['searching', 'local']) }), at(random.pick([0, 100]), random.oneIn(2) ? drawPress(random) : { do: 'wait' }), at(random.pick([900, 1900, 2100]), { do: 'network', radio: id, is: 'wide' })]
    }
    case 13: {
      // To an alternative, and at work there.
      return [at(3100, { do: 'press', press: 'switch' }), at(3100, { do: 'pedal', is: 'down' }), at(random.pick([100, 300, 1000]), random.oneIn(2) ? drawPress(random) : drawTrouble(random))]
    }
    case 11:
      return one({ do: 'ways', radio: radio(random), ways: drawWays(random) })
    default:
      return one(drawTrouble(random))
  }
}

function drawPress(random: FuzzRandom): ModelEvent {
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return { do: 'press', press: 'switch' }
    case 3:
    case 4:
      return { do: 'press', press: 'switch', to: random.pick(['rbs', 'desk', 'desk', 'second', 'set', 'no-group-set', 'direct', 'portable-radios']) }
    case 5:
      return { do: 'press', press: 'switch', to: radio(random), group: random.oneIn(6) ? STRANGE_GROUP : group(random) }
    case 6:
      return { do: 'press', press: 'group', group: group(random) }
    case 7:
      return { do: 'press', press: 'undo' }
    case 8:
      return { do: 'press', press: random.oneIn(2) ? 'stay' : 'return' }
    default:
      return { do: 'press', press: 'return' }
  }
}

function drawHand(random: FuzzRandom): ModelEvent {
  if (random.oneIn(3)) return { do: 'page', is: random.pick(['down', 'down', 'up', 'hung', 'alive', 'gone']) }
  return { do: 'pedal', is: random.pick(['down', 'down', 'down', 'up', 'up', 'lost', 'found-up', 'found-down']) }
}

function drawTrouble(random: FuzzRandom): ModelEvent {
  const id = radio(random)
  switch (random.below(10)) {
    case 0:
      return { do: 'cable', radio: id, is: random.pick(['out', 'silent', 'in']) }
    case 1:
    case 2:
      return { do: 'network', radio: id, is: random.pick(['searching', 'local', 'wide']) }
    case 3:
    case 4:
      return { do: 'knob', radio: id, gssi: random.pick([...MODEL_GROUPS, STRANGE_GROUP, '']) }
    case 5:
      return { do: 'heard', radio: id, speaking: !random.oneIn(3) }
    case 6:
      return { do: 'emergency', radio: id }
    case 7:
      return random.oneIn(2) ? { do: 'interrupted', radio: id } : { do: 'taken' }
    case 8:
      if (random.oneIn(3)) return { do: 'mode', radio: 'direct', is: random.pick(['tmo', 'dmo']) }
      if (random.oneIn(3)) return random.oneIn(2) ? { do: 'manned', is: !random.oneIn(3) } : { do: 'stood-still', ms: random.pick([900, 3000, 20_000, 600_000]) }
      return random.oneIn(3) ? { do: 'clock-stepped', ms: random.pick([-3_600_000, 3_600_000]) } : { do: 'killed' }
    default:
      return { do: 'ways', radio: id, ways: drawWays(random) }
  }
}

function drawWays(random: FuzzRandom): RadioWays {
  if (random.oneIn(3)) return FAST
  return {
    answerMs: random.pick([0, 50, 50, 300, 600, 1100]),
    select: random.pick(['takes', 'takes', 'refuses', 'silent', 'takes-and-says-nothing']),
    floor: random.pick(['grants', 'grants', 'refuses', 'queues', 'silent', 'grants-late']),
    release: random.pick(['lets-go', 'lets-go', 'sticks']),
    hangUp: random.pick(['hangs-up', 'fails-first']),
  }
}
