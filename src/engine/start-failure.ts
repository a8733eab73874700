// An agent that did not come as far as a session: what to look at next. Its own program often only says what it dislikes.
import { AppError } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';

const ofStart: ReadonlySet<ErrorCode> = new Set(['agent_unavailable', 'agent_protocol', 'agent_timeout']);

/** The same error with the command that tries the agent out and knows which versions work; any other as it is. */
export function withCheckAdvice(error: unknown, agent: string): unknown {
  if (!(error instanceof AppError) || !ofStart.has(error.code)) return error;
  const check = `\`tasklane agent check ${agent}\` tries it out, and tells whether its version is too old.`;
  const advice = error.next === undefined ? '' : `${error.next.replace(/[.\s]*$/, '')}. `;
  return new AppError(error.code, error.message, {
    next: `${advice}${check}`,
    details: error.details,
    cause: error.cause,
  });
}
