// From the words of an agent to a proposal: what it has to look like.
// A field that we do not know is refused and not skipped: a planner has no say in agents, limits, policies or approvals.
import { z } from 'zod';
import { categories } from '../../domain/plan.ts';
import { proposalBounds as most, sizes, targetKinds } from '../../domain/planning/proposal.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { readJson } from '../answer-json.ts';

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
  const read = readJson(answer, proposal, most.answer);
  return read.kind === 'wrong' ? read : { kind: 'tasks', tasks: read.value.tasks.map(taskOf) };
  if (answer.length > most.answer)
    return wrong(`The answer has ${answer.length} characters; at most ${most.answer} are read.`);
  const text = jsonIn(answer);
  if (text === null) return wrong('The answer has no JSON object in a block that begins with ```json.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`The JSON cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
  }
  return readTasks(value);
}

/** `value` is what the JSON said: `{tasks: […]}`. */
export function readTasks(value: unknown): Read {
  const read = proposal.safeParse(value);
  if (read.success) return { kind: 'tasks', tasks: read.data.tasks.map(taskOf) };
  const problems = read.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message.slice(0, 300)}`);
  const rest = problems.length - mostProblems;
  return wrong(...problems.slice(0, mostProblems), ...(rest > 0 ? [`And ${rest} more.`] : []));
}

function wrong(...problems: readonly string[]): Read {
  return { kind: 'wrong', problems };
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the object' : path.map(String).join('.').slice(0, 120);
}

// The last block: agents think aloud before they answer.
function jsonIn(answer: string): string | null {
  const block = [...answer.matchAll(/^```json[^\n]*\n([\s\S]*?)^```/gm)].at(-1)?.[1];
  if (block !== undefined) return block;
  const trimmed = answer.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed : null;
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
