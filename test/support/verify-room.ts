// What it takes to run checks for real in a folder of their own, without a task: for tests of what checks make of commands.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Check, Evidence } from '../../src/domain/evidence.ts';
import { oid } from '../../src/domain/ids.ts';
import { verify } from '../../src/review/verify.ts';
import type { VerifyInput } from '../../src/review/verify.ts';
import { tempDir } from './temp-dir.ts';

export type WantedCheck = string | (Partial<Check> & Pick<Check, 'command'>);

/** The checks are called c1, c2, … unless they say otherwise; `files` are the tree that they run in. */
export function verifyInput(
  context: TestContext,
  commands: readonly WantedCheck[],
  patch: Partial<VerifyInput> = {},
  files: Readonly<Record<string, string>> = {},
): VerifyInput {
  const dir = tempDir(context);
  const cwd = join(dir, 'tree');
  mkdirSync(cwd);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  return {
    checks: commands.map((given, index) => ({
      name: `c${index + 1}`,
      timeoutMs: 20_000,
      ...(typeof given === 'string' ? { command: given } : given),
    })),
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    tree: oid('a'.repeat(40)),
    base: oid('b'.repeat(40)),
    on: 'task',
    reruns: 0,
    logDir: join(dir, 'logs'),
    logPrefix: 'check-1',
    now: () => 42,
    signal: new AbortController().signal,
    onOutput: () => undefined,
    mask: (value) => value,
    restore: async () => [],
    versions: async () => [],
    ...patch,
  };
}

/** Of a run that has one check. */
export async function verifyOne(given: VerifyInput): Promise<Evidence> {
  const [evidence, ...rest] = await verify(given);
  assert.ok(evidence !== undefined && rest.length === 0);
  return evidence;
}
