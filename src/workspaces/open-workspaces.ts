// Puts the room together: one home folder, one git, hubs by project, and the best strategy that works here.
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../lib/log.ts';
import { messageOf } from '../domain/errors.ts';
import { pathName } from './contained.ts';
import { folderSize } from './folder-size.ts';
import { createGit } from './git.ts';
import { openHub } from './hub.ts';
import { privateClone } from './private-clone.ts';
import { ownersIn, quarantine, quarantined } from './quarantine.ts';
import { createRepositories } from './repository.ts';
import { keptOf, setAside } from './set-aside.ts';
import { Trash } from './trash.ts';
import type { Hub, Workspaces } from './workspaces.ts';

export interface OpenWorkspacesOptions {
  readonly home: string;
  readonly log: Log;
  readonly environment: { readonly PATH: string; readonly HOME?: string };
  /** How remotes are reached: the socket of an ssh agent, proxies. */
  readonly networkEnvironment?: Readonly<Record<string, string>>;
  /** A changed file larger than this is refused. Default 100 MiB. */
  readonly maxFileBytes?: number;
}

const defaultMaxFileBytes = 100 * 1024 * 1024;

/** Makes the home when there is none, and begins to delete what is left in its trash. */
export function openWorkspaces(options: OpenWorkspacesOptions): Workspaces {
  mkdirSync(options.home, { recursive: true, mode: 0o700 });
  const home = realpathSync(options.home);
  const git = createGit({
    environment: options.environment,
    networkEnvironment: options.networkEnvironment ?? {},
    configFile: join(home, 'gitconfig'),
  });
  const trash = new Trash(home, options.log);
  const emptied = trash.empty().catch((error: unknown) => {
    options.log.warn({ error: messageOf(error) }, 'the trash could not be read');
  });
  const hubs = new Map<string, { readonly root: string; readonly hub: Promise<Hub> }>();
  const root = join(home, 'p');
  const projectDir = (projectId: string): string => join(root, pathName(projectId));
  const maxFileBytes = options.maxFileBytes ?? defaultMaxFileBytes;

  const open = async (projectId: string, root: string): Promise<Hub> => {
    const known = hubs.get(projectId);
    if (known?.root === root) return known.hub;
    const hub = openHub({ git, dir: join(projectDir(projectId), 'hub.git'), root, maxFileBytes });
    hubs.set(projectId, { root, hub });
    // One that failed is tried again by the next caller.
    hub.catch(() => hubs.delete(projectId));
    return hub;
  };

  return {
    gitVersion: async () => {
      const { stdout } = await git.host(['--version']);
      return /\d+(?:\.\d+)+/.exec(stdout.toString('utf8'))?.[0] ?? 'unknown';
    },
    repositories: createRepositories(git, home),
    strategy: privateClone(git),
    root,
    openHub: open,
    dirOf: (project, task) => join(projectDir(project), 'ws', pathName(task)),
    setupsOf: (project) => join(projectDir(project), 'setup'),
    remove: (dir) => trash.put(dir),
    setAside,
    removeAll: async (dir) => {
      for (const each of [dir, ...(await keptOf(dir))]) await trash.put(each);
    },
    keptOf,
    ownersOf: (project, folder) => ownersIn(projectDir(project), folder),
    quarantine: (project, known, now) => quarantine(projectDir(project), known, now),
    quarantined: (project) => quarantined(projectDir(project)),
    sizeOf: folderSize,
    removeProject: async (projectId) => {
      hubs.delete(projectId);
      await trash.put(projectDir(projectId));
    },
    settled: async () => {
      await emptied;
      await trash.settled();
    },
  };
}
