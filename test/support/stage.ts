// What an end-to-end test stands on: a person's repository, a home and a scripted model of its own, and the real CLI,
// whose daemon finds that model. Everything runs as separate processes, as it does for a person.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connect } from '../../src/api/client.ts';
import type { Client } from '../../src/api/client.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { EventJson, TaskJson } from '../../src/api/schemas.ts';
import { collect, createCli, daemonPid, endAll } from './cli.ts';
import type { Cli, CliResult } from './cli.ts';
import { createRepository } from './git-repo.ts';
import type { TestRepository } from './git-repo.ts';
import { loadScripts } from './model-server/script.ts';
import type { Scripts } from './model-server/script.ts';
import { startModelServer } from './model-server/server.ts';
import type { ModelServer } from './model-server/server.ts';
import { isRunning, runningWith } from './processes.ts';
import { tempDir } from './temp-dir.ts';

const commonScripts = await loadScripts(fileURLToPath(new URL('./model-server/scripts', import.meta.url)));

export interface StageOptions {
  /** Of the repository's first commit. */
  readonly files?: Readonly<Record<string, string>>;
  /** Besides those in model-server/scripts. */
  readonly scripts?: Scripts;
  /** Of the home: config.json. */
  readonly config?: object;
  /** On top of what the commands and the daemon get. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the agent finds its model; without it, what our own agent needs. */
  readonly modelEnv?: (modelUrl: string) => Readonly<Record<string, string>>;
  /** Another one than that of the sources. */
  readonly program?: string;
  /** Where the home is, below the stage's folder. */
  readonly home?: string;
}

/** How long anything that a test waits for may take. */
const patienceMs = 30_000;

/** Everything of it ends with the test: daemon, agents, checks, model. The folder stays when the test failed. */
export async function createStage(context: TestContext, options: StageOptions = {}): Promise<Stage> {
  // Registered before the folder is made, because what is registered first runs first.
  let end = async (): Promise<void> => undefined;
  context.after(() => end());
  const dir = tempDir(context, 'tasklane-e2e-');
  const home = join(dir, options.home ?? 'home');
  const model = await startModelServer({ scripts: { ...commonScripts, ...options.scripts } });
  const ends: (() => void)[] = [];
  end = async () => {
    endAll(home);
    await model.close();
    for (const each of ends) each();
  };
  const modelEnv = options.modelEnv ?? ownModelEnv;
  const extra = {
    // A machine with little left must not make the queue of a test wait.
    TASKLANE_MIN_FREE_MEMORY_MB: '0',
    TASKLANE_MIN_FREE_DISK_MB: '0',
    ...modelEnv(model.url),
    ...options.env,
  };
  const cli = createCli(context, home, extra, options.program);
  const repository = createRepository(join(dir, 'sample'), options.files);
  const stage = new Stage({ dir, cli, model, repository, onEnd: (work) => void ends.push(work) });
  if (options.config !== undefined) await stage.writeHome('config.json', JSON.stringify(options.config));
  return stage;
}

function ownModelEnv(modelUrl: string): Readonly<Record<string, string>> {
  return {
    TASKLANE_MODEL: 'openai-compatible/scripted-model',
    TASKLANE_BASE_URL: `${modelUrl}/v1`,
    TASKLANE_API_KEY: 'scripted',
  };
}

/** A prompt in plain words for a person, with the script that the model then follows. */
export function promptOf(script: string, params: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(params).map(([key, value]) => ` ${key}=${value}`);
  return `Please do as the script says. [[script:${script}${pairs.join('')}]]`;
}

export class Stage {
  readonly dir: string;
  readonly cli: Cli;
  readonly model: ModelServer;
  readonly repository: TestRepository;
  /** Registers what is to be done after all processes have ended, and before the folder is removed. */
  readonly onEnd: (work: () => void) => void;

  constructor(parts: Pick<Stage, 'dir' | 'cli' | 'model' | 'repository' | 'onEnd'>) {
    this.dir = parts.dir;
    this.cli = parts.cli;
    this.model = parts.model;
    this.repository = parts.repository;
    this.onEnd = parts.onEnd;
  }

  get home(): string {
    return this.cli.home;
  }

  /** HOME of the commands and the daemon: nothing of ours makes it. */
  get personHome(): string {
    return this.cli.env['HOME'] ?? '';
  }

  /** `tasklane …` in the repository, to its end. */
  run(...args: readonly string[]): Promise<CliResult> {
    return this.cli.run(args, this.repository.dir);
  }

  /** The same with `-o json`, which must answer with a task; `code` is the exit code that is expected. */
  async task(args: readonly string[], code = 0): Promise<TaskJson> {
    const result = await this.run(...args, '-o', 'json');
    assert.equal(result.code, code, `${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout) as TaskJson;
  }

  /** `tasklane run … --json` to its end: its events, and the task in its last line. */
  async runTask(
    args: readonly string[],
    code = 0,
  ): Promise<{ events: readonly EventJson[]; task: TaskJson }> {
    const result = await this.run('run', '--json', ...args);
    assert.equal(result.code, code, `${result.stdout}\n${result.stderr}`);
    return readRun(result.stdout);
  }

  /** A task that is ready, and nothing was watched on the way. */
  async ready(
    script: string,
    params: Readonly<Record<string, string>>,
    ...flags: string[]
  ): Promise<TaskJson> {
    return (await this.runTask([promptOf(script, params), ...flags])).task;
  }

  /** `tasklane …` that goes on while the test does something else. Its standard input is closed. */
  start(...args: readonly string[]): Started {
    const child = this.cli.start(args, this.repository.dir);
    child.stdin?.end();
    return { child, ended: collect(child, `tasklane ${args.join(' ')}`) };
  }

  /** Talks to the daemon of this home, which must run. */
  client(): Client {
    const token = readFileSync(join(this.home, 'token'), 'utf8').trim();
    const { url } = JSON.parse(readFileSync(join(this.home, 'daemon.json'), 'utf8')) as { url: string };
    return connect({ url, token });
  }

  show(ref: string): Promise<TaskJson> {
    return this.client().call(endpoints.showTask, { params: { task: ref } });
  }

  /** The first event of a task, past or future, that fits; a task that does not exist yet is waited for too. */
  async event(ref: string, fits: (event: EventJson) => boolean): Promise<EventJson> {
    const signal = AbortSignal.timeout(patienceMs);
    const seen: string[] = [];
    const client = await this.#daemon(signal);
    for await (const event of client.events({}, signal)) {
      if (!(await this.#isOf(client, ref, event))) continue;
      seen.push(`${event.type} ${JSON.stringify(event.data).slice(0, 120)}`);
      if (fits(event)) return event;
    }
    throw new Error(`no such event of ${ref} within ${patienceMs} ms; there were:\n${seen.join('\n')}`);
  }

  /** The task when it has come into one of the states; at once when it is there already. */
  async until(ref: string, ...states: readonly TaskJson['state'][]): Promise<TaskJson> {
    const isThere = (task: TaskJson): boolean => states.includes(task.state);
    return this.untilTask(ref, isThere);
  }

  async untilTask(ref: string, fits: (task: TaskJson) => boolean): Promise<TaskJson> {
    const signal = AbortSignal.timeout(patienceMs);
    const client = await this.#daemon(signal);
    let last: TaskJson | undefined;
    for await (const event of client.events({}, signal)) {
      if (event.type !== 'task.created' && event.type !== 'task.changed') continue;
      if (!(await this.#isOf(client, ref, event))) continue;
      last = await this.show(event.task_id);
      if (fits(last)) return last;
    }
    throw new Error(`${ref} is ${last?.state ?? 'not there'} (${last?.step ?? ''}) after ${patienceMs} ms`);
  }

  /** The daemon's process id; fails when none runs. */
  get daemonPid(): number {
    const pid = daemonPid(this.home);
    assert.ok(pid !== null, 'no daemon runs');
    return pid;
  }

  /** As a power cut would: no word to anybody. Resolves when it is gone. */
  async killDaemon(): Promise<void> {
    const pid = this.daemonPid;
    process.kill(pid, 'SIGKILL');
    await until(() => !isRunning(pid), 'the daemon is gone');
  }

  /** Agents, setup commands and checks that run now: pid → command line. Empty where there is no /proc. */
  workers(): ReadonlyMap<number, string> {
    return runningWith(`HOME=${this.home}/`);
  }

  /** Resolves when nothing works any more: a task may come to rest a moment before its agent has ended. */
  async quiet(): Promise<void> {
    await until(() => this.workers().size === 0, 'no agent, setup or check runs');
  }

  async writeHome(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.home, path)), { recursive: true });
    await writeFile(join(this.home, path), content);
  }

  /** The commit that a branch (or HEAD) of the person's repository is at. */
  head(ref = 'main'): string {
    return this.repository.git('rev-parse', '--verify', ref);
  }

  branches(): readonly string[] {
    return this.repository.git('branch', '--format=%(refname:short)').split('\n');
  }

  async #daemon(signal: AbortSignal): Promise<Client> {
    for (;;) {
      try {
        const client = this.client();
        await client.call(endpoints.health, { signal });
        return client;
      } catch (error) {
        if (signal.aborted) throw error;
        await pause();
      }
    }
  }

  readonly #names = new Map<string, string>();

  async #isOf(client: Client, ref: string, event: EventJson): Promise<boolean> {
    if (event.task_id === ref) return true;
    if (!this.#names.has(event.task_id)) {
      const task = await client.call(endpoints.showTask, { params: { task: event.task_id } });
      this.#names.set(event.task_id, task.name);
    }
    return this.#names.get(event.task_id) === ref;
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
}

/** What `tasklane run --json` printed. */
export function readRun(stdout: string): { events: readonly EventJson[]; task: TaskJson } {
  const lines = stdout.trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as unknown);
  const last = parsed.at(-1) as { type?: unknown; task?: TaskJson };
  assert.equal(last.type, 'summary', stdout);
  assert.ok(last.task !== undefined);
  return { events: parsed.slice(0, -1) as EventJson[], task: last.task };
}

/** Looks again and again, without a fixed pause that could be too short, until something outside of us is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline)
      throw new Error(`after ${patienceMs} ms it is still not so that ${what}`);
    await pause();
  }
}

/** The next lines that a process writes on a stream, as they come. */
export async function line(child: ChildProcess, stream: 'stdout' | 'stderr', fits: RegExp): Promise<string> {
  const signal = AbortSignal.timeout(patienceMs);
  let text = '';
  for (;;) {
    const chunks: unknown[] = await once(child[stream] ?? child, 'data', { signal });
    text += String(chunks[0]);
    const found = text.split('\n').find((one) => fits.test(one));
    if (found !== undefined) return found;
  }
}

// A look at a process or a file costs next to nothing; between two looks others get the processor.
async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
