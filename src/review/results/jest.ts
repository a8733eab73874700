// Jest and Vitest, which share their summary: `Tests:  1 failed, 2 passed, 3 total`, `Tests  1 failed | 2 passed (3)`.
import type { TestFailure } from '../../domain/evidence.ts';
import { distinct, failure, named } from './results.ts';
import type { Output, Results } from './results.ts';

export function jest({ text }: Output): Results | null {
  const line = [
    ...text.matchAll(/^[ \t]*Tests:?\s+(.*(?:passed|failed|skipped|todo|total|no tests).*)$/gm),
  ].at(-1)?.[1];
  if (line === undefined) return null;
  const isJest = /^Test Suites: /m.test(text);
  const failures = distinct(isJest ? ofJest(text) : ofVitest(text));
  const passed = named(line, 'passed');
  // A file that could not even be loaded has no test that failed.
  const failed = Math.max(named(line, 'failed'), failures.length > 0 ? 1 : 0);
  const skipped = named(line, 'skipped') + named(line, 'todo');
  return { counts: { passed, failed, skipped }, failures, from: isJest ? 'Jest' : 'Vitest' };
}

/** `  ● suite › test`, then the error, until the next one or the next file. */
function ofJest(text: string): readonly TestFailure[] {
  const found: TestFailure[] = [];
  let file: string | null = null;
  for (const part of text.split(/^(?=(?:PASS|FAIL) \S|  ● |Test Suites: )/m)) {
    const [head = '', ...rest] = part.split('\n');
    file = /^(?:PASS|FAIL) (\S+)/.exec(head)?.[1] ?? file;
    const name = /^ {2}● (.+)$/.exec(head)?.[1];
    if (name === undefined || name.startsWith('Console')) continue;
    const isFile = name === 'Test suite failed to run' && file !== null;
    found.push(failure({ name: isFile ? `${name}: ${file}` : name, detail: rest.join('\n'), file }));
  }
  return found;
}

/** ` FAIL  file > suite > test`, then the error, until a ruled line. */
function ofVitest(text: string): readonly TestFailure[] {
  const parts = [...text.matchAll(/^ FAIL {2}(.+)\n((?:(?!⎯⎯⎯|^ FAIL ).*\n)*)/gm)];
  return parts.map(([, title = '', detail]) => {
    const [file = '', ...names] = title.split(' > ');
    return failure({ name: names.length === 0 ? title : names.join(' > '), detail, file });
  });
}
