// Rules of an actie: a measure with an owner, a date and a proof that it worked. A measure that was taken and did not work is
// open again. Its date passing changes nothing here: whoever reads it sees that it is late. Architecture section 7. Pure.
import type { ActionChange, ActionView } from '../../contract/faults.ts'
import { registerReducer, type RegisterBounds } from './register-machine.ts'
import type { ChangeRefusal, Rules, Said } from './register-types.ts'

export const ADDED_KIND = 'action.added'

const moved = (what: string, { state }: ActionView, to: ActionView['state']): Said | ChangeRefusal => (state === to ? 'nothing-changes' : { what, from: state, to })

function decide(action: ActionView, change: ActionChange): Said | ChangeRefusal {
  const { state, owner, dueUtcMs } = action
  switch (change.what) {
    case 'done':
      return state === 'open' || state === 'dropped' ? moved('done', action, 'done') : 'nothing-changes'
    case 'effect':
      if (state !== 'done' && state !== 'proven') return 'not-done'
      return moved('effect', action, change.proven ? 'proven' : 'open')
    case 'due':
      return change.dueUtcMs === dueUtcMs ? 'nothing-changes' : { what: 'due', ...(dueUtcMs === undefined ? {} : { from: dueUtcMs }), to: change.dueUtcMs }
    case 'owner':
      return change.owner === owner ? 'nothing-changes' : { what: 'owner', from: owner, to: change.owner }
    case 'dropped':
      return moved('dropped', action, 'dropped')
    case 'open':
      return moved('open', action, 'open')
  }
}

function apply(action: ActionView, { what, to }: Said, utcMs: number): ActionView {
  switch (what) {
    case 'due':
      return { ...action, dueUtcMs: Number(to) }
    case 'owner':
      return { ...action, owner: to as ActionView['owner'] }
    case 'done':
    case 'effect':
    case 'dropped':
    case 'open':
      return { ...action, state: to as ActionView['state'], stateUtcMs: utcMs }
    default:
      return action
  }
}

export const ACTION_RULES: Rules<ActionView, ActionChange> = {
  series: { real: 'A', drill: 'OA' },
  unknown: 'no-such-action',
  isWaiting: ({ state }) => state === 'open' || state === 'done',
  decide,
  apply,
  kindOf: () => ADDED_KIND,
  withoutWords: ({ text: _text, ...rest }) => rest,
  // An actie is dropped by a change, never by taking an entry back.
  takenBack: (action) => action,
}

/** @param room  code of the room, part of every number */
export const actionReducer = (room: string, bounds: RegisterBounds) => registerReducer(ACTION_RULES, room, bounds)
