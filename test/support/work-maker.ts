// Makes commits in a hub as agents would have left them: any change that git commands and files can make, on any commit.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oid } from '../../src/domain/ids.ts';
import type { Oid } from '../../src/domain/ids.ts';
import { createRepository } from './git-repo.ts';
import type { TestRepository } from './git-repo.ts';
import type { Room } from './workspace-room.ts';

export type Change = (repository: TestRepository) => void;

/** Answers with the commit, which is in the hub and named by no ref that matters. */
export type MakeWork = (from: Oid, change: Change) => Oid;

export function workMaker({ person, hub }: Pick<Room, 'person' | 'hub'>): MakeWork {
  const scratch = createRepository(`${person.dir} of agents`, {});
  scratch.git('config', 'gc.auto', '0');
  return (from, change) => {
    scratch.git('fetch', '-q', hub.dir, from);
    scratch.git('checkout', '-q', '-f', '--detach', from);
    scratch.git('clean', '-q', '-f', '-d');
    change(scratch);
    scratch.git('add', '-A');
    scratch.git('commit', '-q', '--allow-empty', '-m', 'work');
    const made = scratch.git('rev-parse', 'HEAD');
    scratch.git('push', '-q', hub.dir, `HEAD:refs/test/${made}`);
    return oid(made);
  };
}

/** Files as they are to be; null deletes. */
export function files(changed: Readonly<Record<string, string | Buffer | null>>): Change {
  return (repository) => {
    for (const [path, content] of Object.entries(changed)) {
      const file = join(repository.dir, path);
      if (content === null) rmSync(file, { recursive: true });
      else if (typeof content === 'string') repository.write(path, content);
      else writeFileSync(file, content);
    }
  };
}

export function renamed(from: string, to: string): Change {
  return (repository) => void repository.git('mv', from, to);
}

export function mode(path: string, bits: number): Change {
  return (repository) => chmodSync(join(repository.dir, path), bits);
}

export function linked(path: string, target: string): Change {
  return (repository) => {
    rmSync(join(repository.dir, path));
    symlinkSync(target, join(repository.dir, path));
  };
}

/** Another commit of a submodule, which need not be there. */
export function gitlink(path: string, commit: string): Change {
  return (repository) => {
    // Without its folder it would count as removed.
    mkdirSync(join(repository.dir, path), { recursive: true });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
  };
}
