// By which profile a start works: the one that was chosen last, else the plan of the site file itself.
import { STANDARD_PROFILE } from '../contract/switching.ts'
import type { SmallFile } from './devices/small-file.ts'
import type { Ledger } from './ledger/port.ts'
import { readKeptShift, type KeptShift } from './shift/kept-shift.ts'
import type { ShiftStart } from './shift/shift.ts'
import { profilesOf, withProfile } from './site/profiles.ts'
import type { LookAtSite, Site } from './site/types.ts'

export interface ShiftPorts {
  readonly ledger: Pick<Ledger, 'latest'>
  readonly file: SmallFile<KeptShift>
  readonly look: LookAtSite
}

/** @param started  the site file as it was read, of no profile yet */
export async function startShift({ site, mark }: { readonly site: Site; readonly mark: string }, { ledger, file, look }: ShiftPorts): Promise<{ readonly site: Site; readonly shift: ShiftStart }> {
  const kept = await readKeptShift(file, ledger)
  const chosen = withProfile(site, kept.profile)
  return {
    site: chosen ?? site,
    shift: {
      profile: chosen ? kept.profile : STANDARD_PROFILE,
      profiles: profilesOf(site),
      ...(chosen ? {} : { goneProfile: kept.profile }),
      kept,
      keep: file.write,
      mark,
      look,
    },
  }
}
