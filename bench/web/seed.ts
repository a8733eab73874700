// A home as a busy team has it after months, written straight into its store: thousands of tasks in all states that need no
// work of git, and one whose log is very long.
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { EventBody } from '../../src/domain/event.ts';
import type { Project } from '../../src/domain/project.ts';
import type { Task, TaskState } from '../../src/domain/task.ts';
import type { StoreOperations } from '../../src/store/store.ts';
import { createIn, draftFor } from '../../test/contracts/store/setup.ts';

export interface Seed {
  readonly file: string;
  readonly tasks: number;
  readonly events: number;
}

const batch = 500;
const words =
  'The invoices of a year are written as one stream so that memory stays small whatever happens'.split(' ');

/** Returns the task with the long log. The daemon must not run meanwhile. */
export async function seed({ file, tasks, events }: Seed): Promise<Task> {
  const store = await openSqliteStore({ file, now: Date.now });
  try {
    const [project] = await store.projects.list();
    if (project === undefined) throw new Error('there is no project to put tasks into');
    const first = await store.tasks.create(titled(project, 0), 'ada');
    for (let from = 1; from < tasks; from += batch)
      await store.transition(async (within) => {
        for (let number = from; number < Math.min(tasks, from + batch); number += 1)
          await one(within, project, first, number);
      });
    for (let from = 0; from < events; from += batch)
      await store.events.append(first.id, bodies(from, Math.min(events, from + batch)), {
        actor: 'agent:builtin',
      });
    return first;
  } finally {
    await store.close();
  }
}

function titled(project: Project, number: number) {
  const title = `${words[number % words.length]} ${words[(number * 7) % words.length]} in part ${number}`;
  return draftFor(project, {
    name: `part-${number}`,
    title,
    prompt: `Do what “${title}” says, and test it.`,
  });
}

// What waits, waits for a draft: no agent is started.
async function one(within: StoreOperations, project: Project, first: Task, number: number): Promise<void> {
  const states: readonly TaskState[] = ['draft', 'draft', 'queued', 'queued', 'failed'];
  const state = states[number % states.length] ?? 'draft';
  const given = { ...titled(project, number), ...(state === 'queued' && { dependsOn: [first.id] }) };
  await createIn(within, project, state, given);
}

/** As an agent works: it says something, uses a tool, says something. */
function bodies(from: number, to: number): readonly EventBody[] {
  return Array.from({ length: to - from }, (_, index): EventBody => {
    const number = from + index;
    if (number % 10 === 8)
      return {
        type: 'agent.tool',
        call: {
          id: `call-${number}`,
          title: `Read part-${number}.js`,
          kind: 'read',
          status: 'completed',
          paths: [`part-${number}.js`],
          input: null,
          output: null,
          diffs: [],
        },
      };
    if (number % 10 === 9) return { type: 'run.output', source: 'agent', text: `line ${number}\n` };
    return {
      type: 'agent.message',
      text: `${words[number % words.length]} ${number}. ${number % 7 === 0 ? '\n\n' : ''}`,
    };
  });
}
