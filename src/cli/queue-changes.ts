// What is new between two looks at the queue, one line each: for a watch that is not a terminal. What only got older, such
// as "running, 3m", is not new.
import type { QueueJson } from '../api/queue-schemas.ts';
import type { TaskJson } from '../api/schemas.ts';
import { whyOf } from './queue-lines.ts';
import { label } from './summary.ts';

export function changesBetween(before: QueueJson | null, after: QueueJson): readonly string[] {
  const known = new Map((before === null ? [] : linesOf(before)).map((line) => [line.id, line]));
  const now = linesOf(after);
  const changed = now.filter((line) => known.get(line.id)?.key !== line.key).map((line) => line.text);
  const left = new Set(now.map((line) => line.id));
  const gone = [...known.values()]
    .filter((line) => !left.has(line.id))
    .map((line) => `${line.name} left the queue`);
  return [...changed, ...gone];
}

interface Line {
  readonly id: string;
  readonly name: string;
  /** Changes when there is something to tell. */
  readonly key: string;
  readonly text: string;
}

function linesOf({ waiting, running, next }: QueueJson): readonly Line[] {
  return [
    ...running.map((task) => line(task, `is ${task.state}`, [task.state])),
    ...waiting.map((task) => line(task, whyOf(task, next), keyOf(task, next))),
  ];
}

function line(task: TaskJson, words: string, key: readonly unknown[]): Line {
  const name = label(task);
  return { id: task.id, name, key: JSON.stringify(key), text: `${name} ${words}` };
}

function keyOf(task: TaskJson, next: string | null): readonly unknown[] {
  const { hold } = task;
  return hold === null ? ['next', task.id === next] : [hold.kind, hold.task, hold.path];
}
