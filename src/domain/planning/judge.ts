// Whether a proposal can become tasks. Purely: everything that is wrong is said in a sentence that names the task and the value,
// so that a planner can repair exactly that, and a person sees what it could not.
import { areOrdered, findCycle } from '../dependencies.ts';
import { AppError } from '../errors.ts';
import { overlap, parseOwnership } from '../ownership.ts';
import type { Ownership } from '../ownership.ts';
import type { ProposedTask } from './proposal.ts';
import { suspicious } from './suspicious.ts';

export interface Judgement {
  /** With any of these there are no tasks. */
  readonly problems: readonly string[];
  /** Sent back too while there is patience; after that shown to the person who decides. */
  readonly overlaps: readonly string[];
  /** The same: sentences of the person that forbid something and came back nowhere. */
  readonly forgotten: readonly string[];
}

export interface JudgeOptions {
  /** What the person wrote: their prohibitions must come back word for word. */
  readonly request: string;
  /** How many tasks there must be; null = any number from one. */
  readonly count: number | null;
  /** Whether a person wrote it, who may say what they like. */
  readonly isByHand?: boolean;
}

export function judge(tasks: readonly ProposedTask[], options: JudgeOptions): Judgement {
  const { count, isByHand = false } = options;
  const keys = tasks.map(({ key }) => key);
  const counted =
    count !== null && tasks.length !== count
      ? [`There are ${tasks.length} tasks; exactly ${count} was asked for.`]
      : [];
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  const problems = [
    ...counted,
    ...[...new Set(twice)].map((key) => `Two tasks have the key “${key}”.`),
    ...tasks.flatMap((task) => [
      ...(isByHand ? [] : suspicious(task)),
      ...wrongScope(task),
      ...wrongDependencies(task, keys),
      ...(isByHand ? [] : wrongProhibitions(task, options.request)),
    ]),
    ...circles(tasks),
  ];
  if (problems.length > 0) return { problems, overlaps: [], forgotten: [] };
  const forgotten = isByHand ? [] : forgottenIn(tasks, options.request);
  return { problems, overlaps: overlapsOf(tasks), forgotten };
}

// As people forbid something: only sentences that begin so, because others may tell of what is the case.
const forbids =
  /^(?:please\s+)?(?:do not|don['’]?t|never|must not|leave\b.*\b(?:alone|untouched|as (?:it|they) (?:is|are))|only (?:modify|change|touch|edit)|without (?:changing|touching))\b/i;

/** What the person forbade and no task says. */
function forgottenIn(tasks: readonly ProposedTask[], request: string): readonly string[] {
  const known = tasks.flatMap(({ prohibitions }) => prohibitions.map(plain));
  return request
    .split(/(?<=[.!?;])\s+|\n+/)
    .map((sentence) => sentence.replace(/^[-*\s]+/, '').trim())
    .filter((sentence) => forbids.test(sentence))
    .filter(
      (sentence) => !known.some((one) => plain(sentence).includes(one) || one.includes(plain(sentence))),
    )
    .map((sentence) => `“${sentence.slice(0, 200)}” of the request is in no task's prohibitions.`);
}

function wrongScope({ key, owns }: ProposedTask): readonly string[] {
  return owns.flatMap((glob) => {
    // Said here in plain words, because it is what a hostile repository would try first.
    if (/^(?:[/\\~]|[A-Za-z]:)/.test(glob) || glob.split(/[/\\]/).includes('..'))
      return [`Task “${key}”: “${glob}” in owns leads out of the repository.`];
    if (/^\.git(?:\/|$)/.test(glob)) return [`Task “${key}”: “${glob}” in owns is git's own folder.`];
    const parsed = ownershipOr([glob]);
    return parsed instanceof AppError ? [`Task “${key}”: “${glob}” in owns: ${parsed.message}`] : [];
  });
}

function wrongDependencies(task: ProposedTask, keys: readonly string[]): readonly string[] {
  return task.dependsOn.flatMap(({ key }) => {
    if (key === task.key) return [`Task “${key}” depends on itself.`];
    return keys.includes(key)
      ? []
      : [`Task “${task.key}” depends on “${key}”, which is no task of the proposal.`];
  });
}

function wrongProhibitions({ key, prohibitions }: ProposedTask, request: string): readonly string[] {
  const said = plain(request);
  return prohibitions
    .filter((words) => !said.includes(plain(words)))
    .map((words) => `Task “${key}”: the prohibition “${words}” is not in the request word for word.`);
}

// Quotes and spaces come back differently from models, and mean the same.
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[‘’“”"'`]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.;,!]$/, '')
    .toLowerCase();
}

function circles(tasks: readonly ProposedTask[]): readonly string[] {
  const found = tasks.map(({ key }) => findCycle(key, edgesOf(tasks))).filter((one) => one !== null);
  const names = (cycle: readonly string[]): string => [...new Set(cycle)].sort().join(' ');
  // Each task of a circle finds it; it is said once. Whoever depends on itself has been told so.
  return found
    .filter((cycle, index) => found.findIndex((one) => names(one) === names(cycle)) === index)
    .filter((cycle) => new Set(cycle).size > 1)
    .map((cycle) => `These tasks wait for each other: ${cycle.join(' → ')}.`);
}

function overlapsOf(tasks: readonly ProposedTask[]): readonly string[] {
  const owned = tasks.map((task) => ({ task, ownership: parseOwnership(task.owns) }));
  return owned.flatMap((mine, index) =>
    owned.slice(index + 1).flatMap((theirs) => {
      if (areOrdered(mine.task.key, theirs.task.key, edgesOf(tasks))) return [];
      const path = overlap(mine.ownership, theirs.ownership);
      return path === null
        ? []
        : [
            `Tasks “${mine.task.key}” and “${theirs.task.key}” both own ${path}, and neither depends on the other.`,
          ];
    }),
  );
}

function edgesOf(tasks: readonly ProposedTask[]): (key: string) => readonly string[] {
  const edges = new Map(tasks.map((task) => [task.key, task.dependsOn.map(({ key }) => key)]));
  return (key) => edges.get(key) ?? [];
}

function ownershipOr(globs: readonly string[]): Ownership | AppError {
  try {
    return parseOwnership(globs);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
