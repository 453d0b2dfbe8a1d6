// What is wrong with the sound, in words; undefined when it is heard here or in another window.
import type { Words } from '../model/words.ts'
import type { SoundState } from '../sound/sound-player.ts'

export function soundWords(state: SoundState, words: Words): string | undefined {
  switch (state.sound) {
    case 'starting':
    case 'ready':
    case 'elsewhere':
      return undefined
    case 'suspended':
      return words.text('sound.suspended')
    case 'output-missing':
      return words.text('sound.output-missing')
    case 'unsupported':
      return words.text('sound.unsupported')
  }
}
