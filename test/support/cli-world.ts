// What a test of the command line stands on: the real program, a server that speaks the contract, and a repository.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ProjectJson, TaskJson } from '../../src/api/schemas.ts';
import { createCli } from './cli.ts';
import type { Cli } from './cli.ts';
import { ContractServer, taskJson } from './contract-server.ts';
import { createRepository } from './git-repo.ts';
import { tempDir } from './temp-dir.ts';

export interface World {
  readonly cli: Cli;
  readonly server: ContractServer;
  /** A repository that is project p1, and a folder that is none. */
  readonly repository: string;
  readonly elsewhere: string;
}

/** Ends with the test. */
export async function world(context: TestContext): Promise<World> {
  const dir = tempDir(context);
  const server = await ContractServer.start(context);
  const env = { TASKLANE_URL: server.url, TASKLANE_TOKEN: server.token };
  const repository = join(dir, 'sample');
  const elsewhere = join(dir, 'elsewhere');
  createRepository(repository);
  mkdirSync(elsewhere);
  server.projects.push(projectJson('p1', 'sample', repository));
  return { cli: createCli(context, join(dir, 'home'), env), server, repository, elsewhere };
}

/** A project as the contract shows it. */
export function projectJson(id: string, name: string, root: string): ProjectJson {
  const added = { branch: 'main', trusted: false, created_at: '2026-01-01T00:00:00Z', warnings: [] };
  return { id, name, home: 'ada-1', is_here: true, root, ...added };
}

/** Answers `run`: the task is created and goes through these changes as soon as somebody watches it. */
export function scriptRun(server: ContractServer, play: (task: TaskJson) => void): void {
  server.on('POST', '/tasks', ({ body }) => {
    const task = taskJson(body as Partial<TaskJson>);
    server.tasks.push(task);
    server.append(task.id, 'task.created', {});
    server.onStream = () => {
      server.onStream = () => undefined;
      play(task);
    };
    return { status: 201, body: task };
  });
}
