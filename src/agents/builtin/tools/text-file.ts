// Reading a file as text, or saying why it is none.
import { readFile, stat } from 'node:fs/promises';
import { failed } from './tool.ts';
import type { Failed } from './tool.ts';

/** More than this is no source text, and would have to be held in memory whole. */
const maxBytes = 16 * 1024 * 1024;

export interface TextFile {
  readonly kind: 'text';
  readonly text: string;
}

/** `name` is how the model calls it. `missing` is a value, since writing a new file is fine. */
export async function readText(
  absolute: string,
  name: string,
): Promise<TextFile | { readonly kind: 'missing' } | Failed> {
  const found = await stat(absolute).catch(notFound);
  if (found === null) return { kind: 'missing' };
  if (found.isDirectory()) return failed(`${name} is a folder; list_directory shows what is in it`);
  if (!found.isFile()) return failed(`${name} is not a regular file`);
  if (found.size > maxBytes)
    return failed(
      `${name} has ${found.size} bytes, too many to read; look for what you need with grep_search`,
    );
  const bytes = await readFile(absolute);
  const text = decode(bytes);
  return text === null ? failed(`${name} is a binary file (${bytes.length} bytes)`) : { kind: 'text', text };
}

function notFound(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return null;
  throw error;
}

// Anything that would not survive being decoded and encoded again is not text.
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8; a TypeError is how the decoder says so.
    return null;
  }
}
