// Between the clock on a wall somewhere and a point in time. Node knows the rules of every zone through Intl.

export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The name of a zone as Intl knows it, such as `Europe/Berlin` or `UTC`; null for anything else. */
export function knownZone(name: string): string | null {
  // Intl also takes abbreviations such as EST, of which several places have one with another meaning.
  if (!/^(UTC|GMT|Z|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(name)) return null;
  try {
    const zone = name === 'Z' ? 'UTC' : name;
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null; // a RangeError: there is no such zone
  }
}

/** What the clocks show there at that time. */
export function wallTime(at: number, zone: string): WallTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}

/**
 * When the clocks there show that, in milliseconds since 1970; null for a date that does not exist. A time that summer
 * time skips is taken as the one an hour later; of one that comes twice, the first.
 */
export function zonedTime(wall: WallTime, zone: string): number | null {
  const { year, month, day, hour, minute, second } = wall;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(asUtc);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  const offsets = [asUtc - 24 * 3_600_000, asUtc + 24 * 3_600_000].map((at) => offsetAt(at, zone));
  const found = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetAt(at, zone) === asUtc);
  return found.length > 0 ? Math.min(...found) : asUtc - Math.min(...offsets);
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
