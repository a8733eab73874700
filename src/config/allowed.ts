// Schemas whose error message is not a complaint but what would be allowed; read-settings.ts makes the sentence.
import { z } from 'zod';

export function value<Type>(schema: z.ZodType<Type>, allowed: string): z.ZodType<Type> {
  return z.custom<Type>((found) => schema.safeParse(found).success, { error: allowed });
}

export function orNull<Type>(schema: z.ZodType<Type>, allowed: string): z.ZodType<Type | null> {
  return value(schema.nullable(), `${allowed}, or null`);
}

export function whole(min: number, max: number): z.ZodType<number> {
  return value(z.int().min(min).max(max), `a whole number from ${min} to ${max}`);
}

export function oneOf<const Names extends readonly string[]>(names: Names): z.ZodType<Names[number]> {
  return value(z.enum(names), names.map((name) => `"${name}"`).join(', '));
}

export function fields<Shape extends z.core.$ZodShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: Object.keys(shape).join(', ') });
}
