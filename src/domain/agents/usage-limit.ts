// When a usage limit ends, read from the words of agents and providers. Pure. What is not understood for certain is null,
// and then the task backs off as after any other error: a wrong time would keep an account idle, or wake it for nothing.
// The forms are those that the tools print (their issue trackers have them): Claude Code “resets 3pm (Europe/Berlin)” and
// “limit reached|1699999999”, Codex “try again in 5 days 22 hours 11 minutes” and `resets_in_seconds`, Gemini
// “quota will reset after 12h34m56s” and `retryDelay`.
import { knownZone, wallTime, zonedTime } from './zoned-time.ts';
import type { WallTime } from './zoned-time.ts';

export interface Clock {
  readonly now: number;
  /** Of this machine: an agent that names no zone prints the time as it is here. */
  readonly zone: string;
}

/** Longer than any plan's window; a time beyond it was misread. */
const longestMs = 35 * 24 * 3_600_000;

const limitWords =
  /\b(usage|session|weekly|daily|hourly|monthly|plan|account|\d+-hour)s?[ _-]+(limit|quota|cap)s?(?![a-z])|\blimit (was |is |has been |will be )?(reached|hit|reset|exceeded)|\b(hit|reached|exceeded|exhausted) (your|the|its)\b.{0,30}\b(limit|quota)|\bquota\b|\brate.?limit|\btoo many requests\b|resource.?exhausted/i;

/** Whether it speaks of a limit on use at all. */
export function speaksOfLimit(words: string): boolean {
  return limitWords.test(words);
}

/** The time, in milliseconds since 1970, at which it says that work is possible again; null when it names none, or one that is over. */
export function resetTime(words: string, clock: Clock): number | null {
  const text = words.replaceAll(/\s+/g, ' ');
  for (const read of [epoch, span, isoTime, datedTime, timeOfDay]) {
    const at = read(text, clock);
    if (at !== null) return at > clock.now && at - clock.now <= longestMs ? at : null;
  }
  return null;
}

// “… again”, “resets at”: only what stands right behind such words is the time that is meant.
const lead = String.raw`(?:resets?|resetting|(?:try|retry)(?: again)?|available(?: again)?|retry[ -]after|until)(?:\s+(?:at|on|in|after|by))?[\s:]*`;

// `|1699999999` behind the message, or a field of the error's data; milliseconds have three digits more.
function epoch(text: string): number | null {
  const found = /(?:\|\s*|"?reset_?s?_?[aA]t"?\s*[:=]\s*"?)(\d{10})(\d{3})?\b/i.exec(text);
  return found === null ? null : Number(found[1]) * 1000 + Number(found[2] ?? 0);
}

const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
const part = String.raw`\d+(?:\.\d+)?\s*(?:days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[dhms])(?![a-z])`;
const spanAfter = new RegExp(
  String.raw`${lead}(?:in |after )?(${part}(?:(?:,| and|, and)?\s*${part.replace('(?![a-z])', '(?![a-z]{2})')})*)`,
  'i',
);

function span(text: string, { now }: Clock): number | null {
  const field = /"?(?:resets?_in_seconds|retry_after(?:_seconds)?)"?\s*[:=]\s*"?(\d+(?:\.\d+)?)/i.exec(text);
  if (field !== null) return now + Number(field[1]) * 1000;
  const delay = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(text);
  if (delay !== null) return now + Number(delay[1]) * 1000;
  const said = spanAfter.exec(text)?.[1];
  if (said === undefined) return null;
  const parts = [...said.matchAll(/(\d+(?:\.\d+)?)\s*([dhms])/gi)];
  return (
    now +
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[(unit ?? '').toLowerCase()] ?? 0), 0)
  );
}

const zoneAfter = String.raw`(?:\s*\(?((?:UTC|GMT|Z)\b|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+|[A-Z]{2,5}\b)\)?)?`;
const iso = new RegExp(
  String.raw`${lead}(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(?:([+-])(\d\d):?(\d\d)|${zoneAfter})`,
  'i',
);

function isoTime(text: string, { zone }: Clock): number | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, sign, hours, minutes, named] = found;
  const wall = { year, month, day, hour, minute, second: second ?? 0 };
  if (sign === undefined) return at(wall, named, zone);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const utc = at(wall, 'UTC', zone);
  return utc === null ? null : utc - (sign === '+' ? offset : -offset);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const clockWords = String.raw`(\d{1,2})(?::(\d\d))?(?::\d\d)?\s*([ap])?\.?(?:m\b\.?)?`;
const dated = new RegExp(
  String.raw`${lead}(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?:,| at|, at)? ${clockWords}${zoneAfter}`,
  'i',
);

// “Oct 3, 9am”: without a year, the next such day.
function datedTime(text: string, { now, zone }: Clock): number | null {
  const found = dated.exec(text);
  if (found === null) return null;
  const [, monthName = '', day, year, hour, minute, half, named] = found;
  const month = months.indexOf(monthName.toLowerCase()) + 1;
  const clock = ofDay(hour, minute, half);
  if (month === 0 || clock === null) return null;
  if (year !== undefined) return at({ year, month, day, ...clock }, named, zone);
  const thisYear = wallTime(now, zone).year;
  const times = [thisYear, thisYear + 1].map((each) => at({ year: each, month, day, ...clock }, named, zone));
  return times.find((time) => time !== null && time > now) ?? null;
}

const daily = new RegExp(
  String.raw`${lead}(?:(today|tomorrow),?(?: at)? )?${clockWords}${zoneAfter}(?![\d:])`,
  'i',
);

// “3pm”: the next time that the clocks show it.
function timeOfDay(text: string, { now, zone }: Clock): number | null {
  const found = daily.exec(text);
  if (found === null) return null;
  const [, which, hour, minute, half, named] = found;
  const clock = ofDay(hour, minute, half);
  const there = zoneOf(named, zone);
  // A bare number is no time of day.
  if (clock === null || there === null || (minute === undefined && half === undefined)) return null;
  const today = wallTime(now, there);
  const days = which === undefined ? [0, 1] : [which.toLowerCase() === 'today' ? 0 : 1];
  for (const later of days) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day + later));
    const wall = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      ...clock,
    };
    const time = zonedTime(wall, there);
    if (time !== null && time > now) return time;
  }
  return null;
}

type Written = Readonly<Record<keyof WallTime, string | number | undefined>>;

function at(written: Written, named: string | undefined, zone: string): number | null {
  const there = zoneOf(named, zone);
  if (there === null) return null;
  const { year, month, day, hour, minute, second } = written;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  return zonedTime(wall, there);
}

// A zone that was named and is not known (PST is several) makes the whole time unknown.
function zoneOf(named: string | undefined, local: string): string | null {
  return named === undefined ? local : knownZone(named);
}

function ofDay(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
): Pick<WallTime, 'hour' | 'minute' | 'second'> | null {
  const said = Number(hour);
  const limit = half === undefined ? said <= 23 : said >= 1 && said <= 12;
  if (!limit || Number(minute ?? 0) > 59) return null;
  const afternoon = half?.toLowerCase() === 'p' ? 12 : 0;
  return {
    hour: half === undefined ? said : (said % 12) + afternoon,
    minute: Number(minute ?? 0),
    second: 0,
  };
}
