// A person's repository, a home, and the workspaces opened on it: the start of every test about copies and merges.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { oid } from '../../src/domain/ids.ts';
import type { Oid } from '../../src/domain/ids.ts';
import { silentLog } from '../../src/lib/log.ts';
import { openWorkspaces } from '../../src/workspaces/open-workspaces.ts';
import type { Hub, Workspace, Workspaces } from '../../src/workspaces/workspaces.ts';
import { createRepository, gitEnvironment } from './git-repo.ts';
import type { TestRepository } from './git-repo.ts';
import { tempDir } from './temp-dir.ts';

export const author = { name: 'Test Person', email: 'person@example.com' };

export interface Room {
  /** The folder that holds everything. */
  readonly dir: string;
  readonly home: string;
  readonly person: TestRepository;
  readonly workspaces: Workspaces;
  readonly hub: Hub;
  /** The hub's branch `main` after a sync. */
  readonly base: Oid;
  /** A new workspace at `base`. */
  workspace(task?: string): Promise<Workspace>;
  /** Applies a commit with these files to the hub's branch, as a finished task would. Null deletes a file. */
  apply(files: Readonly<Record<string, string | null>>): Promise<Oid>;
}

export interface RoomOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly maxFileBytes?: number;
  /** Changes the person's repository before the hub is made. */
  readonly prepare?: (person: TestRepository) => void;
}

export async function openRoom(context: TestContext, options: RoomOptions = {}): Promise<Room> {
  const dir = tempDir(context);
  const home = join(dir, 'home');
  const person = createRepository(join(dir, options.folder ?? 'person'), options.files);
  options.prepare?.(person);
  const workspaces = openIn(home, dir, options.maxFileBytes);
  const hub = await workspaces.openHub('project', person.dir);
  const { head: base } = await hub.sync('main');
  const workspace = (task = 'task'): Promise<Workspace> =>
    workspaces.strategy.create(hub, workspaces.dirOf('project', task), base, `tasklane/${task}`);
  const apply = async (files: Readonly<Record<string, string | null>>): Promise<Oid> => {
    const from = await hub.branchHead('main');
    if (from === null) throw new Error('the hub has no main');
    const to = commitOn(person, hub.dir, from, files);
    if (!(await hub.moveBranch('main', to, from))) throw new Error('main moved');
    return to;
  };
  return { dir, home, person, workspaces, hub, base, workspace, apply };
}

/** The workspaces of a home, for a person whose HOME is `dir`/person-home. */
export function openIn(home: string, dir: string, maxFileBytes?: number): Workspaces {
  const personHome = join(dir, 'person-home');
  mkdirSync(personHome, { recursive: true });
  return openWorkspaces({
    home,
    log: silentLog,
    environment: { PATH: gitEnvironment['PATH'] ?? '', HOME: personHome },
    ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
  });
}

/** Makes a commit in the hub without any of the code under test. */
function commitOn(
  person: TestRepository,
  hubDir: string,
  from: Oid,
  files: Readonly<Record<string, string | null>>,
): Oid {
  const scratch = createRepository(`${person.dir} scratch ${from.slice(0, 8)} ${Math.random()}`, {});
  scratch.git('fetch', '-q', hubDir, from);
  scratch.git('checkout', '-q', '-f', '--detach', from);
  const written = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null);
  for (const [path, content] of Object.entries(files)) if (content === null) scratch.git('rm', '-q', path);
  const made = scratch.commit(Object.fromEntries(written), 'applied');
  scratch.git('push', '-q', hubDir, `HEAD:refs/test/${made}`);
  return oid(made);
}
