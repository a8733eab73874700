// What a person can say of a task on the command line, alike for `run`, `task create` and `task edit`.
import { Option } from 'commander';
import type { Command } from 'commander';
import { permissionPolicies, policyNames, priorities, violationAnswers } from '../api/choices.ts';
import type { TaskCreateJson } from '../api/schemas.ts';
import { append, dollars, positive } from './flags.ts';
import { parseSpan } from './time.ts';

export interface TaskFieldFlags {
  readonly title?: string;
  readonly agent?: string;
  readonly model?: string;
  readonly check?: readonly string[];
  readonly timeout?: string;
  readonly maxTurns?: number;
  readonly maxTokens?: number;
  readonly maxCost?: number;
  readonly priority?: NonNullable<TaskCreateJson['priority']>;
  readonly policy?: NonNullable<TaskCreateJson['policy']>;
  readonly dependsOn?: readonly string[];
  readonly releasedBy?: NonNullable<TaskCreateJson['released_by']>;
  readonly owns?: readonly string[];
  readonly onViolation?: NonNullable<TaskCreateJson['on_violation']>;
  readonly permission?: NonNullable<TaskCreateJson['permission']>;
  readonly allowOverlap?: boolean;
}

export function withTaskFields(command: Command): Command {
  return command
    .option('--title <title>', 'one line that names it (default: the beginning of the prompt)')
    .option('-a, --agent <name>', 'which agent works on it (see: tasklane agents)')
    .option('-m, --model <provider/id>', 'which model the agent uses')
    .option('-c, --check <command>', 'decides whether the work is good; may be given several times', append)
    .option('--timeout <span>', 'end the agent after this time: 90s, 30m, 1h30m')
    .option('--max-turns <count>', 'end the agent after so many rounds with the model', positive)
    .option('--max-tokens <count>', 'stop the agent after so many tokens, in and out together', positive)
    .option('--max-cost <dollars>', 'stop the agent after so much money', dollars)
    .addOption(new Option('--priority <priority>', 'which come first').choices(priorities))
    .addOption(new Option('--policy <policy>', 'how it is run and what happens then').choices(policyNames))
    .option('--depends-on <tasks>', 'wait for these tasks: 3,4 or names; may be given several times', refs)
    .addOption(
      new Option(
        '--released-by <when>',
        'start when they are applied, or already when they are ready',
      ).choices(['applied', 'ready']),
    )
    .option('--owns <glob>', 'the files that it may change; may be given several times', append)
    .addOption(
      new Option('--on-violation <what>', 'when it changed other files: fail, or leave those out').choices(
        violationAnswers,
      ),
    )
    .addOption(
      new Option('--permission <policy>', 'how its requests for permission are answered').choices(
        permissionPolicies,
      ),
    )
    .option('--allow-overlap', 'accept that another task owns some of the same files: they take turns');
}

/** Numbers, names or ids: `3,4`, `#3`, `add-a-schema`. */
export function refs(value: string, before: readonly string[] | undefined): readonly string[] {
  const given = value.split(',').map((ref) => ref.trim());
  return [...(before ?? []), ...given.filter((ref) => ref !== '')];
}

export function taskFieldsOf(flags: TaskFieldFlags): Omit<TaskCreateJson, 'project' | 'prompt'> {
  return {
    ...(flags.title !== undefined && { title: flags.title }),
    ...(flags.agent !== undefined && { agent: flags.agent }),
    ...(flags.model !== undefined && { model: flags.model }),
    ...(flags.check !== undefined && { checks: flags.check.map((command) => ({ command })) }),
    ...(flags.timeout !== undefined && { timeout_ms: parseSpan(flags.timeout, '--timeout') }),
    ...(flags.maxTurns !== undefined && { max_turns: flags.maxTurns }),
    ...(flags.maxTokens !== undefined && { max_tokens: flags.maxTokens }),
    ...(flags.maxCost !== undefined && { max_cost: flags.maxCost }),
    ...(flags.priority !== undefined && { priority: flags.priority }),
    ...(flags.policy !== undefined && { policy: flags.policy }),
    ...(flags.dependsOn !== undefined && { depends_on: [...flags.dependsOn] }),
    ...(flags.releasedBy !== undefined && { released_by: flags.releasedBy }),
    ...(flags.owns !== undefined && { owns: [...flags.owns] }),
    ...(flags.onViolation !== undefined && { on_violation: flags.onViolation }),
    ...(flags.permission !== undefined && { permission: flags.permission }),
    ...(flags.allowOverlap !== undefined && { allow_overlap: flags.allowOverlap }),
  };
}
