// A project whose tasks are ready, without the agents that made them so: a person's repository, a home, a store, and the
// engine on them. Everything is real; what a test may put in between are the store and the hub.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadHomeConfig } from '../../src/config.ts';
import { makeHome } from '../../src/daemon/home-files.ts';
import { readOwn } from '../../src/daemon/own-settings.ts';
import { configReader, settingsFrom } from '../../src/daemon/project-settings.ts';
import type { Check } from '../../src/domain/evidence.ts';
import { oid, projectId, taskId } from '../../src/domain/ids.ts';
import type { Project } from '../../src/domain/project.ts';
import type { Task, TaskSpec } from '../../src/domain/task.ts';
import type { EngineDeps } from '../../src/engine/deps.ts';
import { Engine } from '../../src/engine/engine.ts';
import { hostOpener } from '../../src/hosts/open-host.ts';
import { silentLog } from '../../src/lib/log.ts';
import { SerialByKey } from '../../src/lib/serial.ts';
import { ToolVersions } from '../../src/review/tool-versions.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { openWorkspaces } from '../../src/workspaces/open-workspaces.ts';
import { createRepository, gitEnvironment } from './git-repo.ts';
import type { TestRepository } from './git-repo.ts';
import { sampleEvidence, sampleSpec } from './sample-tasks.ts';

export interface WorldOptions {
  /** The person's repository; made when it is not there. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of the home: config.json. */
  readonly config?: object;
  /** What stands between the engine and its parts. */
  readonly wrap?: (deps: EngineDeps) => EngineDeps;
}

export type Changes = Readonly<Record<string, string | null>>;

export interface MergeWorld {
  readonly dir: string;
  readonly home: string;
  readonly repository: TestRepository;
  readonly store: Store;
  readonly deps: EngineDeps;
  readonly engine: Engine;
  readonly project: Project;
  /** A task that did this, begun where the person's branch stood at first (or at `from`), and is ready now. Null deletes a file. */
  ready(name: string, changes: Changes, spec?: Partial<TaskSpec> & { readonly from?: string }): Promise<Task>;
  /** Puts all that is ready into the merge queue, and waits until it is empty; the tasks by their names. */
  applyAll(): Promise<Readonly<Record<string, Task>>>;
  task(name: string): Promise<Task>;
  /** A file of the branch as the hub has it. */
  read(path: string): Promise<string | null>;
  close(): Promise<void>;
}

/** A check with a name of its own for each command, and a time that is enough. */
export function check(command: string): readonly Check[] {
  return [{ name: command, command, timeoutMs: 60_000 }];
}

const environment = { PATH: gitEnvironment['PATH'] ?? '/usr/bin:/bin', HOME: '/nonexistent' };

/** Opens the world in `dir`, or what an earlier one left there. The engine is not started. */
export async function openMergeWorld(dir: string, options: WorldOptions = {}): Promise<MergeWorld> {
  const home = join(dir, 'home');
  makeHome(home);
  const store = await openSqliteStore({ file: join(home, 'tasklane.db'), now: Date.now });
  const composed = partsOn(home, store, options.config ?? {});
  const known = await store.projects.find('person');
  // Without files nothing is committed: what an earlier one left stays as it is.
  const repository = createRepository(join(dir, 'person'), known === undefined ? options.files : {});
  const project: Project = known ?? {
    id: projectId(randomUUID()),
    name: 'person',
    home: 'here',
    root: repository.dir,
    branch: 'main',
    trusted: true,
    createdAt: 1,
  };
  if (known === undefined) await store.projects.insert(project);
  const deps = options.wrap?.(composed) ?? composed;
  return new World({ dir, home, repository, store, deps, engine: new Engine(deps), project });
}

/** As daemon.ts puts them together, without what only agents and the server need. */
function partsOn(home: string, store: Store, config: object): EngineDeps {
  const workspaces = openWorkspaces({ home, log: silentLog, environment });
  const readFile = (): string => JSON.stringify(config);
  const read = configReader(
    () => loadHomeConfig({ home, environment, readFile }),
    (project) => readOwn(home, project),
    workspaces,
  );
  const noAgent = (): never => {
    throw new Error('no agent works in this world');
  };
  return {
    store,
    workspaces,
    settings: async (project) =>
      settingsFrom(await read(project), {
        isRemoteOnly: workspaces.repositories.isClone(project.root),
      }),
    driver: noAgent,
    agents: noAgent,
    locate: noAgent,
    limits: { all: 1, project: () => null },
    pressure: async () => null,
    branchLock: new SerialByKey(),
    openHost: hostOpener(Date.now),
    toolVersions: new ToolVersions(),
    play: noAgent,
    worker: 'here',
    home: 'here',
    logDir: (project, task) => join(home, 'p', project, 'logs', task),
    environment,
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    chance: Math.random,
    zone: 'UTC',
  };
}

class World implements MergeWorld {
  readonly dir: string;
  readonly home: string;
  readonly repository: TestRepository;
  readonly store: Store;
  readonly deps: EngineDeps;
  readonly engine: Engine;
  readonly project: Project;
  readonly #first: string;

  constructor(
    parts: Pick<MergeWorld, 'dir' | 'home' | 'repository' | 'store' | 'deps' | 'engine' | 'project'>,
  ) {
    this.dir = parts.dir;
    this.home = parts.home;
    this.repository = parts.repository;
    this.store = parts.store;
    this.deps = parts.deps;
    this.engine = parts.engine;
    this.project = parts.project;
    this.#first = this.repository.git('rev-list', '--max-parents=0', 'HEAD');
  }

  async ready(name: string, changes: Changes, given: Parameters<MergeWorld['ready']>[2] = {}): Promise<Task> {
    const { from = this.#first, ...spec } = given;
    const hub = await this.deps.workspaces.openHub(this.project.id, this.project.root);
    await hub.sync(this.project.branch);
    this.#commit(name, from, changes);
    const head = await hub.takeBranch(name, `made/${name}`);
    this.repository.git('branch', '-qD', name);
    const base = oid(from);
    const tree = await hub.treeOf(head);
    const result = {
      summary: `I made ${name}.`,
      base,
      head,
      tree,
      files: await hub.changedFiles(base, head),
      commits: await hub.commits(base, head),
      checks: (spec.checks ?? []).map((one) => ({
        ...sampleEvidence,
        name: one.name,
        command: one.command,
        tree,
        base,
      })),
    };
    return this.store.transition(async ({ tasks }) => {
      const draft = { ...sampleSpec({ checks: [], ...spec }), title: name, name };
      const { id } = await tasks.create(
        { ...draft, id: taskId(randomUUID()), projectId: this.project.id },
        'ada',
      );
      const by = { actor: 'ada' };
      await tasks.change(id, { type: 'accepted' }, by);
      await tasks.change(id, { type: 'claimed', worker: 'here' }, by);
      await tasks.change(id, { type: 'stepped', step: 'workspace', baseCommit: base }, by);
      await tasks.change(id, { type: 'started' }, by);
      return tasks.change(id, { type: 'verified', result }, by);
    });
  }

  /** On a branch of that name in the person's repository, without a look at their checkout: however large, it takes no time. */
  #commit(name: string, from: string, changes: Changes): void {
    const lines = Object.entries(changes).map(([path, content]) =>
      content === null
        ? `D ${path}`
        : `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}`,
    );
    const message = `make ${name}`;
    const commit = [
      `commit refs/heads/${name}`,
      'committer Test Person <person@example.com> 1767323045 +0000',
      `data ${Buffer.byteLength(message)}\n${message}`,
      `from ${from}`,
    ];
    execFileSync('git', ['fast-import', '--quiet'], {
      cwd: this.repository.dir,
      env: gitEnvironment,
      input: `${[...commit, ...lines].join('\n')}\n`,
    });
  }

  async applyAll(): Promise<Readonly<Record<string, Task>>> {
    const { entered, refused } = await this.engine.applyAll(this.project, { tasks: null }, 'ada');
    for (const { error } of refused) throw error;
    const done = await Promise.all(entered.map(async ({ id }) => this.engine.merges.outcome(id)));
    return Object.fromEntries(done.map((task) => [task.name, task]));
  }

  async task(name: string): Promise<Task> {
    const found = await this.store.tasks.find(name, this.project.id);
    if (found === undefined) throw new Error(`there is no task ${name}`);
    return found;
  }

  async read(path: string): Promise<string | null> {
    const hub = await this.deps.workspaces.openHub(this.project.id, this.project.root);
    const head = await hub.branchHead(this.project.branch);
    return head === null ? null : hub.readFile(head, path);
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.deps.workspaces.settled();
    await this.store.close();
  }
}
