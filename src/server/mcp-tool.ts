// One tool of our MCP server: what it takes, and what it does with it. Whoever serves it need know nothing more.
import type { z } from 'zod';
import type { Action } from '../domain/access.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Access } from './access.ts';
import { errorJson } from './present.ts';

export type ToolAnswer =
  | { readonly kind: 'result'; readonly value: Record<string, unknown>; readonly text: string }
  /** What the agent has to hear: it asked for something that cannot be. */
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | { readonly kind: 'bug'; readonly error: unknown; readonly text: string };

/** What the caller of a tool may reach for an action. Throws `forbidden`. */
export type Begin = (action: Action) => Access;

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** `begin` is asked first of all whether who calls may do that. */
  readonly run: (begin: Begin, given: unknown) => Promise<ToolAnswer>;
}

export function tool<Shape extends z.ZodObject>(
  name: string,
  action: Action,
  title: string,
  description: string,
  input: Shape,
  work: (given: z.output<Shape>, access: Access) => Promise<Record<string, unknown>>,
): Tool {
  const run = async (begin: Begin, given: unknown): Promise<ToolAnswer> => {
    try {
      const value = await work(input.parse(given), begin(action));
      return { kind: 'result', value, text: JSON.stringify(value, null, 2) };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'refused', code: error.code, text: inWords(error) };
      return { kind: 'bug', error, text: `Something went wrong inside Tasklane: ${messageOf(error)}` };
    }
  };
  return { name, title, description, input, run };
}

/** The same facts as over HTTP, with the words first: a model reads from the top. */
function inWords(error: AppError): string {
  const next = error.next === undefined ? '' : `\n${error.next}`;
  return `${error.message}${next}\n${JSON.stringify(errorJson(error))}`;
}
