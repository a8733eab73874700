// A fresh store for each test of the contract, with a clock that the test owns, and the few things every test makes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { AppError } from '../../../src/domain/errors.ts';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { projectId, taskId } from '../../../src/domain/ids.ts';
import type { ProjectId, TaskId } from '../../../src/domain/ids.ts';
import type { Project } from '../../../src/domain/project.ts';
import type { Task, TaskState } from '../../../src/domain/task.ts';
import type { Store, StoreClock, StoreOperations, TaskDraft } from '../../../src/store/store.ts';
import { pathTo, sampleEvents, sampleSpec } from '../../support/sample-tasks.ts';

export interface OpenedStore {
  readonly store: Store;
  /** Closes it, also one that was reopened before, and opens what it kept. */
  readonly reopen: () => Promise<Store>;
}

/** Opens an empty store that is closed and gone after the test. */
export type OpenStore = (context: TestContext, clock: StoreClock) => Promise<OpenedStore>;

export interface Bench extends OpenedStore {
  readonly clock: { at: number };
  /** Adds a project named like this. */
  readonly project: (name?: string) => Promise<Project>;
}

export type Contract = (title: string, run: (bench: Bench) => Promise<void>) => void;

export function createContract(name: string, open: OpenStore): Contract {
  return (title, run) => {
    test(`${title} (${name})`, async (context) => {
      const clock = { at: 1000 };
      const opened = await open(context, { now: () => clock.at });
      const project = async (projectName = 'shop'): Promise<Project> => {
        const made = sampleProject(projectName);
        await opened.store.projects.insert(made);
        return made;
      };
      await run({ ...opened, clock, project });
    });
  };
}

export function sampleProject(name: string): Project {
  return {
    id: projectId(randomUUID()),
    name,
    home: 'here',
    root: `/repositories/${name}`,
    branch: 'main',
    trusted: false,
    createdAt: 500,
  };
}

export function draftFor(project: { readonly id: ProjectId }, given: Partial<TaskDraft> = {}): TaskDraft {
  return {
    ...sampleSpec(),
    id: taskId(randomUUID()),
    projectId: project.id,
    name: 'add-a-schema',
    ...given,
  };
}

/** Creates a task and leads it into the state. */
export async function createIn(
  store: StoreOperations,
  project: { readonly id: ProjectId },
  state: TaskState,
  given: Partial<TaskDraft> = {},
): Promise<Task> {
  let task = await store.tasks.create(draftFor(project, given), 'ada');
  for (const type of pathTo[state])
    task = await store.tasks.change(task.id, sampleEvents[type], { actor: 'ada' });
  return task;
}

/** The row as it is kept now. */
export async function rowOf(store: StoreOperations, id: TaskId): Promise<Task> {
  const task = await store.tasks.get(id);
  assert.ok(task, `task ${id} is there`);
  return task;
}

/** Asserts that it rejects with that AppError, and returns it. */
export async function rejects(promise: Promise<unknown>, code: ErrorCode): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `it did not reject with ${code}` });
}

export function codeOf(result: PromiseSettledResult<unknown>): string {
  if (result.status === 'fulfilled') return 'ok';
  return result.reason instanceof AppError ? result.reason.code : String(result.reason);
}
