// The built page, read into memory when it is first asked for. A checkout may have none; after a build it is there at once.
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WebFile, WebFiles } from '../server/web-routes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Both in a checkout and in what is published it lies there. */
const builtDir = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Null while there is none. A page that was built anew is read anew. */
export function webFiles(dir = builtDir): () => Promise<WebFiles | null> {
  let read: { readonly at: number; readonly files: Promise<WebFiles> } | null = null;
  return async () => {
    const at = await builtAt(dir);
    if (at === null) return null;
    if (read?.at !== at) read = { at, files: readAll(dir) };
    return read.files;
  };
}

async function builtAt(dir: string): Promise<number | null> {
  try {
    return (await stat(join(dir, 'index.html'))).mtimeMs;
  } catch {
    return null; // nothing was built
  }
}

async function readAll(dir: string): Promise<WebFiles> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name !== '.built' && !entry.name.endsWith('.gz'),
  );
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }): Promise<[string, WebFile]> => {
        const path = join(parentPath, name);
        return [
          path
            .slice(dir.length + 1)
            .split(sep)
            .join('/'),
          await readOne(path),
        ];
      }),
    ),
  );
}

async function readOne(path: string): Promise<WebFile> {
  const plain = await readFile(path);
  // Compressed when it was built, where that makes it smaller.
  const zipped = await readFile(`${path}.gz`).catch(() => null);
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 20)}"`,
    isImmutable: path.includes(`${sep}assets${sep}`),
    plain: new Uint8Array(plain),
    gzip: zipped === null ? null : new Uint8Array(zipped),
  };
}
