// One alternative of an ownership glob, ready to be compared.
import type { Automaton } from './automaton.ts';
import { compile } from './compile.ts';
import type { Reach, Sense, Token } from './compile.ts';

export class Pattern {
  /** As a person wrote it, braces and all. */
  readonly glob: string;
  /** Every path of the pattern begins with this text. */
  readonly prefix: string;
  readonly #tokens: readonly Token[];
  readonly #reach: Reach;
  #exact: Automaton | undefined;

  constructor(glob: string, tokens: readonly Token[], reach: Reach) {
    this.glob = glob;
    this.#tokens = tokens;
    this.#reach = reach;
    const [first] = tokens;
    this.prefix = first?.kind === 'text' ? first.text : '';
  }

  /** The whole names that every path of the pattern begins with. */
  get names(): readonly string[] {
    if (this.prefix === '') return [];
    const names = this.prefix.split('/');
    // What follows the prefix may continue its last name, as in `src/ap*`.
    return this.#tokens.length === 1 ? names : names.slice(0, -1);
  }

  /** Nothing in it stands for several texts, except what lies below. */
  get isLiteral(): boolean {
    return this.#tokens.every((token) => token.kind === 'text');
  }

  // Made when it is first needed: a large board holds millions of globs, and few of them ever come near another.
  get exact(): Automaton {
    this.#exact ??= this.compiled('exact');
    return this.#exact;
  }

  compiled(sense: Sense): Automaton {
    return compile(this.#tokens, this.#reach, sense);
  }

  /** No fewer than its automaton has states. */
  get size(): number {
    return this.#tokens.reduce((sum, token) => sum + sizeOf(token), 2);
  }
}

function sizeOf(token: Token): number {
  if (token.kind === 'text') return token.text.length;
  return token.kind === 'set' ? 1 : 2;
}
