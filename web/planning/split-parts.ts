// The parts that a draft is split into, as they are written: kept while they are half done.
import type { DraftChangeJson } from '../../src/api/request-change-schemas.ts';
import { globsIn } from './globs.ts';

export interface Part {
  readonly title: string;
  readonly prompt: string;
  /** One glob a line; none: those of the whole, one part after the other. */
  readonly owns: string;
}

export const noPart: Part = { title: '', prompt: '', owns: '' };

export function writeParts(parts: readonly Part[]): string {
  return JSON.stringify(parts);
}

/** Null for anything that `writeParts` did not make. */
export function readParts(text: string): readonly Part[] | null {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && parts.length > 1 && parts.every(isPart) ? parts : null;
  } catch {
    return null;
  }
}

export function splitOf(
  key: string,
  parts: readonly Part[],
): Extract<DraftChangeJson, { readonly type: 'split' }> {
  return {
    type: 'split',
    key,
    into: parts.map(({ title, prompt, owns }) => ({
      title: title.trim(),
      prompt,
      ...(globsIn(owns).length > 0 && { owns: globsIn(owns) }),
    })),
  };
}

function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['title', 'prompt', 'owns'].every((name) => typeof fields.get(name) === 'string');
}
