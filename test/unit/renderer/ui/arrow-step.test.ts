import { expect, test } from 'vitest'
import { arrowStep } from '../../../../renderer/ui/arrow-step.ts'

test('arrows go to the key beside, and by rows up and down; other keys go nowhere', () => {
  expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'Enter'].map((key) => arrowStep(key, { columns: 6 }))).toEqual([-1, 1, -6, 6, undefined, undefined])
})
