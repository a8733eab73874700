// Keeps the lease of a running task alive. A worker that cannot renew in time stops its run: by then another may have it.
import type { TaskId } from '../domain/ids.ts';
import { messageOf } from '../domain/errors.ts';
import type { EngineDeps } from './deps.ts';

export const leaseMs = 30_000;
const renewEveryMs = 10_000;

/** Returns how to stop renewing. `onLost` is called at most once, and not after that. */
export function keepLease(
  deps: Pick<EngineDeps, 'store' | 'now' | 'log'>,
  taskId: TaskId,
  fence: number,
  onLost: () => void,
): () => void {
  // By this machine's clock, and from before the store was asked: so it never ends later than the store says.
  let validUntil = deps.now() + leaseMs;
  let isKept = true;
  const stop = (): void => {
    isKept = false;
    clearInterval(timer);
  };
  const lose = (): void => {
    if (!isKept) return;
    stop();
    onLost();
  };
  const renew = async (): Promise<void> => {
    const askedAt = deps.now();
    try {
      const until = (await deps.store.now()) + leaseMs;
      if (await deps.store.leases.renew(taskId, fence, until)) validUntil = askedAt + leaseMs;
      else lose();
    } catch (error) {
      deps.log.warn({ taskId, error: messageOf(error) }, 'the lease could not be renewed');
      if (deps.now() >= validUntil) lose();
    }
  };
  const timer = setInterval(() => void renew(), renewEveryMs);
  return stop;
}
