// Other limits for a task that goes on, or begins again: alike for `task send` and `task retry`.
import type { Command } from 'commander';
import type { RetryJson } from '../api/schemas.ts';
import { dollars, positive } from './flags.ts';
import { parseSpan } from './time.ts';

export interface LimitFlags {
  readonly timeout?: string;
  readonly maxTurns?: number;
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

export function withOtherLimits(command: Command): Command {
  return command
    .option('--timeout <span>', 'another time limit for the agent: 90s, 30m, 1h30m')
    .option('--max-turns <count>', 'another limit of rounds with the model', positive)
    .option('--max-tokens <count>', 'another limit of tokens', positive)
    .option('--max-cost <dollars>', 'another limit of money', dollars);
}

export function limitFieldsOf(
  flags: LimitFlags,
): Pick<RetryJson, 'timeout_ms' | 'max_turns' | 'max_tokens' | 'max_cost'> {
  return {
    ...(flags.timeout !== undefined && { timeout_ms: parseSpan(flags.timeout, '--timeout') }),
    ...(flags.maxTurns !== undefined && { max_turns: flags.maxTurns }),
    ...(flags.maxTokens !== undefined && { max_tokens: flags.maxTokens }),
    ...(flags.maxCost !== undefined && { max_cost: flags.maxCost }),
  };
}
