// "Vals alarm": one press, and the undo in the same rectangle.
import type { ReactNode } from 'react'
import { AskButton } from '../app/AskButton.tsx'
import type { FeedbackFace } from '../model/alarm-list.ts'
import './feedback-key.css'

export const FeedbackKey = ({ face }: { readonly face: FeedbackFace }): ReactNode => (
  <AskButton ask={face.ask} className="feedback-key">
    {face.label}
  </AskButton>
)
