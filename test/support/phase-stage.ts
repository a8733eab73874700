// A stage with a phase on it, and the calls of agents from outside over HTTP.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/api/errors.ts';
import type {
  CompleteAnswerJson,
  NextAnswerJson,
  NextRequestJson,
  PhaseJson,
  QueueFileJson,
} from '../../src/api/phase-schemas.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';

type QueueTask = QueueFileJson['tasks'][number];
export type Given = Extract<NextAnswerJson, { kind: 'task' }>;

/** A queue file; each task is written as its globs, or with whatever else it needs. */
export function queueOf(
  tasks: readonly (Partial<QueueTask> & { readonly ownership: string[] })[],
): QueueFileJson {
  return {
    tasks: tasks.map((task, index) => ({
      id: index + 1,
      description: `Do part ${index + 1}`,
      owner: null,
      status: 'pending',
      blocked_by: [],
      ...task,
    })),
  };
}

export async function phaseStage(
  context: TestContext,
  queue: QueueFileJson,
  ...flags: readonly string[]
): Promise<PhaseStage> {
  const stage = new PhaseStage(await createStage(context));
  // As orchestrators do, who do not want it in anybody's commit.
  writeFileSync(join(stage.stage.repository.dir, '.git', 'info', 'exclude'), 'session-state/\n');
  stage.writeQueue(queue);
  await stage.import(...flags);
  return stage;
}

export class PhaseStage {
  readonly stage: Stage;

  constructor(stage: Stage) {
    this.stage = stage;
  }

  get queueFile(): string {
    return join(this.stage.repository.dir, 'session-state', 'task-queue.json');
  }

  writeQueue(queue: unknown): void {
    mkdirSync(dirname(this.queueFile), { recursive: true });
    writeFileSync(this.queueFile, typeof queue === 'string' ? queue : JSON.stringify(queue, null, 2));
  }

  /** `tasklane queue import` of that file. */
  async import(...flags: readonly string[]): Promise<PhaseJson> {
    return this.json<PhaseJson>(['queue', 'import', ...flags]);
  }

  /** A command that answers with JSON. */
  async json<T>(args: readonly string[], code = 0): Promise<T> {
    const result = await this.stage.run(...args, '-o', 'json');
    assert.equal(result.code, code, `${result.stdout}\n${result.stderr}`);
    return JSON.parse(result.stdout) as T;
  }

  async phase(name = 'task-queue'): Promise<PhaseJson> {
    return this.stage.client().call(endpoints.showPhase, { params: { phase: name } });
  }

  async next(
    agent: string,
    asked: Partial<NextRequestJson> = {},
    phase = 'task-queue',
  ): Promise<NextAnswerJson> {
    return this.stage
      .client()
      .call(endpoints.nextPhaseTask, { params: { phase }, body: { agent, ...asked } });
  }

  /** The same, and there must be a task, with a copy. */
  async claim(agent: string, asked: Partial<NextRequestJson> = {}, phase?: string): Promise<Given> {
    const answer = await this.next(agent, { workspace: true, ...asked }, phase);
    assert.equal(answer.kind, 'task', JSON.stringify(answer));
    return answer;
  }

  async complete(
    agent: string,
    given: Given,
    more: { readonly summary?: string; readonly branch?: string; readonly fence?: number } = {},
    phase = 'task-queue',
  ): Promise<CompleteAnswerJson> {
    return this.stage.client().call(endpoints.completePhaseTask, {
      params: { phase, task: String(given.task.id) },
      body: { agent, fence: given.lease.fence, ...more },
    });
  }

  /** What an agent writes in its copy. */
  write(given: Given, path: string, content: string): void {
    const file = join(given.worktree ?? '', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** An agent that claims, writes one file, and completes. */
  async work(agent: string, path: string, content: string, phase?: string): Promise<CompleteAnswerJson> {
    const given = await this.claim(agent, {}, phase);
    this.write(given, path, content);
    return this.complete(agent, given, { summary: `${agent} wrote ${path}` }, phase);
  }

  /** The phase when it is no more what it is not to be. */
  async until(fits: (phase: PhaseJson) => boolean, name?: string): Promise<PhaseJson> {
    const signal = AbortSignal.timeout(30_000);
    let phase = await this.phase(name);
    for (;;) {
      if (fits(phase)) return phase;
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
      phase = await this.phase(name);
    }
  }
}

/** The code with which a call is refused. */
export async function refusal(call: Promise<unknown>): Promise<AppError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}
