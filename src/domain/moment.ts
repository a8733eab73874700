// A time that is still to come, as people read it in a hold: how long it is, and what the clock of this machine says then.

const day = 24 * 60 * 60_000;

/** Node fires a timer that is set for longer than this, in milliseconds, at once. */
export const longestTimerMs = 2 ** 31 - 1;

/** `14:03:20`, without the seconds `14:03`; with its date when it is a day or more away. In the zone of this machine. */
export function clockTime(at: number, now: number, { seconds }: { readonly seconds: boolean }): string {
  const isFar = at - now >= day;
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
    ...(isFar && { day: 'numeric', month: 'short' }),
    hourCycle: 'h23',
  }).format(at);
}

/** `43 s`, `12m`, `2h 3m`, `3d 4h`. Rounded up: what is still to come is never `0 s`. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}
