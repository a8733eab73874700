// The HTTP application in this process, as the daemon composes it, on a real store and a real repository. Its dispatcher
// does not run: what a test puts into the queue stays there.
import { cliPackage } from '../../src/daemon/cli-package.ts';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { randomUUID } from 'node:crypto';
import { compose, openWebhooks } from '../../src/daemon.ts';
import { makeHome } from '../../src/daemon/home-files.ts';
import { subagentsOf } from '../../src/daemon/subagents.ts';
import { surroundings } from '../../src/daemon/surroundings.ts';
import { loadHomeConfig } from '../../src/config.ts';
import { attemptId, projectId } from '../../src/domain/ids.ts';
import type { Project } from '../../src/domain/project.ts';
import { taskStates } from '../../src/domain/task.ts';
import { Engine } from '../../src/engine/engine.ts';
import { createApp } from '../../src/server/app.ts';
import { LiveTickets } from '../../src/server/live-tickets.ts';
import type { Store } from '../../src/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { draftFor } from '../contracts/store/setup.ts';
import { createRepository, gitEnvironment } from './git-repo.ts';
import { pathTo, sampleEvents, sampleResult } from './sample-tasks.ts';
import { tempDir } from './temp-dir.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON; null where it is not. */
  readonly json: unknown;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

const token = 'secret';

/** Of a connection from this machine. */
const socket = { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' };

interface Opened {
  readonly store: Store;
  readonly app: ReturnType<typeof createApp>;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

export class ApiRoom {
  readonly dir: string;
  readonly clock: { offsetMs: number };
  readonly project: Project;
  store: Store;
  #app: ReturnType<typeof createApp>;
  readonly #head: string;
  readonly #open: () => Promise<Opened>;
  #close: Opened['close'];

  private constructor(parts: {
    dir: string;
    clock: ApiRoom['clock'];
    project: Project;
    store: Store;
    app: ReturnType<typeof createApp>;
    head: string;
    open: () => Promise<Opened>;
    close: Opened['close'];
  }) {
    this.dir = parts.dir;
    this.clock = parts.clock;
    this.project = parts.project;
    this.store = parts.store;
    this.#app = parts.app;
    this.#head = parts.head;
    this.#open = parts.open;
    this.#close = parts.close;
  }

  /** `file` is where the store is kept; in memory it is faster, and gone with a restart. */
  static async open(context: TestContext, file?: ':memory:'): Promise<ApiRoom> {
    // Registered before the folder is made, because what is registered first runs first.
    let end = async (): Promise<void> => undefined;
    context.after(() => end());
    const dir = tempDir(context);
    const home = join(dir, 'home');
    makeHome(home);
    const clock = { offsetMs: 0 };
    const open = (): ReturnType<typeof openApp> =>
      openApp(home, file ?? join(home, 'tasklane.db'), () => Date.now() + clock.offsetMs);
    const { store, app, close } = await open();
    const repository = createRepository(join(dir, 'shop'));
    const project: Project = {
      id: projectId(randomUUID()),
      name: 'shop',
      home: 'here',
      root: repository.dir,
      branch: 'main',
      trusted: false,
      createdAt: 1,
    };
    await store.projects.insert(project);
    const room = new ApiRoom({
      dir,
      clock,
      project,
      store,
      app,
      head: repository.git('rev-parse', 'HEAD'),
      open,
      close,
    });
    end = () => room.#close();
    return room;
  }

  /** The same home, opened by another process: nothing but what was stored is known. */
  async restart(): Promise<void> {
    await this.#close();
    const { store, app, close } = await this.#open();
    this.store = store;
    this.#app = app;
    this.#close = close;
  }

  /** One task in each state there is, with an attempt, a message and output. */
  async fill(): Promise<void> {
    for (const state of taskStates) {
      const draft = draftFor(this.project, { name: `in-${state}`, title: `A task that is ${state}` });
      const task = await this.store.tasks.create(draft, 'ada');
      for (const type of pathTo[state])
        await this.store.tasks.change(task.id, this.#real(sampleEvents[type]), { actor: 'ada' });
      await this.store.attempts.insert({
        id: attemptId(randomUUID()),
        taskId: task.id,
        number: 1,
        agent: 'builtin',
        model: null,
        sessionId: null,
        processGroup: null,
        usage: { inputTokens: 10, outputTokens: 2, cachedTokens: 0, cost: null },
        queuedAt: 400,
        startedAt: 1000,
        endedAt: 2000,
      });
      await this.store.events.append(
        task.id,
        [
          { type: 'run.output', source: 'setup', text: 'installing\n' },
          { type: 'agent.message', text: 'I am ' },
          { type: 'agent.message', text: 'done.' },
          { type: 'run.message', text: 'Thank you.', from: 'ada' },
        ],
        { actor: 'agent:builtin' },
      );
    }
  }

  /** The same event about a commit that is there. */
  #real<Event>(event: Event): Event {
    return JSON.parse(JSON.stringify(event).replaceAll(sampleResult.head, this.#head)) as Event;
  }

  /** GET, or POST when there is a body. */
  async ask(path: string, { method, headers, body }: Asked = {}): Promise<Answer> {
    const request = new Request(`http://localhost${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { host: 'localhost', authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await this.#app.fetch(request, { incoming: { socket } });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  }
}

async function openApp(home: string, file: string, now: () => number): Promise<Opened> {
  const environment = { ...gitEnvironment, TASKLANE_LOG_LEVEL: 'silent' };
  const store = await openSqliteStore({ file, now });
  const homeConfig = (): ReturnType<typeof loadHomeConfig> =>
    loadHomeConfig({ home, environment, readFile: () => null });
  const { deps, configOf } = compose({ home, environment, foreground: true }, homeConfig, {
    store,
    worker: 'here',
  });
  const engine = new Engine(deps);
  const version = '0.0.0-test';
  const app = createApp({
    engine,
    webhooks: openWebhooks(deps, configOf, version),
    subagents: subagentsOf(deps, join(home, 'person')),
    around: surroundings({ deps, configOf, home, version, startedAt: now(), host: '127.0.0.1' }),
    version,
    log: deps.log,
    home: { token, actor: await engine.accounts.homeActor('ada') },
    publicUrl: null,
    previewHost: 'preview.localhost',
    defaultProject: async () => null,
    cliPackage: cliPackage('0.0.0'),
    now,
    sessionMs: async () => 3_600_000,
    oidc: async () => null,
    hosts: ['localhost'],
    web: async () => null,
    tickets: new LiveTickets(now),
    stopping: new AbortController().signal,
  });
  const close = async (): Promise<void> => {
    // Planners and others that a request began must not outlive the test.
    await engine.stop();
    await store.close();
  };
  return { store, app, close };
}
