// Asks the record what the reader wants to see, as model/latest-question.ts decides: never two questions at once of one kind.
import { useEffect, useRef, useState } from 'react'
import { reduceLatest, type LatestEvent, type LatestState } from '../model/latest-question.ts'

/**
 * @param key  another question has another key; undefined asks nothing
 * @param ask  bounded by the deadline of its calls
 */
export function useLatest<Question, Answer>(question: Question | undefined, key: string | undefined, ask: (question: Question) => Promise<Answer>): LatestState<Question, Answer> {
  const [shown, show] = useState<LatestState<Question, Answer>>({})
  const held = useRef<LatestState<Question, Answer>>({})
  const isOpen = useRef(false)
  const newest = useRef({ question, ask })
  useEffect(() => {
    newest.current = { question, ask }
  })
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  useEffect(() => {
    const take = (event: LatestEvent<Question, Answer>): void => {
      const { state, ask: toAsk } = reduceLatest(held.current, event)
      held.current = state
      if (isOpen.current) show(state)
      if (toAsk !== undefined) void newest.current.ask(toAsk).then((answer) => take({ event: 'answered', answer }))
    }
    const wanted = newest.current.question
    if (key !== undefined && wanted !== undefined) take({ event: 'wanted', question: wanted })
  }, [key])
  return shown
}
