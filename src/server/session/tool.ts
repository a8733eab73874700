// One tool that an agent has in its session. Another one is a row of tools.ts: its listing, its arguments in the command and in
// MCP, its errors and its time limit all come from here.
import type { z } from 'zod';
import { AppError, messageOf } from '../../domain/errors.ts';
import type { SessionDesk } from '../../engine/session-desk.ts';
import { sleep } from '../../lib/sleep.ts';
import { inWords } from '../mcp/tool.ts';
import type { Hints, ToolAnswer } from '../mcp/tool.ts';
import { parse, readable } from '../parse.ts';

export interface SessionTool<Desk = SessionDesk> {
  readonly name: string;
  readonly title: string;
  /** For a model: what it is for, and what to do next. */
  readonly description: string;
  readonly hints: Hints;
  readonly input: z.ZodObject;
  /** Parses what was given, and never throws. The signal aborts when nobody waits for the answer any more. */
  readonly run: (desk: Desk, given: unknown, signal: AbortSignal) => Promise<ToolAnswer>;
}

export interface SessionToolOf<Input extends z.ZodObject, Desk> extends Omit<SessionTool, 'input' | 'run'> {
  readonly input: Input;
  /** Answers in words. Throws AppError for what the agent has to hear. */
  readonly work: (given: z.output<Input>, desk: Desk, signal: AbortSignal) => Promise<string>;
}

/** Some agents give up on a tool after a minute, and what it answers later is lost. */
export const patienceMs = 45_000;

export function sessionTool<Input extends z.ZodObject, Desk = SessionDesk>(
  { work, ...told }: SessionToolOf<Input, Desk>,
  withinMs = patienceMs,
): SessionTool<Desk> {
  const run = async (desk: Desk, given: unknown, signal: AbortSignal): Promise<ToolAnswer> => {
    const over = new AbortController();
    try {
      const parsed = parse(told.input, readable(given, 'arguments'), 'arguments') as z.output<Input>;
      const late = sleep(withinMs, over.signal).then(() => tooLate(told.name, withinMs));
      const done = work(parsed, desk, AbortSignal.any([signal, over.signal]));
      const text = await Promise.race([done, late]);
      return { kind: 'result', value: {}, text };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'refused', text: inWords(error) };
      const known = new AppError('internal', `Something went wrong inside Tasklane: ${messageOf(error)}`);
      return { kind: 'bug', error, text: inWords(known) };
    } finally {
      over.abort();
    }
  };
  return { ...told, run };
}

function tooLate(name: string, withinMs: number): never {
  throw new AppError('cancelled', `${name} took longer than ${withinMs / 1000} s and was ended.`, {
    next: 'Go on without it, or ask for less at once.',
  });
}
