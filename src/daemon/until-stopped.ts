// When a daemon ends: on a signal, or when its home is gone. Without a home nobody can find it any more, so it would stay
// behind for ever (tests and people who delete the folder leave such daemons).
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const lookEveryMs = 15_000;

/** Resolves with why. A second signal ends the process at once, for a stop that takes too long. */
export function untilStopped(home: string): Promise<string> {
  return new Promise((resolve) => {
    let isFirst = true;
    const stop = (why: string): void => {
      clearInterval(timer);
      // oxlint-disable-next-line unicorn/no-process-exit -- the person asked twice: nothing may delay it any more
      if (!isFirst) process.exit(130);
      isFirst = false;
      resolve(why);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    // The token is written while the daemon starts, long before the first look.
    const timer = setInterval(() => {
      if (!existsSync(join(home, 'token'))) stop('its home is gone');
    }, lookEveryMs);
    // The wait alone must not keep a process that failed to start.
    timer.unref();
  });
}
