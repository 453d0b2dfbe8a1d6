// Profiles of a position: the plan of the file itself is one, and the others each have their own. A console works by one of
// them; another one is another start, so that all the rest of the host knows a single plan. Architecture section 6.
import { STANDARD_PROFILE, type ProfileView } from '../../contract/switching.ts'
import type { Site } from './schema.ts'

/** The site as this profile has it: its plan, its discipline, and whether it takes calls. undefined: there is no such profile. */
export function withProfile(site: Site, id: string): Site | undefined {
  if (id === STANDARD_PROFILE) return site
  const profile = site.profiles.find((one) => one.id === id)
  if (!profile) return undefined
  const { plan, discipline, callTaking } = profile
  return { ...site, plan, position: { ...site.position, discipline, callTaking } }
}

/** All that may be chosen, in the order of the file. @param site  as it was read, of no profile yet */
export function profilesOf({ plan, position, profiles }: Site): readonly ProfileView[] {
  return [
    { id: STANDARD_PROFILE, label: plan.label, discipline: position.discipline, callTaking: position.callTaking, planVersion: plan.version, approvedBy: plan.approvedBy, checkedOn: plan.checkedOn },
    ...profiles.map((one) => ({ id: one.id, label: one.label, discipline: one.discipline, callTaking: one.callTaking, planVersion: one.plan.version, approvedBy: one.plan.approvedBy, checkedOn: one.plan.checkedOn })),
  ]
}
