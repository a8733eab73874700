// What a browser loads before it shows anything stays small: pages, menus and dialogs come when somebody opens them.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const built = fileURLToPath(new URL('../../dist/web', import.meta.url));
const mostKilobytes = 175;

test(
  'the page begins with at most 175 KB of scripts and styles',
  { skip: existsSync(built) ? false : 'the page is not built' },
  () => {
    const html = readFileSync(join(built, 'index.html'), 'utf8');
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].flatMap(
      ([, path]) => path ?? [],
    );
    assert.ok(files.length > 2, html);
    const bytes = files.reduce(
      (sum, path) => sum + gzipSync(readFileSync(join(built, path)), { level: 9 }).length,
      0,
    );
    assert.ok(bytes <= mostKilobytes * 1000, `${Math.round(bytes / 1000)} KB in ${files.join(', ')}`);
  },
);
