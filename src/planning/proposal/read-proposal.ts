// From the words of an agent to a proposal: finds the JSON, holds it against the schema, and says precisely what is wrong.
// A field that we do not know is refused and not skipped: a planner has no say in agents, limits, policies or approvals.
import { z } from 'zod';
import { categories } from '../../domain/plan.ts';
import { proposalBounds as most, sizes, targetKinds } from '../../domain/planning/proposal.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';

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

/** More is no help to anybody. */
const mostProblems = 12;

/** `answer` is all that the agent said in its turn. */
export function readProposal(answer: string): Read {
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
