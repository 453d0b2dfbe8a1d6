// Questions that come faster than their answers.
import { describe, expect, it } from 'vitest'
import { reduceLatest, type LatestEvent, type LatestState } from '../../../../renderer/model/latest-question.ts'

type Event = LatestEvent<number, string>
const wanted = (question: number): Event => ({ event: 'wanted', question })
const answered = (answer: string): Event => ({ event: 'answered', answer })

function play(...events: readonly Event[]): { readonly state: LatestState<number, string>; readonly asked: readonly number[] } {
  let state: LatestState<number, string> = {}
  const asked: number[] = []
  for (const event of events) {
    const step = reduceLatest(state, event)
    state = step.state
    if (step.ask !== undefined) asked.push(step.ask)
  }
  return { state, asked }
}

describe('the latest question', () => {
  it('is asked at once, and its answer is shown with the question it answers', () => {
    expect(play(wanted(1), answered('one'))).toEqual({ asked: [1], state: { shown: { question: 1, answer: 'one' } } })
  })

  it('waits for the one on its way, and of those that wait only the newest is asked', () => {
    expect(play(wanted(1), wanted(2), wanted(3), wanted(4), answered('one'))).toEqual({ asked: [1, 4], state: { asking: 4, shown: { question: 1, answer: 'one' } } })
  })

  it('keeps the last answer, as the answer to its own question, until the next is there', () => {
    const { state } = play(wanted(1), answered('one'), wanted(2))
    expect(state).toEqual({ asking: 2, shown: { question: 1, answer: 'one' } })
    expect(play(wanted(1), answered('one'), wanted(2), answered('two')).state.shown).toEqual({ question: 2, answer: 'two' })
  })

  it('takes no answer that nobody asked for', () => {
    expect(play(answered('stray')).state).toEqual({})
  })
})
