// The folder the quickstart plays in: a home and a repository of its own, far from the person's. Always the same place,
// so that a second run finds and clears what the first one left.
import { readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Stage {
  readonly dir: string;
  readonly home: string;
  readonly repository: string;
}

export function stageDir(): Stage {
  const dir = join(tmpdir(), `tasklane-quickstart-${userInfo().username}`);
  return { dir, home: join(dir, 'home'), repository: join(dir, 'invoices') };
}

/** Stops the daemon of an earlier run and removes the folder. */
export async function clear(stage: Stage): Promise<void> {
  await stopDaemon(stage.home);
  await rm(stage.dir, { recursive: true, force: true, maxRetries: 5 });
}

/** Ends the daemon that holds this home, if one does, and waits until it is gone. */
export async function stopDaemon(home: string): Promise<void> {
  const pid = await daemonPid(home);
  if (pid === null) return;
  try {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < 12_000; waited += 100) {
      process.kill(pid, 0);
      await delay(100);
    }
  } catch {
    // It is gone: signal 0 found nobody.
  }
}

async function daemonPid(home: string): Promise<number | null> {
  try {
    const info: unknown = JSON.parse(await readFile(join(home, 'daemon.json'), 'utf8'));
    if (typeof info !== 'object' || info === null || !('pid' in info)) return null;
    return typeof info.pid === 'number' ? info.pid : null;
  } catch {
    // No daemon was left behind.
    return null;
  }
}
