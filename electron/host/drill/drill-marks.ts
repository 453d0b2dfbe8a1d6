// Which entries were made in a drill: what people did at this position, and what the drill's own switch and presses came to.
// What is measured, and what devices tell, is real also then and bears no mark.
const DONE_BY_PEOPLE = ['press.', 'note.', 'people.', 'report.', 'action.', 'fault.', 'say.', 'alarm.acknowledged']
const OF_THE_SWITCH = ['drill.', 'switch.', 'ptt.', 'say.', 'roll-call.']

/** @param role  who made it; `system`: the console itself */
export const isMadeInDrill = (kind: string, role: string): boolean =>
  [...OF_THE_SWITCH, ...(role === 'system' ? [] : DONE_BY_PEOPLE)].some((beginning) => kind.startsWith(beginning))
