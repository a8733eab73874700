// Takes away protocol logs that nobody has added to for longer than they are kept. The event log stays: what happened can
// still be read, it can only not be played again.
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { taskId } from '../../domain/ids.ts';
import type { EngineDeps } from '../deps.ts';

type RemoveOldDeps = Pick<EngineDeps, 'store' | 'settings' | 'logDir' | 'now' | 'log' | 'home'>;

/** Of all projects of this home, also of tasks that were deleted. Returns how many logs it removed; never rejects. */
export async function removeOldLogs(deps: RemoveOldDeps): Promise<number> {
  let removed = 0;
  for (const project of await deps.store.projects.list()) {
    if (project.home !== deps.home) continue;
    // A repository that is gone, or says nonsense, has its own way of being told; its logs stay until it is right again.
    const settings = await deps.settings(project).catch(() => null);
    if (settings === null) continue;
    const { keepMs } = settings.protocolLog;
    const root = dirname(deps.logDir(project.id, taskId('any')));
    for (const task of await namesIn(root))
      for (const name of await namesIn(join(root, task))) {
        const dir = join(root, task, name);
        if (!/^protocol-\d+$/.test(name) || deps.now() - (await newestIn(dir)) <= keepMs) continue;
        await rm(dir, { recursive: true, force: true }).catch(() => undefined);
        removed += 1;
      }
  }
  if (removed > 0) deps.log.info({ removed }, 'old protocol logs were removed');
  return removed;
}

async function newestIn(dir: string): Promise<number> {
  const times = (await namesIn(dir)).map(async (name) => (await stat(join(dir, name))).mtimeMs);
  const known = await Promise.all(times).catch(() => [Infinity]);
  return Math.max(0, ...known);
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => []);
}
