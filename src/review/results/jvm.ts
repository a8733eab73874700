// Maven (Surefire, Failsafe) and Gradle, as they print by themselves. Both also write JUnit XML, which says more.
import type { TestFailure } from '../../domain/evidence.ts';
import { distinct, failure, named } from './results.ts';
import type { Output, Results } from './results.ts';

/** One line of totals per module; the lines with a time are of single classes. */
export function maven({ text, isWhole }: Output): Results | null {
  const lines = [
    ...text.matchAll(/Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)(?!, Time)[^,\n]*$/gm),
  ];
  if (lines.length === 0) return null;
  const sum = (group: number): number => lines.reduce((total, line) => total + Number(line[group]), 0);
  const [failed, skipped] = [sum(2) + sum(3), sum(4)];
  return {
    counts: isWhole ? { passed: Math.max(0, sum(1) - failed - skipped), failed, skipped } : null,
    failures: distinct(ofMaven(text)),
    from: 'Maven',
  };
}

/** Below `[ERROR] Failures:` and `[ERROR] Errors:`: `[ERROR]   SumTest.adds:12 expected: <2> but was: <3>`. */
function ofMaven(text: string): readonly TestFailure[] {
  const found = text.matchAll(/^\[ERROR\] {3}([\w$.]+?(?:->[\w$.]+)*)(?::(\d+))?(?: (.+)|(?=»)(.+))?$/gm);
  return [...found].map(([, name = '', line, message, error]) =>
    failure({
      name,
      message: message ?? error,
      file: line === undefined ? null : `${name.split('.')[0]}:${line}`,
    }),
  );
}

/** `SumTest > adds() FAILED`, then the error; at the end `4 tests completed, 2 failed, 1 skipped`. */
export function gradle({ text }: Output): Results | null {
  const line = [...text.matchAll(/^(\d+) tests? completed(?:, .*)?$/gm)].at(-1);
  const failures = distinct(ofGradle(text));
  if (line === undefined && failures.length === 0) return null;
  const [words = '', total] = line ?? [];
  const [failed, skipped] = [named(words, 'failed'), named(words, 'skipped')];
  const counts = line === undefined ? null : { passed: Number(total) - failed - skipped, failed, skipped };
  return { counts, failures, from: 'Gradle' };
}

function ofGradle(text: string): readonly TestFailure[] {
  const found = text.matchAll(/^(\S+ > .+?) FAILED\n((?:[ \t]+.*\n?)*)/gm);
  return [...found].map(([, name = '', detail = '']) =>
    failure({ name, detail, file: /\(?([\w$]+\.(?:java|kt|groovy|scala):\d+)\)?/.exec(detail)?.[1] }),
  );
}
