// Beside the line of the open storing: two taps, the symptom that is proposed, and the way to other open ones. Nothing here
// takes the focus; a key that goes away under it gives it to what stands in its place.
import { useRef, type ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import { useAsk } from '../app/console-context.tsx'
import type { FaultLine, Question, QuestionFace } from '../model/fault-line.ts'
import type { Words } from '../model/words.ts'
import { Button } from '../ui/Button.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

interface FaultTapsProps {
  readonly line: FaultLine
  readonly words: Words
  readonly onOpen: (question: Question) => void
  /** One was tapped. */
  readonly onSaid: () => void
  /** Put away what is held out. */
  readonly onFold: () => void
  readonly onNext: (number: string) => void
}

export function FaultTaps({ line, words, onOpen, onSaid, onFold, onNext }: FaultTapsProps): ReactNode {
  const { questions, others, symptom } = line
  const isFull = questions.every(({ isOpen }) => isOpen)
  return (
    <div
      className="fault-taps"
      onKeyDown={(event) => {
        // A key that is held down was pressed once: it must not answer the question that it opened.
        if (event.repeat) event.preventDefault()
        if (event.key === 'Escape') onFold()
      }}
    >
      {others && (
        <Button className="fault-next" onPress={() => onNext(others.next)}>
          <span>{words.text('fault.place', { at: others.at, of: others.of })}</span> <span className="hidden-text">{words.text('fault.next', { number: others.next })}</span>
        </Button>
      )}
      {questions.map((face) => <TapQuestion key={face.question} face={face} onOpen={onOpen} onSaid={onSaid} />)}
      {symptom && !isFull && (
        <AskButton ask={symptom.confirm} className="fault-key fault-symptom">
          <small>{words.text(symptom.confirm ? 'fault.proposed' : 'fault.symptom')}</small>
          <span>{symptom.text}</span>
          {symptom.confirm && <span className="hidden-text"> {words.text('fault.confirm')}</span>}
        </AskButton>
      )}
    </div>
  )
}

interface TapQuestionProps {
  readonly face: QuestionFace
  readonly onOpen: (question: Question) => void
  readonly onSaid: () => void
}

function TapQuestion({ face, onOpen, onSaid }: TapQuestionProps): ReactNode {
  const { question, caption, label, isOpen, answer, choices } = face
  const ask = useAsk()
  const part = useRef<HTMLDivElement>(null)
  useKeptFocus(part)
  return (
    <div ref={part} className="fault-question" role="group" aria-label={label}>
      {isOpen ? (
        <>
          <small>{caption}</small>
          {choices.map((choice) => (
            <Button
              key={choice.word}
              className="fault-choice"
              pressed={choice.pressed}
              onPress={() => {
                if (choice.ask) void ask(choice.ask)
                onSaid()
              }}
            >
              {choice.word}
            </Button>
          ))}
        </>
      ) : (
        <Button className="fault-key" onPress={() => onOpen(question)}>
          <small>{caption}</small>
          <span>{answer}</span>
        </Button>
      )}
    </div>
  )
}
