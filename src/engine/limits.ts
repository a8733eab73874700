// The limits of a run that its agent can still be told of: the reason, and the failure that a person reads.
import { overrunText } from '../domain/budget.ts';
import type { Overrun } from '../domain/budget.ts';
import type { Failure } from '../domain/failure.ts';
import { sourceText } from '../domain/limit-source.ts';
import type { LimitSource, LimitSources } from '../domain/limit-source.ts';

export type LimitReason =
  | { readonly why: 'budget'; readonly overrun: Overrun }
  | { readonly why: 'max_turns'; readonly limit: number | null }
  /** It made only calls that it had made before, so many in a row. */
  | { readonly why: 'repeats'; readonly limit: number; readonly title: string }
  | { readonly why: 'silent'; readonly limitMs: number };

/** Whether it makes sense to ask the agent for a last answer. */
export function canAnswer(reason: LimitReason): boolean {
  return reason.why !== 'silent';
}

/** `from` says who set the limits of the attempt. */
export function failureOfLimit(reason: LimitReason, from: LimitSources = {}): Failure {
  switch (reason.why) {
    case 'budget':
      return {
        kind: 'budget',
        message: `The agent used up ${overrunText(reason.overrun)}${budgetSource(reason.overrun, from)}.`,
        detail: '',
        next: budgetAdvice(reason.overrun),
      };
    case 'max_turns':
      return {
        kind: 'max_turns',
        ...turnsUsed(reason.limit, from.maxTurns),
      };
    case 'repeats':
      return {
        kind: 'max_turns',
        message: `The agent went round in circles: its last ${reason.limit} calls of tools brought nothing that it had not seen before (the last was “${reason.title}”).`,
        detail: '',
        next: 'Send it a message that tells it what to do instead, or raise repeatLimit where such repetition is meant.',
      };
    case 'silent':
      return {
        kind: 'timeout',
        message: `The agent gave no sign of life for ${Math.round(reason.limitMs / 1000)} s.`,
        detail: '',
        next: 'Retry it; raise silentMs where its model takes longer to answer.',
      };
  }
}

/** What a person reads of an agent at its limit of turns. */
export function turnsUsed(
  limit: number | null,
  source: LimitSource | undefined,
): Pick<Failure, 'message' | 'detail' | 'next'> {
  const turns = limit === null ? 'turns' : `${limit} turns (its limit${sourceText(source)})`;
  return {
    message: `The agent used its ${turns} without finishing.`,
    detail: '',
    next: 'Retry it with a higher --max-turns, send it a message to go on, or split the task.',
  };
}

function budgetSource({ of, what }: Overrun, from: LimitSources): string {
  if (of !== 'attempt') return '';
  return sourceText(what === 'tokens' ? from.maxTokens : from.maxCost);
}

function budgetAdvice({ of, what }: Overrun): string {
  if (of === 'attempt')
    return `Send it a message with a higher ${what === 'tokens' ? '--max-tokens' : '--max-cost'} to go on where it was, retry it from the beginning, or split the task.`;
  const where = of === 'day' ? 'config.json of the home' : '.tasklane/config.json of the repository';
  return `It goes on tomorrow; raise ${what === 'tokens' ? 'dayTokens' : 'dayCost'} in ${where} to go on today.`;
}

/** What the agent is told before it is stopped. */
export function lastWords(reason: LimitReason): string {
  return [
    `You are being stopped: ${failureOfLimit(reason).message}`,
    'Do not use any tools now; none will be run.',
    'In a few sentences: what have you done, what works, and what is left to do? Whoever goes on with this task reads it.',
  ].join(' ');
}
