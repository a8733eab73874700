// A folder of its own for one test, removed afterwards unless the test failed (then its path is printed).
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export function tempDir(context: TestContext, prefix = 'tasklane-'): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  context.after(() => {
    // The types of Node do not know `passed` yet.
    if (Reflect.get(context, 'passed') === true) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    else context.diagnostic(`kept for a look: ${dir}`);
  });
  return dir;
}
