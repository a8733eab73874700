// From the words of an agent to a proposal: what it has to look like.
// A field that we do not know is refused and not skipped: a planner has no say in agents, limits, policies or approvals.
import { z } from 'zod';
import { categories } from '../../domain/plan.ts';
import { proposalBounds as most, sizes, targetKinds } from '../../domain/planning/proposal.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { readJson, readValue } from '../answer-json.ts';
import type { JsonRead } from '../answer-json.ts';

const line = z.string().trim().min(1).max(most.line);
const lines = z.array(line).max(most.lines).default([]);
const answer = z.string().trim().max(most.line).nullable().default(null);
const task = z.strictObject({
  key: z
    .string()
    .max(most.key)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and hyphens')
    .describe('What the other tasks call it: lower case letters, digits and hyphens.'),
  title: line
    .max(most.title)
    .regex(/^[^\n]*$/, 'one line')
    .describe('One line.'),
  prompt: z.string().trim().min(1).max(most.prompt).describe('What must be true afterwards, and why.'),
  steps: lines.describe('The plan.'),
  done_when: lines.describe('What a reviewer can check.'),
  risks: lines.describe('One sentence each.'),
  out_of_scope: lines.describe('One sentence each.'),
  category: z.enum(categories).nullable().default(null).describe('What kind of work it is.'),
  size: z.enum(sizes).default('medium').describe('How much work it is.'),
  owns: z.array(line).max(most.globs).default([]).describe('Globs of all files that it may change.'),
  checks: lines.describe('Command lines that prove it, of those that you were told.'),
  depends_on: z
    .array(z.strictObject({ key: z.string().max(most.key), reason: line }))
    .max(most.tasks)
    .default([])
    .describe('Tasks that must come first, with the reason.'),
  targets: z
    .array(z.strictObject({ kind: z.enum(targetKinds), name: line, new: z.boolean().default(false) }))
    .max(most.lines)
    .default([])
    .describe('The files, symbols and endpoints that it is about; `new`: the task is to make it.'),
  prohibitions: lines.describe('What the person forbade, word for word, one sentence each.'),
  testing: z
    .strictObject({
      framework: line.nullable().default(null),
      mocks: line.nullable().default(null),
      coverage: z.number().min(0).max(100).nullable().default(null),
    })
    .nullable()
    .default(null)
    .describe('Framework, what is mocked, and the coverage in per cent, where the person says so.'),
  review: z
    .strictObject({ files: answer, scope: answer, tests: answer })
    .nullable()
    .default(null)
    .describe('One sentence each: are these the right files, is the scope right, are the tests in it?'),
});
const list = z.array(task).min(1).max(most.tasks);
const proposal = z.strictObject({ tasks: list });

/** What tools for planners take; whoever parses it has what `readTasks` reads. */
export const oneTask = z.strictObject({ task });
export const severalTasks = z.strictObject({
  tasks: list.describe('Each comes with all that a person needs to decide about it.'),
});

export type Read =
  | { readonly kind: 'tasks'; readonly tasks: readonly ProposedTask[] }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** `answer` is all that the agent said in its turn. */
export function readProposal(answer: string): Read {
  return tasksIn(readJson(answer, proposal, most.answer));
}

/** `value` is what the JSON said: `{tasks: […]}`. */
export function readTasks(value: unknown): Read {
  return tasksIn(readValue(value, proposal));
}

function tasksIn(read: JsonRead<z.output<typeof proposal>>): Read {
  return read.kind === 'wrong' ? read : { kind: 'tasks', tasks: read.value.tasks.map(taskOf) };
}

/** A proposed task as a planner writes it. */
export function asSent({ plan, dependsOn, targets, ...rest }: ProposedTask): object {
  const { steps, doneWhen, risks, outOfScope } = plan;
  return {
    ...rest,
    steps,
    done_when: doneWhen,
    risks,
    out_of_scope: outOfScope,
    depends_on: dependsOn,
    targets: targets.map(({ kind, name, isNew }) => ({ kind, name, new: isNew })),
  };
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
