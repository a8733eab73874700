// One alternative of an ownership glob, ready to be compared.
import type { Automaton } from './automaton.ts';
import { compile } from './compile.ts';
import type { Reach, Sense, Token } from './compile.ts';

export class Pattern {
  /** As a person wrote it, braces and all. */
  readonly glob: string;
  /** Every path of the pattern begins with this text. */
  readonly prefix: string;
  /** Every path of the pattern begins with these whole names. */
  readonly names: readonly string[];
  readonly #tokens: readonly Token[];
  readonly #reach: Reach;
  #exact: Automaton | undefined;

  constructor(glob: string, tokens: readonly Token[], reach: Reach) {
    this.glob = glob;
    this.#tokens = tokens;
    this.#reach = reach;
    const [first] = tokens;
    this.prefix = first?.kind === 'text' ? first.text : '';
    const names = this.prefix.split('/');
    // What follows the prefix may continue its last name, as in `src/ap*`.
    this.names = tokens.length === 1 && this.prefix !== '' ? names : names.slice(0, -1);
  }

  // Made when it is first needed: a large board holds millions of globs, and few of them ever come near another.
  get exact(): Automaton {
    this.#exact ??= this.compiled('exact');
    return this.#exact;
  }

  compiled(sense: Sense): Automaton {
    return compile(this.#tokens, this.#reach, sense);
  }

  /** About how many states its automaton has. */
  get size(): number {
    return this.#tokens.reduce((sum, token) => sum + (token.kind === 'text' ? token.text.length : 2), 2);
  }
}
