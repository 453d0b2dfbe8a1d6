// When a plan must be checked again, by the calendar on the wall in the Netherlands.
import { expect, test } from 'vitest'
import { dayOf, isCheckDue } from '../../../electron/host/shift/plan-check.ts'

const plan = { checkedOn: '2026-11-01', checkEveryDays: 30 }

test('the last day of its term is still in time, and the next one is not', () => {
  expect(isCheckDue(plan, Date.UTC(2026, 11, 1, 12))).toBe(false)
  expect(isCheckDue(plan, Date.UTC(2026, 11, 2, 12))).toBe(true)
})

test('the day turns at midnight in the Netherlands, in winter and in summer', () => {
  expect(isCheckDue(plan, Date.UTC(2026, 11, 1, 22, 59, 59))).toBe(false)
  expect(isCheckDue(plan, Date.UTC(2026, 11, 1, 23, 0, 0))).toBe(true)
  expect(dayOf(Date.UTC(2026, 6, 1, 22, 0, 0))).toBe('2026-07-02')
})
