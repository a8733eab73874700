// Why an agent that only reads came to nothing, in words for a person: one way for planners and judges.
import { AppError, messageOf } from '../../domain/errors.ts';
import type { EngineDeps } from '../deps.ts';

export interface CutShort {
  /** `planner` or `judge`. */
  readonly who: string;
  readonly timeoutMs: number;
  /** Aborts when that time is over. */
  readonly late: AbortSignal;
  /** Aborts, with the reason, when it was ended because of what it used or of its model. */
  readonly ended: AbortSignal;
}

/** `thrown` is what its conversation threw; a bug of ours is written into the log too. */
export function whyCutShort(
  { log }: Pick<EngineDeps, 'log'>,
  thrown: unknown,
  { who, timeoutMs, late, ended }: CutShort,
): string {
  const error: unknown = ended.aborted ? ended.reason : thrown;
  if (late.aborted && !ended.aborted) return `The ${who} gave no answer in ${timeoutMs / 1000} s.`;
  if (!(error instanceof AppError)) log.error({ error: messageOf(error) }, `a ${who} broke`);
  const next = error instanceof AppError && error.next !== undefined ? ` ${error.next}` : '';
  return `${messageOf(error)}${next}`;
}
