// Hands the language to every component below, and tells the browser which one it is.
import { createContext, useContext, useLayoutEffect, useMemo, type ReactNode } from 'react'
import type { Language } from '../../electron/contract/words.ts'
import { createText, type Text } from './texts.ts'

interface Held {
  readonly language: Language
  readonly text: Text
}

const TextContext = createContext<Held | undefined>(undefined)

interface TextProviderProps {
  readonly language: Language
  readonly children: ReactNode
}

/** A screen reader pronounces the page by `<html lang>`, so that changes with it. */
export function TextProvider({ language, children }: TextProviderProps): ReactNode {
  const held = useMemo(() => ({ language, text: createText(language) }), [language])
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return <TextContext value={held}>{children}</TextContext>
}

/** The sentence of a key in the language of the page. */
export const useText = (): Text => useHeld().text

export const useLanguage = (): Language => useHeld().language

function useHeld(): Held {
  const held = useContext(TextContext)
  if (!held) throw new Error('no TextProvider above this component')
  return held
}
