// From the words of an agent to a proposal: what it has to look like.
// A field that we do not know is refused and not skipped: a planner has no say in agents, limits, policies or approvals.
import { z } from 'zod';
import { categories } from '../../domain/plan.ts';
import { proposalBounds as most, sizes, targetKinds } from '../../domain/planning/proposal.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { readJson } from '../answer-json.ts';

const line = z.string().trim().min(1).max(most.line);
const lines = z.array(line).max(most.lines).default([]);
const task = z.strictObject({
  key: z
    .string()
    .max(most.key)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and hyphens'),
  title: line.max(most.title).regex(/^[^\n]*$/, 'one line'),
  prompt: z.string().trim().min(1).max(most.prompt),
  steps: lines,
  done_when: lines,
  risks: lines,
  out_of_scope: lines,
  category: z.enum(categories).nullable().default(null),
  size: z.enum(sizes).default('medium'),
  owns: z.array(line).max(most.globs).default([]),
  checks: lines,
  depends_on: z
    .array(z.strictObject({ key: z.string().max(most.key), reason: line }))
    .max(most.tasks)
    .default([]),
  targets: z
    .array(z.strictObject({ kind: z.enum(targetKinds), name: line, new: z.boolean().default(false) }))
    .max(most.lines)
    .default([]),
  prohibitions: lines,
  testing: z
    .strictObject({
      framework: line.nullable().default(null),
      mocks: line.nullable().default(null),
      coverage: z.number().min(0).max(100).nullable().default(null),
    })
    .nullable()
    .default(null),
});
const proposal = z.strictObject({ tasks: z.array(task).min(1).max(most.tasks) });

export type Read =
  | { readonly kind: 'tasks'; readonly tasks: readonly ProposedTask[] }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** `answer` is all that the agent said in its turn. */
export function readProposal(answer: string): Read {
  const read = readJson(answer, proposal, most.answer);
  return read.kind === 'wrong' ? read : { kind: 'tasks', tasks: read.value.tasks.map(taskOf) };
}

function taskOf(read: z.output<typeof task>): ProposedTask {
  const {
    steps,
    done_when: doneWhen,
    risks,
    out_of_scope: outOfScope,
    depends_on: dependsOn,
    ...rest
  } = read;
  return {
    ...rest,
    plan: { steps, doneWhen, risks, outOfScope },
    dependsOn,
    targets: read.targets.map(({ kind, name, new: isNew }) => ({ kind, name, isNew })),
  };
}
