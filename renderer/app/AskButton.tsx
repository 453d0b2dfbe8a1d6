// A button that asks one call: it shows the press in the same frame, whatever the console then says.
import type { ReactNode } from 'react'
import type { Ask } from '../model/switch-face.ts'
import { Button, type ButtonLook, type ButtonSize } from '../ui/Button.tsx'
import { useAsk, useLastAsk } from './console-context.tsx'
import './ask-button.css'

interface AskButtonProps {
  readonly ask: Ask | undefined
  readonly look?: ButtonLook
  readonly size?: ButtonSize
  readonly layout?: 'row' | 'column'
  readonly keycap?: string | undefined
  readonly label?: string
  readonly className?: string
  readonly children: ReactNode
}

export function AskButton({ ask, look = 'plain', className = '', ...rest }: AskButtonProps): ReactNode {
  const press = useAsk()
  const last = useLastAsk()
  const isAsked = last.outcome === 'asked' && ask !== undefined && isSame(last.ask, ask)
  return (
    <Button
      {...rest}
      look={ask === undefined ? 'inert' : look}
      className={`${className} ${isAsked ? 'is-asked' : ''}`}
      onPress={() => {
        if (ask !== undefined) void press(ask)
      }}
    />
  )
}

const isSame = (one: Ask, other: Ask): boolean => one.call === other.call && JSON.stringify(one.input) === JSON.stringify(other.input)
