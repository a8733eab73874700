// One tool of our MCP server: what it takes and answers, and what it does. Whoever serves it need know nothing more.
import type { z } from 'zod';
import type { Client } from '../../api/client.ts';
import type { Endpoint } from '../../api/endpoints.ts';
import type { Action, Actor } from '../../domain/access.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { errorJson } from '../present.ts';
import { parse, readable } from '../parse.ts';
import { bounded } from './bounded.ts';

/** Where the caller of a tool stands. */
export interface Desk {
  readonly actor: Actor;
  /** A call of the API as the same person with the same token. Throws what it answers. */
  readonly call: Client['call'];
  /** Aborts when the client has gone, or the daemon goes. */
  readonly signal: AbortSignal;
}

export type ToolAnswer =
  | { readonly kind: 'result'; readonly value: Record<string, unknown>; readonly text: string }
  /** What the agent has to hear: it asked for something that cannot be. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'bug'; readonly error: unknown; readonly text: string };

/** What clients are told, so that they can ask a person before it is called. */
export interface Hints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
}
/** Only shows something. */
export const looks: Hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
/** Adds something, each time anew. */
export const adds: Hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };
/** Brings something into a state; again changes nothing more. */
export const sets: Hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: true };
/** Moves a branch, or ends work that was under way. */
export const decides: Hints = { readOnlyHint: false, destructiveHint: true, idempotentHint: true };

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly action: Action;
  readonly hints: Hints;
  readonly input: z.ZodObject;
  /** An object, or a union of objects. */
  readonly output: z.ZodType;
  /** Parses what was given, and never throws. */
  readonly run: (desk: Desk, given: unknown) => Promise<ToolAnswer>;
}

export interface ToolOf<Input extends z.ZodObject, Output extends Record<string, unknown>> {
  readonly name: string;
  readonly title: string;
  /** For a model: what it is for, and what to do next. */
  readonly description: string;
  /** The call that it is made of: whoever may not make it is not offered the tool. */
  readonly endpoint: Pick<Endpoint<unknown, unknown, unknown>, 'action'>;
  readonly hints: Hints;
  readonly input: Input;
  readonly output: z.ZodType<Output>;
  readonly work: (given: z.output<Input>, desk: Desk) => Promise<Output>;
  /** The same in words, for clients that show the model nothing else. */
  readonly say: (value: Output) => string;
}

export function tool<Input extends z.ZodObject, Output extends Record<string, unknown>>({
  endpoint,
  work,
  say,
  ...told
}: ToolOf<Input, Output>): Tool {
  const { action } = endpoint;
  if (action === 'public') throw new Error(`the tool ${told.name} is made of a call that is for everybody`);
  const run = async (desk: Desk, given: unknown): Promise<ToolAnswer> => {
    try {
      const value = await work(
        parse(told.input, readable(given, 'arguments'), 'arguments') as z.output<Input>,
        desk,
      );
      return { kind: 'result', value, text: say(value) };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'refused', text: inWords(error) };
      const known = new AppError('internal', `Something went wrong inside Tasklane: ${messageOf(error)}`, {
        next: 'See daemon.log in the home folder; please report it.',
      });
      return { kind: 'bug', error, text: inWords(known) };
    }
  };
  return { ...told, action, run };
}

/** The same facts as over HTTP, with the words first: a model reads from the top. What it sent comes back shortened. */
export function inWords(known: AppError): string {
  const { error } = bounded(errorJson(known), { text: 2000, total: 8000, list: 100 }).value;
  const next = error.next === null ? '' : `\n${error.next}`;
  return `${error.message}${next}\n${JSON.stringify({ error })}`;
}
