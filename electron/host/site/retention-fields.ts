// How long what stands beside the record's chain is kept, and no longer. The chain itself, that something happened and when,
// stays. Source: architecture, section 7: samples and traffic 90 days, incidents 5 years; what each means: resources/docs/record.md.
import type { z } from 'zod'
import { block, whole } from './fields.ts'

const DAYS_OF_FIVE_YEARS = 1827

export const retentionSchema = block({
  samplesDays: whole(1, 730, 'd').default(90).describe('Days that measurements are kept, of storingen apart. 1–730, default 90.'),
  trafficDays: whole(1, 730, 'd').default(90).describe('Days that radio identities, SDS bodies and positions are kept, of storingen too. 1–730, default 90.'),
  contentDays: whole(1, DAYS_OF_FIVE_YEARS, 'd').default(365).describe("Days that people's words are kept that belong to no storing, melding or actie. 1–1827, default 365."),
  incidentYears: whole(1, 10, 'y').default(5).describe('Years that the words of storingen, meldingen and acties and the measurements around a storing are kept. 1–10, default 5.'),
}).describe('How long what may be deleted is kept. What is older is deleted by itself, and the record says so.')

export type RetentionSettings = z.infer<typeof retentionSchema>
