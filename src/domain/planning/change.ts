// Drafts changed by hand: one edited, split, merged with others, put away, or all put into another order. Purely: from what is
// proposed to what is proposed then, with the same checks behind it as for the answer of a planner.
import { AppError } from '../errors.ts';
import { proposalBounds, sizes } from './proposal.ts';
import type { ProposedTask } from './proposal.ts';

/** What may be changed of one; what is left out stays. */
export type DraftPatch = Partial<
  Pick<
    ProposedTask,
    'title' | 'prompt' | 'category' | 'size' | 'owns' | 'checks' | 'dependsOn' | 'prohibitions' | 'testing'
  > &
    ProposedTask['plan']
>;

export interface DraftPart {
  readonly title: string;
  readonly prompt: string;
  /** Missing: those of the whole; then the parts come one after the other. */
  readonly owns?: readonly string[] | undefined;
}

export type DraftChange =
  | { readonly type: 'edit'; readonly key: string; readonly patch: DraftPatch }
  | { readonly type: 'split'; readonly key: string; readonly into: readonly DraftPart[] }
  | {
      readonly type: 'merge';
      /** The first one stays, with its number on the board. */
      readonly keys: readonly string[];
      readonly title?: string | undefined;
      readonly prompt?: string | undefined;
    }
  | { readonly type: 'remove'; readonly key: string }
  /** All of them, in the order in which they are to be started. */
  | { readonly type: 'order'; readonly keys: readonly string[] };

type Tasks = readonly ProposedTask[];

/** Throws `invalid_input` for a key that is not there, and for what would leave no task. */
export function changed(tasks: Tasks, change: DraftChange): Tasks {
  switch (change.type) {
    case 'edit': {
      const { key } = one(tasks, change.key);
      return tasks.map((task) => (task.key === key ? edited(task, change.patch) : task));
    }
    case 'split':
      return split(tasks, one(tasks, change.key), change.into);
    case 'merge':
      return merged(tasks, change);
    case 'remove':
      return removed(tasks, one(tasks, change.key));
    case 'order':
      return ordered(tasks, change.keys);
  }
}

function one(tasks: Tasks, key: string): ProposedTask {
  const found = tasks.find((task) => task.key === key);
  if (found !== undefined) return found;
  throw wrong(`No task of the proposal has the key “${key}”.`, `There are: ${keysOf(tasks)}.`);
}

function edited(task: ProposedTask, patch: DraftPatch): ProposedTask {
  const { steps, doneWhen, risks, outOfScope, ...rest } = patch;
  const plan = { steps, doneWhen, risks, outOfScope };
  const wanted = Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined));
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...task, ...given, plan: { ...task.plan, ...wanted } };
}

function split(tasks: Tasks, whole: ProposedTask, into: readonly DraftPart[]): Tasks {
  if (into.length < 2)
    throw wrong('A task is split into two parts or more.', 'Give a title and a prompt for each.');
  const taken = new Set(tasks.map(({ key }) => key));
  const parts: ProposedTask[] = [];
  for (const { title, prompt, owns } of into) {
    const before = parts.at(-1);
    const key = before === undefined ? whole.key : freeKey(whole.key, taken);
    taken.add(key);
    const after =
      before === undefined || owns !== undefined
        ? []
        : [{ key: before.key, reason: 'It goes on in the same files.' }];
    parts.push({
      ...whole,
      key,
      title,
      prompt,
      owns: owns ?? whole.owns,
      dependsOn: [...whole.dependsOn, ...after],
      // The plan was one for the whole, and is told once.
      plan: before === undefined ? whole.plan : { ...whole.plan, steps: [], doneWhen: [] },
      review: null,
    });
  }
  return tasks.flatMap((task) => (task.key === whole.key ? parts : [needingAll(task, whole.key, parts)]));
}

/** Whoever waited for the whole waits for all of its parts. */
function needingAll(task: ProposedTask, whole: string, parts: Tasks): ProposedTask {
  const dependsOn = task.dependsOn.flatMap((need) =>
    need.key === whole ? parts.map(({ key }) => ({ ...need, key })) : [need],
  );
  return { ...task, dependsOn };
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const end = `-${number}`;
    const free = `${key.slice(0, proposalBounds.key - end.length)}${end}`;
    if (!taken.has(free)) return free;
  }
}

function merged(tasks: Tasks, change: DraftChange & { readonly type: 'merge' }): Tasks {
  const parts = [...new Set(change.keys)].map((key) => one(tasks, key));
  const [first] = parts;
  if (first === undefined || parts.length < 2)
    throw wrong('Two tasks or more can be merged.', 'Name the keys of those that are to be one.');
  const keys = new Set(parts.map(({ key }) => key));
  const all = <T>(of: (task: ProposedTask) => readonly T[]): readonly T[] => distinct(parts.flatMap(of));
  const category = parts.every((part) => part.category === first.category) ? first.category : null;
  const whole: ProposedTask = {
    ...first,
    title:
      change.title ??
      parts
        .map(({ title }) => title)
        .join('; ')
        .slice(0, proposalBounds.title),
    prompt: change.prompt ?? parts.map(({ prompt }) => prompt).join('\n\n'),
    plan: {
      steps: all(({ plan }) => plan.steps),
      doneWhen: all(({ plan }) => plan.doneWhen),
      risks: all(({ plan }) => plan.risks),
      outOfScope: all(({ plan }) => plan.outOfScope),
    },
    category,
    size: sizes.findLast((size) => parts.some((part) => part.size === size)) ?? first.size,
    // One that may change everything makes all of it so.
    owns: parts.some(({ owns }) => owns.length === 0) ? [] : all(({ owns }) => owns),
    checks: all(({ checks }) => checks),
    dependsOn: all(({ dependsOn }) => dependsOn.filter(({ key }) => !keys.has(key))),
    targets: all(({ targets }) => targets),
    prohibitions: all(({ prohibitions }) => prohibitions),
    testing: parts.find(({ testing }) => testing !== null)?.testing ?? null,
    review: null,
  };
  return tasks.flatMap((task) => {
    if (task.key === first.key) return [whole];
    return keys.has(task.key) ? [] : [needingOne(task, keys, first.key)];
  });
}

function needingOne(task: ProposedTask, keys: ReadonlySet<string>, whole: string): ProposedTask {
  const renamed = task.dependsOn.map((need) => (keys.has(need.key) ? { ...need, key: whole } : need));
  const dependsOn = renamed.filter(
    ({ key }, index) => renamed.findIndex((need) => need.key === key) === index,
  );
  return { ...task, dependsOn };
}

function removed(tasks: Tasks, gone: ProposedTask): Tasks {
  if (tasks.length === 1)
    throw wrong('It is the only task of the proposal.', 'Archive the request, and nothing of it is left.');
  return tasks
    .filter((task) => task !== gone)
    .map((task) => ({ ...task, dependsOn: task.dependsOn.filter(({ key }) => key !== gone.key) }));
}

function ordered(tasks: Tasks, keys: readonly string[]): Tasks {
  const wanted = keys.map((key) => one(tasks, key));
  if (new Set(wanted).size === tasks.length && keys.length === tasks.length) return wanted;
  throw wrong('An order names each task once.', `There are: ${keysOf(tasks)}.`);
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const known = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...known.values()];
}

function keysOf(tasks: Tasks): string {
  return tasks.map(({ key }) => key).join(', ');
}

function wrong(message: string, next: string): AppError {
  return new AppError('invalid_input', message, { next });
}
