// A value as it was written in a file, read key by key. What is wrong is collected with its line, never thrown: a person
// wants to hear everything at once.
import type { TemplateProblem } from './problem.ts';

/** What a parser made of the text: plain data, and the line of each place (`/parameters/0/name`). */
export interface WrittenFile {
  readonly file: string;
  readonly value: unknown;
  readonly lines: ReadonlyMap<string, number>;
}

/** One place in the file with its value. */
export class Written {
  readonly value: unknown;
  readonly #at: string;
  readonly #source: WrittenFile;
  readonly #problems: TemplateProblem[];

  private constructor(source: WrittenFile, problems: TemplateProblem[], value: unknown, at: string) {
    this.#source = source;
    this.#problems = problems;
    this.value = value;
    this.#at = at;
  }

  /** The whole file; problems are added to the list. */
  static root(source: WrittenFile, problems: TemplateProblem[]): Written {
    return new Written(source, problems, source.value, '');
  }

  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** What is below a key of this object, or an item of this list. */
  below(key: string | number): Written {
    const isInside = typeof this.value === 'object' && this.value !== null && Object.hasOwn(this.value, key);
    const value: unknown = isInside ? Reflect.get(this.value, key) : undefined;
    return new Written(this.#source, this.#problems, value, `${this.#at}/${pointed(String(key))}`);
  }

  problem(message: string): void {
    const { file } = this.#source;
    this.#problems.push({ file, line: this.#line(this.#at), key: keyOf(this.#at), message });
  }

  /** Whether it is an object; its keys other than `known` are problems. */
  object(what: string, known: readonly string[]): boolean {
    if (!isRecord(this.value)) {
      this.problem(`${what} must be keys with values, not ${shown(this.value)}`);
      return false;
    }
    for (const key of Object.keys(this.value))
      if (!known.includes(key))
        this.below(key).problem(`there is no such key (${what} has ${known.join(', ')})`);
    return true;
  }

  /** The items; none when it is missing. */
  list(max: number): readonly Written[] {
    if (this.isMissing) return [];
    if (!Array.isArray(this.value)) {
      this.problem(`this must be a list, not ${shown(this.value)}`);
      return [];
    }
    if (this.value.length > max) this.problem(`at most ${max} are allowed, there are ${this.value.length}`);
    return this.value.slice(0, max).map((_, index) => this.below(index));
  }

  /** Null when it is missing, empty or no text. */
  text(max: number): string | null {
    if (this.isMissing) return null;
    if (typeof this.value !== 'string') {
      const quoted = typeof this.value === 'object' ? '' : ': put it in quotes';
      this.problem(`this must be a text, not ${shown(this.value)}${quoted}`);
      return null;
    }
    if (this.value.length > max) this.problem(`this may have ${max} characters, it has ${this.value.length}`);
    if (this.value.includes('\0')) this.problem('this may not contain the character U+0000');
    return this.value === '' ? null : this.value;
  }

  /** The same, on one line. */
  line(max = 200): string | null {
    const text = this.text(max);
    if (text !== null && /\p{Cc}/u.test(text))
      this.problem('this must be one line, without control characters');
    return text;
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice | null {
    if (this.isMissing) return null;
    const found = choices.find((choice) => choice === this.value);
    if (found === undefined) this.problem(`${shown(this.value)} is not known (use ${inWords(choices)})`);
    return found ?? null;
  }

  bool(): boolean | null {
    if (this.isMissing) return null;
    if (typeof this.value === 'boolean') return this.value;
    this.problem(`this must be true or false, not ${shown(this.value)}`);
    return null;
  }

  number(): number | null {
    if (this.isMissing) return null;
    if (typeof this.value === 'number' && Number.isFinite(this.value)) return this.value;
    this.problem(`this must be a number, not ${shown(this.value)}`);
    return null;
  }

  count(): number | null {
    const number = this.number();
    if (number === null || (Number.isSafeInteger(number) && number > 0)) return number;
    this.problem(`this must be a whole number from 1, not ${number}`);
    return null;
  }

  /** What is missing is missed where it ought to be. */
  #line(at: string): number {
    return this.#source.lines.get(at) ?? (at === '' ? 1 : this.#line(at.slice(0, at.lastIndexOf('/'))));
  }
}

/** A key as a part of a place, so that a `/` in it is not one of ours (RFC 6901). */
export function pointed(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function keyOf(at: string): string {
  const parts = at
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce((key, part) => {
    if (/^\d+$/.test(part)) return `${key}[${part}]`;
    return key === '' ? part : `${key}.${part}`;
  }, '');
}

function inWords(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
