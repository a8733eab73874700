// `go test`: with -v a line for each test, with -json an object for each, else only the failures. A test with subtests fails
// because of them: only the innermost count.
import type { TestFailure } from '../../domain/evidence.ts';
import { distinct, failure } from './results.ts';
import type { Output, Results } from './results.ts';

type Verdict = 'pass' | 'fail' | 'skip';

/** Of the output of one test. */
const maxLines = 100;

interface Test {
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export function goTest({ text, isWhole }: Output): Results | null {
  const json = fromJson(text);
  const tests = innermost(json.length > 0 ? json : fromLines(text));
  const isVerbose =
    json.length > 0 || /^=== RUN /m.test(text) || tests.some((test) => test.verdict === 'pass');
  if (tests.length === 0) return null;
  const number = (verdict: Verdict): number => tests.filter((test) => test.verdict === verdict).length;
  return {
    counts:
      isVerbose && isWhole
        ? { passed: number('pass'), failed: number('fail'), skipped: number('skip') }
        : null,
    failures: distinct(tests.filter((test) => test.verdict === 'fail').map(failureOf)),
    from: 'go test',
  };
}

/** What a test prints stands behind the last line that names it, and with -v that is before its verdict. */
function fromLines(text: string): readonly Test[] {
  const output = new Map<string, string[]>();
  const verdicts = new Map<string, Verdict>();
  let name: string | null = null;
  for (const line of text.split('\n')) {
    const [, word, judged] = /^[ \t]*--- (PASS|FAIL|SKIP): (\S+)/.exec(line) ?? [];
    const begun = /^=== (?:RUN|CONT|NAME) +(\S+)/.exec(line)?.[1];
    if (judged !== undefined && word !== undefined) verdicts.set(judged, verdictOf(word));
    name = judged ?? begun ?? (/^[ \t]/.test(line) ? name : null);
    if (name === null || name === judged || name === begun) continue;
    const lines = output.get(name) ?? [];
    if (lines.length < maxLines) output.set(name, [...lines, line]);
  }
  return [...verdicts].map(([test, verdict]) => ({
    name: test,
    verdict,
    detail: (output.get(test) ?? []).join('\n'),
  }));
}

function verdictOf(word: string): Verdict {
  if (word === 'PASS') return 'pass';
  return word === 'FAIL' ? 'fail' : 'skip';
}

/** test2json (pkg.go.dev/cmd/test2json): one object a line, with Action, Package, Test and Output. */
function fromJson(text: string): readonly Test[] {
  const output = new Map<string, string>();
  const tests: Test[] = [];
  for (const line of text.split('\n')) {
    const event = line.startsWith('{"') ? parse(line) : null;
    if (event === null) continue;
    const name = `${event.package} ${event.test}`;
    if (event.action === 'output') output.set(name, (output.get(name) ?? '') + event.output);
    if (isVerdict(event.action)) tests.push({ name, verdict: event.action, detail: output.get(name) ?? '' });
  }
  return tests;
}

function parse(line: string): { action: string; package: string; test: string; output: string } | null {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== 'object' || event === null || !('Action' in event) || !('Test' in event))
      return null;
    return {
      action: String(event.Action),
      package: 'Package' in event ? String(event.Package) : '',
      test: String(event.Test),
      output: 'Output' in event ? String(event.Output) : '',
    };
  } catch {
    // Not every line of such a run is an object: build errors are not.
    return null;
  }
}

function isVerdict(action: string): action is Verdict {
  return action === 'pass' || action === 'fail' || action === 'skip';
}

function innermost(tests: readonly Test[]): readonly Test[] {
  const parents = new Set(
    tests.flatMap(({ name }) => {
      const parts = name.split('/');
      return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
    }),
  );
  return tests.filter(({ name }) => !parents.has(name));
}

function failureOf({ name, detail }: Test): TestFailure {
  const text = detail.replaceAll(/^(?:=== RUN|\s*--- FAIL).*\n?/gm, '');
  const [, file, message] = /^[ \t]*(\S+\.go:\d+): (.*)$/m.exec(text) ?? [];
  return failure({ name, message, detail: text, file });
}
