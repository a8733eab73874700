import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resetTime, speaksOfLimit } from './usage-limit.ts';
import { zonedTime } from './zoned-time.ts';

/** A Saturday, 13:57 in Berlin and 07:57 in New York. */
const now = Date.parse('2026-11-21T12:57:00Z');

function when(words: string, zone = 'UTC', at = now): string | null {
  const time = resetTime(words, { now: at, zone });
  return time === null ? null : new Date(time).toISOString();
}

const understood: readonly (readonly [words: string, time: string, zone?: string])[] = [
  ['Claude usage limit reached. Your limit will reset at 3pm (Europe/Berlin).', '2026-11-21T14:00:00.000Z'],
  ["You've hit your limit · resets 7pm (Europe/Rome)", '2026-11-21T18:00:00.000Z'],
  ['5-hour limit reached ∙ resets 3pm', '2026-11-21T15:00:00.000Z'],
  ['5-hour limit reached ∙ resets 3pm', '2026-11-21T20:00:00.000Z', 'America/New_York'],
  ['5-hour limit reached ∙ resets 12am', '2026-11-22T00:00:00.000Z'],
  ['limit reached, resets at 12:30 pm UTC', '2026-11-22T12:30:00.000Z'],
  ['limit reached, resets at 15:05', '2026-11-21T15:05:00.000Z'],
  ['limit reached, resets tomorrow at 9am', '2026-11-22T09:00:00.000Z'],
  ['Weekly limit reached ∙ resets Dec 3, 9am', '2026-12-03T09:00:00.000Z'],
  ['Weekly limit reached ∙ resets Dec 3 at 9:30am (Asia/Tokyo)', '2026-12-03T00:30:00.000Z'],
  ["You've hit your usage limit, try again at Nov 24th, 2026 9:00 AM.", '2026-11-24T09:00:00.000Z'],
  ['Claude AI usage limit reached|1795270000', `2026-11-21T${iso(1795270000)}.000Z`],
  ['usage limit reached|1795270000123', `2026-11-21T${iso(1795270000)}.123Z`],
  [
    "You've hit your usage limit. Upgrade to Pro (https://example.com/pricing) or try again in 5 days 22 hours 11\nminutes.",
    '2026-11-27T11:08:00.000Z',
  ],
  ["You've hit your usage limit. Try again in 4h 12m.", '2026-11-21T17:09:00.000Z'],
  ['You have exhausted your capacity. Your quota will reset after 12h34m56s.', '2026-11-22T01:31:56.000Z'],
  ['quota exceeded, please retry in 38.5s', '2026-11-21T12:57:38.500Z'],
  ['{"error":{"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"38s"}]}}', '2026-11-21T12:57:38.000Z'],
  ['{"type":"usage_limit_reached","plan_type":"plus","resets_in_seconds":13872}', '2026-11-21T16:48:12.000Z'],
  [`{"type":"usage_limit_reached","resets_at":1795270000}`, `2026-11-21T${iso(1795270000)}.000Z`],
  ['limit reached, resets at 2026-11-21T15:00:00Z', '2026-11-21T15:00:00.000Z'],
  ['limit reached; try again after 2026-11-21 15:00:00+02:00', '2026-11-21T13:00:00.000Z'],
  ['limit reached; try again after 2026-11-21 15:00 (Europe/Berlin)', '2026-11-21T14:00:00.000Z'],
];

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19);
}

for (const [words, time, zone] of understood)
  test(`a limit's end is read: ${words.slice(0, 70)}${zone === undefined ? '' : ` in ${zone}`}`, () => {
    assert.ok(speaksOfLimit(words), 'it speaks of a limit');
    assert.equal(when(words, zone), time);
  });

const unknown: readonly string[] = [
  "You've hit your usage limit, or wait for limits to reset (every 5h and every week.).",
  "You've hit your usage limit. Try again at 10 de jul. de 2026, 11:52.",
  'limit reached, resets 3pm (PST)',
  'limit reached, resets 3pm (Mars/Phobos)',
  'limit reached, resets at 3',
  'limit reached, resets at 25:10',
  'limit reached, resets Feb 30, 9am',
  'limit reached, resets Nov 21, 2025 9am',
  'usage limit reached|1695270000',
  'usage limit reached, try again in 400 days',
  'The usage limit has been reached.',
  'Too many requests, please try again later.',
  '429',
];

for (const words of unknown)
  test(`a time that is not certain is not guessed: ${words}`, () => assert.equal(when(words), null));

test('other errors do not speak of a limit', () => {
  const others = [
    'connect ECONNREFUSED 127.0.0.1:1',
    'fetch failed',
    'the model answered 500',
    'no such file',
  ];
  assert.deepEqual(others.filter(speaksOfLimit), []);
});

test('the next time that a clock shows it may be after a change to summer time, and a date without a year next year', () => {
  // Berlin leaves summer time at 3:00 on 25 October 2026, and comes back to it at 2:00 on 28 March 2027.
  const before = Date.parse('2026-10-24T20:00:00Z');
  assert.equal(when('limit reached, resets 9am (Europe/Berlin)', 'UTC', before), '2026-10-25T08:00:00.000Z');
  const spring = Date.parse('2027-03-27T22:00:00Z');
  assert.equal(when('limit reached, resets 9am (Europe/Berlin)', 'UTC', spring), '2027-03-28T07:00:00.000Z');
  const december = Date.parse('2026-12-30T10:00:00Z');
  assert.equal(when('limit reached, resets Jan 2, 9am', 'UTC', december), '2027-01-02T09:00:00.000Z');
  const skipped = { year: 2027, month: 3, day: 28, hour: 2, minute: 30, second: 0 };
  assert.equal(zonedTime(skipped, 'Europe/Berlin'), Date.parse('2027-03-28T01:30:00Z'));
});
