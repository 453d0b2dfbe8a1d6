// resources/sites/site.schema.json is what editors check a site file with: it must be the schema, not an old one.
// To renew it: UPDATE_SITE_SCHEMA=1 npx vitest run --config test/vitest.config.ts test/unit/site/json-schema.test.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { loadSite } from '../../../electron/host/site/load.ts'
import { siteJsonSchemaText } from '../../../electron/host/site/json-schema.ts'

const file = new URL('../../../resources/sites/site.schema.json', import.meta.url)
if (process.env['UPDATE_SITE_SCHEMA'] === '1') writeFileSync(file, siteJsonSchemaText())
const committed = readFileSync(file, 'utf8')
const demoText = readFileSync(new URL('../../../resources/sites/demo.yaml', import.meta.url), 'utf8')
const demo: unknown = parse(demoText)

test('the committed JSON Schema is the present one', () => {
  expect(committed).toBe(siteJsonSchemaText())
})

test('the demo file is valid by the committed JSON Schema, read back on its own', () => {
  const fromFile = z.fromJSONSchema(JSON.parse(committed))
  expect(fromFile.safeParse(demo).error?.issues).toBeUndefined()
  expect(fromFile.safeParse({ ...(demo as object), floor: 3 }).success).toBe(false)
  expect(fromFile.safeParse({ ...(demo as object), mode: 'acts' }).success).toBe(false)
})

test('the demo file is a correct site file and points its editor at the schema', () => {
  expect(loadSite(demoText, 'demo.yaml')).toMatchObject({ ok: true })
  expect(demoText).toContain('# yaml-language-server: $schema=./site.schema.json\n')
})

test('every setting says its unit, its bounds and its default', () => {
  const settings: Record<string, { description?: string; default?: number }> = JSON.parse(committed).properties.settings.properties
  expect(Object.keys(settings)).toHaveLength(50 + 2)
  for (const [name, { description, default: preset }] of Object.entries(settings)) {
    expect(description, name).toMatch(/^.+\. [\d]+–[\d]+ (ms|hundredths|replies|points), default \d+\.$/)
    expect(description, name).toContain(`default ${preset}.`)
  }
})
