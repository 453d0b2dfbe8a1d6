import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { APP_VERSION } from '../../../electron/contract/version.ts'

test('the version that a storing names is the one of the package', () => {
  expect(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))).toMatchObject({ version: APP_VERSION })
})
