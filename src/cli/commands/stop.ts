// `tasklane stop`: ends the daemon of this home, and waits until it has ended.
import { AppError } from '../../api/errors.ts';
import { sleep } from '../../lib/sleep.ts';
import { say } from '../context.ts';
import type { Context } from '../context.ts';
import { isAlive } from '../daemon-files.ts';
import { clientElsewhere, findRunning, homeOf } from '../find-daemon.ts';

// It ends within 10 s by itself (its own limit); a little more, for a machine that is busy.
const waitMs = 15_000;

export async function stop(context: Context): Promise<void> {
  const elsewhere = await clientElsewhere(context);
  if (elsewhere !== null)
    throw new AppError(
      'invalid_input',
      `Commands go to ${elsewhere.url}, a daemon that is not of this home.`,
      {
        next: 'Stop it where it runs; or unset TASKLANE_URL, or sign out with `tasklane logout`.',
      },
    );
  const running = await findRunning(await homeOf(context));
  if (running === null) return say(context, 'tasklane: no daemon runs');
  // The pid comes from the daemon itself, over its token: never from a file that may be older than the process.
  const { pid } = running.health;
  process.kill(pid, 'SIGTERM');
  const deadline = performance.now() + waitMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline)
      throw new AppError('internal', `The daemon (pid ${pid}) has not ended after ${waitMs / 1000} s.`, {
        next: 'See its log, daemon.log in its home; if it hangs, kill it: nothing is lost.',
      });
    await sleep(25);
  }
  say(context, 'tasklane: stopped the daemon');
}
