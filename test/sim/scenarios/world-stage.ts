// A scenario's services as the simulators of the demo world.
import { ok, type Result } from '../../../native/kit/result.ts'
import type { RadioSimulator } from '../../../native/tetra-pei/simulator.ts'
import type { Fault } from '../rbs-faults.ts'
import { isNeighbour } from '../neighbours.ts'
import type { World } from '../world.ts'
import type { ScenarioStage } from './player.ts'
import type { ScenarioFault } from './scenario-schema.ts'

export function worldStage(world: World): ScenarioStage {
  return {
    async set(service, is) {
      if (service === 'c2000') return ok(setRadio(world.control.radio, is))
      if (service === 'rbs') return setRbs(world, is)
      return isNeighbour(service) && world.neighbours ? world.neighbours.fail(service, faultOf(is)) : ok()
    },
  }
}

async function setRbs(world: World, is: ScenarioFault | undefined): Promise<Result<void>> {
  const done = await world.rbs.fail('rbs', faultOf(is))
  // Who was speaking through it is not heard any more.
  if (!world.rbs.isWorking) world.control.radio.clearFault('own-identity')
  return done
}

/** The control radio answers over its own cable: it cannot lose or delay single answers, only fall silent. */
function setRadio(radio: RadioSimulator, is: ScenarioFault | undefined): void {
  radio.clearFault('deregistered')
  radio.clearFault('silent')
  switch (is?.fault) {
    case undefined:
    case 'slow': return
    case 'searching': return radio.setFault({ fault: 'deregistered', stat: 0 })
    case 'lose':
    case 'hang':
    case 'refuse': return radio.setFault({ fault: 'silent' })
  }
}

function faultOf(is: ScenarioFault | undefined): Fault {
  switch (is?.fault) {
    case undefined: return { kind: 'none' }
    case 'hang': return { kind: 'hang' }
    case 'refuse': return { kind: 'refuse' }
    case 'lose': return { kind: 'lose', percent: is.percent }
    case 'slow': return { kind: 'slow', delayMs: is.byMs }
    // Only radios register; of anything else it would read as gone.
    case 'searching': return { kind: 'refuse' }
  }
}
