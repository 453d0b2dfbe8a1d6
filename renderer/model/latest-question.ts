// Questions whose answers take a while, asked faster than they are answered: one on its way at a time, and of those that wait
// only the newest. What was answered last stays until the next answer is there, together with what it answers. Pure.

export interface Asked<Question, Answer> {
  readonly question: Question
  readonly answer: Answer
}

export interface LatestState<Question, Answer> {
  /** What is on screen, and what it is the answer to. */
  readonly shown?: Asked<Question, Answer>
  /** On its way. */
  readonly asking?: Question
  /** To be asked when that one is answered. */
  readonly waiting?: Question
}

export type LatestEvent<Question, Answer> =
  | { readonly event: 'wanted'; readonly question: Question }
  | { readonly event: 'answered'; readonly answer: Answer }

export interface LatestStep<Question, Answer> {
  readonly state: LatestState<Question, Answer>
  /** To be asked now. */
  readonly ask?: Question
}

export function reduceLatest<Question, Answer>(state: LatestState<Question, Answer>, event: LatestEvent<Question, Answer>): LatestStep<Question, Answer> {
  const { shown, asking, waiting } = state
  const kept = shown === undefined ? {} : { shown }
  if (event.event === 'wanted') {
    if (asking === undefined) return { state: { ...kept, asking: event.question }, ask: event.question }
    return { state: { ...kept, asking, waiting: event.question } }
  }
  if (asking === undefined) return { state }
  const answered = { shown: { question: asking, answer: event.answer } }
  return waiting === undefined ? { state: answered } : { state: { ...answered, asking: waiting }, ask: waiting }
}
