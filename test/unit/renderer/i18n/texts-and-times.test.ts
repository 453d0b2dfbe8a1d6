// Times on screen, and the sentences around them.
import { describe, expect, it } from 'vitest'
import { CATALOGUES, isTextKey, type TextKey } from '../../../../renderer/i18n/catalogue.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { clockMinutes, clockTime, countdown, fullDate, longDuration, shortDate, shortDuration } from '../../../../renderer/i18n/times.ts'

const WINTER = Date.UTC(2026, 10, 23, 20, 40, 5)
const SUMMER = Date.UTC(2026, 6, 1, 22, 0, 0)

describe('times', () => {
  it('are those of Amsterdam, in winter and in summer, whatever the workstation thinks', () => {
    expect([clockTime(WINTER), clockTime(SUMMER), clockMinutes(WINTER)]).toEqual(['21:40:05', '00:00:00', '21:40'])
    expect([shortDate(WINTER, 'nl'), shortDate(SUMMER, 'nl'), fullDate(WINTER, 'nl'), shortDate(WINTER, 'en')]).toEqual(['ma 23-11', 'do 02-07', 'ma 23-11-2026', 'Mon 23-11'])
  })

  it('go back an hour when summer ends', () => {
    const before = Date.UTC(2026, 9, 25, 0, 59, 59)
    expect([clockTime(before), clockTime(before + 1000)]).toEqual(['02:59:59', '02:00:00'])
  })

  it.each([
    [0, '00:00:00', '00:00', '00:00'],
    [1, '00:00:00', '00:00', '00:01'],
    [999, '00:00:00', '00:00', '00:01'],
    [108_000, '00:01:48', '01:48', '01:48'],
    [401_900, '00:06:41', '06:41', '06:42'],
    [4_500_000, '01:15:00', '75:00', '75:00'],
    [-5000, '00:00:00', '00:00', '00:00'],
  ])('%d ms that have passed or remain', (ms, long, short, left) => {
    expect([longDuration(ms), shortDuration(ms), countdown(ms)]).toEqual([long, short, left])
  })
})

describe('texts', () => {
  it('read in the language that is asked for', () => {
    expect(createText('nl')('condition.down')).toBe('uitgevallen')
    expect(createText('en')('condition.down')).toBe('down')
  })

  it('take their values as ICU messages do', () => {
    expect(createText('nl')('gallery.sound.hertz', { from: 700, to: 1000 })).toBe('700–1.000 Hz')
    expect(createText('en')('gallery.sound.hertz', { from: 700, to: 1000 })).toBe('700–1,000 Hz')
  })

  it('refuse a key or a value that is not there', () => {
    const text = createText('nl')
    expect(() => text('no.such.key' as TextKey)).toThrow(/no\.such\.key/)
    expect(() => text('gallery.sound.hertz', { from: 700 })).toThrow()
  })

  it('know which words from outside have a sentence', () => {
    expect([isTextKey('error.LINK_LOST'), isTextKey('error.NO_SUCH'), isTextKey('toString')]).toEqual([true, false, false])
    expect(Object.keys(CATALOGUES.en)).toHaveLength(Object.keys(CATALOGUES.nl).length)
  })
})
