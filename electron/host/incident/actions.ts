// Acties: a measure, whose it is, by when, and whether it worked.
import type { Result } from '../../../native/kit/result.ts'
import type { CallInput } from '../../contract/calls.ts'
import type { ActionView } from '../../contract/faults.ts'
import { ACTION_CHANGED_KIND, ACTION_COUNTED_KIND, ACTION_KINDS, readActionFact } from './action-entries.ts'
import { ACTION_RULES, ADDED_KIND } from './action-machine.ts'
import { createRegister, type Register, type RegisterDeps } from './register.ts'

export type ActionsDeps = Pick<RegisterDeps<ActionView, never>, 'clock' | 'ledger' | 'recorder' | 'room' | 'isDrill' | 'bounds' | 'onChange'>

type Recorded<More = unknown> = Promise<Result<{ readonly seq: number } & More>>

export interface Actions extends Pick<Register<ActionView, never>, 'committed' | 'recordIsBack'> {
  /** @returns with its number; CALL_NOT_YET while the record cannot be read, and what recording returns */
  add(input: CallInput<'action.add'>): Recorded<{ readonly number: string }>
  /** @returns CALL_REFUSED with a ChangeRefusal as detail, and as `add` */
  change(input: CallInput<'action.change'>): Recorded
}

export function createActions(deps: ActionsDeps): Actions {
  const register = createRegister({
    ...deps,
    rules: ACTION_RULES,
    kinds: { all: ACTION_KINDS, opened: ADDED_KIND, changed: ACTION_CHANGED_KIND, counted: ACTION_COUNTED_KIND },
    readFact: readActionFact,
    // Nothing else opens one.
    lateOf: () => ({}),
  })
  return {
    committed: register.committed,
    recordIsBack: register.recordIsBack,
    add: ({ text, owner, dueUtcMs, about }) => register.open({ owner, dueUtcMs, about }, text),
    change: ({ number, change, reason }) => register.change(number, change, { text: change.what === 'effect' ? change.text : undefined, reason }),
  }
}
