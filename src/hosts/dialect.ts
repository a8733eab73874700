// What one kind of git host wants to be asked, and how it answers: data and pure functions, the same four questions for each.
import type { HostVerdict } from '../domain/pull-request.ts';
import type { Seen, Wanted } from './host.ts';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below the address of the repository's API; begins with `/`, or with `?` where it is that itself. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface Dialect {
  /** The address of the repository in the API; `page` is that for people. */
  readonly api: (page: URL) => string;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
  /** Those of a branch that are open. */
  readonly find: (wanted: Wanted, page: URL) => Question;
  /** The first that the answer names, or null. Throws ZodError for an answer of another shape. */
  readonly found: (answer: unknown, page: URL) => Seen | null;
  readonly create: (wanted: Wanted) => Question;
  readonly look: (number: number) => Question;
  readonly close: (number: number) => Question;
  /** The host's own checks of a commit; null: it is not asked for them. `read` throws ZodError for another shape. */
  readonly checks: {
    readonly ask: (number: number, head: string) => Question;
    readonly read: (answer: unknown) => HostVerdict | null;
  } | null;
  /** Throws ZodError for an answer of another shape. */
  readonly read: (answer: unknown, page: URL) => Seen;
}

/** The path of the page: `ada/shop`. */
export function pathOf(page: URL): string {
  return page.pathname.replace(/^\//, '');
}

/** For a name in an address: its slashes too. */
export const inPath = encodeURIComponent;
