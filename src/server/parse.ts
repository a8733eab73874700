// What was sent, held against the schemas of the contract.
import type { ZodType } from 'zod';
import { AppError } from '../domain/errors.ts';

/** What a schema makes of what was sent; undefined where there is none. */
export type Parsed<Schema> = Schema extends ZodType<infer Value> ? Value : undefined;

/** Throws `invalid_input`, whose details name each field that is wrong. */
export function parse<T>(schema: ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  const text = problems.map(
    (problem) => `${problem.field === '' ? where : problem.field}: ${problem.message}`,
  );
  throw new AppError('invalid_input', `The ${where} of the request is not right: ${text.join('; ')}`, {
    details: { problems },
  });
}

/** The same for a schema that may be none. */
export function parseWith<Schema>(schema: Schema | undefined, value: unknown, where: string): Parsed<Schema> {
  // What the conditional type says, the compiler cannot see for a schema that it does not know yet.
  return (isSchema(schema) ? parse(schema, value, where) : undefined) as Parsed<Schema>;
}

function isSchema(schema: unknown): schema is ZodType {
  return typeof schema === 'object' && schema !== null && 'safeParse' in schema;
}

/**
 * The value, unless it has a character U+0000: no database and no file name can hold it, so that it would be refused
 * further in, in other words. Throws `invalid_input`.
 */
export function readable<Value>(value: Value, where: string): Value {
  if (!hasNull(value)) return value;
  throw new AppError('invalid_input', `The ${where} of the request has a character U+0000.`, {
    next: 'Leave it out.',
  });
}

function hasNull(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || hasNull(inner));
}
