// Takes away protocol logs that nobody has added to for longer than they are kept. The event log stays: what happened can
// still be read, it can only not be played again.
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import { taskId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { Bell } from '../../lib/sleep.ts';
import type { EngineDeps } from '../deps.ts';

type OldLogsDeps = Pick<EngineDeps, 'store' | 'settings' | 'logDir' | 'now' | 'log' | 'home'>;

const betweenMs = 6 * 3_600_000;

export class OldLogs {
  readonly #deps: OldLogsDeps;
  readonly #bell = new Bell();
  #loop: Promise<void> | null = null;
  #isStopping = false;

  constructor(deps: OldLogsDeps) {
    this.#deps = deps;
  }

  /** Looks now, and every six hours. */
  start(): void {
    this.#loop ??= this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    await this.#loop;
  }

  async #look(): Promise<void> {
    while (!this.#isStopping) {
      await removeOldLogs(this.#deps).catch((error: unknown) =>
        this.#deps.log.warn({ error: messageOf(error) }, 'old protocol logs could not be removed'),
      );
      await this.#bell.next(betweenMs);
    }
  }
}

/** Of all projects of this home, also of tasks that were deleted. Returns how many logs it removed. */
export async function removeOldLogs(deps: OldLogsDeps): Promise<number> {
  let removed = 0;
  for (const project of await deps.store.projects.list())
    if (project.home === deps.home) removed += await removeOf(deps, project);
  if (removed > 0) deps.log.info({ removed }, 'old protocol logs were removed');
  return removed;
}

async function removeOf(deps: OldLogsDeps, project: Project): Promise<number> {
  // What is wrong with its configuration is told elsewhere; its logs stay until it can be read again.
  const settings = await deps.settings(project).catch(() => null);
  if (settings === null) return 0;
  const root = dirname(deps.logDir(project.id, taskId('any')));
  let removed = 0;
  for (const task of await namesIn(root))
    for (const name of await namesIn(join(root, task))) {
      if (!/^protocol-\d+$/.test(name)) continue;
      const dir = join(root, task, name);
      if (deps.now() - (await newestIn(dir)) <= settings.protocolLog.keepMs) continue;
      await rm(dir, { recursive: true, force: true });
      removed += 1;
    }
  return removed;
}

/** When something was last added to it; one that changes while we look is new. */
async function newestIn(dir: string): Promise<number> {
  const times = (await namesIn(dir)).map(async (name) => (await stat(join(dir, name))).mtimeMs);
  return Promise.all([stat(dir).then(({ mtimeMs }) => mtimeMs), ...times]).then(
    (known) => Math.max(...known),
    () => Infinity,
  );
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch(() => []);
}
