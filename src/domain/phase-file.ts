// Reads a task-queue.json: JSON of the right shape, every departure from it said with its line. Whether what it says can be
// done is asked afterwards (phase-check.ts).
import { jsonLines, lineOfSyntaxError } from './json-lines.ts';
import { queueStatuses } from './phase-queue.ts';
import type { QueueStatus, QueueTask } from './phase-queue.ts';
import type { PhaseProblem } from './phase-problem.ts';

/** A task as it was written down, with the lines of what may be wrong with it. */
export interface WrittenTask extends QueueTask {
  readonly lines: {
    readonly task: number;
    readonly id: number;
    readonly ownership: readonly number[];
    readonly blockedBy: readonly number[];
  };
}

export interface WrittenQueue {
  readonly tasks: readonly WrittenTask[];
  readonly problems: readonly PhaseProblem[];
}

const fields = ['id', 'description', 'owner', 'status', 'ownership', 'blocked_by'];

export function readQueueFile(text: string): WrittenQueue {
  const content = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const line = lineOfSyntaxError(content, error);
    return { tasks: [], problems: [{ line, message: 'this is not valid JSON' }] };
  }
  const reader = new Reader(jsonLines(content));
  const tasks = reader.queue(value);
  return { tasks, problems: reader.problems };
}

class Reader {
  readonly problems: PhaseProblem[] = [];
  readonly #lines: ReadonlyMap<string, number>;

  constructor(lines: ReadonlyMap<string, number>) {
    this.#lines = lines;
  }

  queue(value: unknown): WrittenTask[] {
    const list = isRecord(value) ? value['tasks'] : undefined;
    if (!Array.isArray(list)) {
      this.#problem('', 'expected {"tasks": [...]}');
      return [];
    }
    if (list.length === 0) this.#problem('/tasks', 'there are no tasks');
    return list.flatMap((item: unknown, index) => this.#task(item, `/tasks/${index}`) ?? []);
  }

  /** Null when it lacks what the checks behind this need. */
  #task(item: unknown, at: string): WrittenTask | null {
    if (!isRecord(item)) {
      this.#problem(at, `a task must be an object with ${fields.join(', ')}`);
      return null;
    }
    for (const name of Object.keys(item).filter((key) => !fields.includes(key)))
      this.#problem(`${at}/${name}`, `unknown field "${name}" (a task has ${fields.join(', ')})`);
    const id = this.#integer(item['id'], `${at}/id`, 'id');
    const description = this.#description(item['description'], `${at}/description`);
    const owner = this.#owner(item['owner'] ?? null, `${at}/owner`);
    const status = this.#status(item['status'] ?? 'pending', `${at}/status`);
    const ownership = this.#list(item['ownership'], `${at}/ownership`, (glob, place) =>
      this.#text(glob, place, 'an ownership glob'),
    );
    const blockedBy = this.#list(item['blocked_by'] ?? [], `${at}/blocked_by`, (other, place) =>
      this.#integer(other, place, 'blocked_by'),
    );
    if (id === null) return null;
    const task = { id, description, owner, status, ownership, blocked_by: blockedBy };
    return { ...task, lines: this.#linesOf(at, ownership.length, blockedBy.length) };
  }

  #linesOf(at: string, globs: number, blockers: number): WrittenTask['lines'] {
    const each = (place: string, count: number): number[] =>
      Array.from({ length: count }, (_, index) => this.#line(`${at}/${place}/${index}`));
    return {
      task: this.#line(at),
      id: this.#line(`${at}/id`),
      ownership: each('ownership', globs),
      blockedBy: each('blocked_by', blockers),
    };
  }

  #integer(value: unknown, at: string, what: string): number | null {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    this.#problem(at, `${what} must be a whole number, not ${shown(value)}`);
    return null;
  }

  #text(value: unknown, at: string, what: string): string | null {
    if (typeof value === 'string') return value;
    this.#problem(at, `${what} must be a text, not ${shown(value)}`);
    return null;
  }

  #description(value: unknown, at: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.#problem(at, `description must say what is to be done, not ${shown(value)}`);
    return '';
  }

  #owner(value: unknown, at: string): string | null {
    return value === null ? null : this.#text(value, at, 'owner (or null)');
  }

  #status(value: unknown, at: string): QueueStatus {
    const found = queueStatuses.find((status) => status === value);
    if (found === undefined)
      this.#problem(at, `unknown status ${shown(value)} (use ${queueStatuses.join(', ')})`);
    return found ?? 'pending';
  }

  #list<T>(value: unknown, at: string, read: (item: unknown, at: string) => T | null): T[] {
    const name = at.slice(at.lastIndexOf('/') + 1);
    if (!Array.isArray(value)) {
      this.#problem(at, `${name} must be a list, not ${shown(value)}`);
      return [];
    }
    return value.flatMap((item: unknown, index) => read(item, `${at}/${index}`) ?? []);
  }

  #problem(at: string, message: string): void {
    this.problems.push({ line: this.#line(at), message });
  }

  /** What is missing is missed where it ought to be. */
  #line(at: string): number {
    return this.#lines.get(at) ?? (at === '' ? 1 : this.#line(at.slice(0, at.lastIndexOf('/'))));
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
