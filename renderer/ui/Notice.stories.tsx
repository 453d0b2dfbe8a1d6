// What each weight is for.
import type { Story } from '../gallery/story.ts'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'
import { SimulationMark } from './SimulationMark.tsx'

export const stories: readonly Story[] = [
  { name: 'host lost', width: 900, render: () => <Notice weight="critical" shape="down">Achterwacht werkt niet – gebruik RBS zelf</Notice> },
  { name: 'stale', width: 900, render: () => <Notice weight="trouble" shape="unknown">Geen nieuws van de console sinds 21:47:08</Notice> },
  { name: 'record does not write', width: 900, render: () => <Notice weight="trouble" shape="down">Logboek schrijft niet: schijf vol. 12 regels wachten in het geheugen</Notice> },
  { name: 'site file', width: 900, render: () => <Notice weight="trouble" shape="degraded">Werkplekbestand fout: laatste goede in gebruik</Notice> },
  { name: 'unstable', width: 900, render: () => <Notice weight="trouble" shape="unstable">Verbinding met de console valt steeds weg</Notice> },
  {
    name: 'sound is off',
    width: 900,
    render: () => (
      <Notice weight="trouble" shape="degraded" action={<Button>Geluid aan</Button>}>
        Geluid staat uit tot u hier drukt
      </Notice>
    ),
  },
  { name: 'simulated', width: 900, render: () => <Notice weight="calm" shape="reachable" action={<SimulationMark text="SIMULATIE" />}>Niets hier is echt: alle toestellen en systemen zijn nagebootst</Notice> },
]
