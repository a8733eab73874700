// The JSON in the words of an agent, held against a schema; what is wrong with it is said so that the agent can mend it.
import type { z } from 'zod';

export type JsonRead<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** More is no help to anybody. */
const mostProblems = 12;

/** `answer` is all that the agent said in its turn; one that is longer than `longest` characters is not read. */
export function readJson<T>(answer: string, schema: z.ZodType<T>, longest: number): JsonRead<T> {
  if (answer.length > longest)
    return wrong(`The answer has ${answer.length} characters; at most ${longest} are read.`);
  const text = jsonIn(answer);
  if (text === null) return wrong('The answer has no JSON object in a block that begins with ```json.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(`The JSON cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
  }
  return readValue(value, schema);
}

/** The same of what was JSON once. */
export function readValue<T>(value: unknown, schema: z.ZodType<T>): JsonRead<T> {
  const read = schema.safeParse(value);
  if (read.success) return { kind: 'read', value: read.data };
  const problems = read.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message.slice(0, 300)}`);
  const rest = problems.length - mostProblems;
  return wrong(...problems.slice(0, mostProblems), ...(rest > 0 ? [`And ${rest} more.`] : []));
}

function wrong(...problems: readonly string[]): {
  readonly kind: 'wrong';
  readonly problems: readonly string[];
} {
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
