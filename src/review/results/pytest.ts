// pytest and unittest. pytest's last line has the totals, its short summary the names and messages, and a section for each
// failure the rest.
import type { TestFailure } from '../../domain/evidence.ts';
import { distinct, failure, named } from './results.ts';
import type { Output, Results } from './results.ts';

export function pytest({ text }: Output): Results | null {
  const line = [...text.matchAll(/^=* ?((?:\d+ \w+,? ?)+|no tests ran) in [\d.]+s.*$/gm)].at(-1)?.[1];
  if (line === undefined || !/passed|failed|error|skipped|no tests ran|deselected|xfailed|xpassed/.test(line))
    return null;
  return {
    counts: {
      passed: named(line, 'passed') + named(line, 'xpassed'),
      failed: named(line, 'failed') + named(line, 'errors?'),
      skipped: named(line, 'skipped') + named(line, 'xfailed'),
    },
    failures: distinct(failuresOf(text)),
    from: 'pytest',
  };
}

function failuresOf(text: string): readonly TestFailure[] {
  const sections = sectionsOf(text);
  const told = [...text.matchAll(/^(?:FAILED|ERROR) (\S+(?:\[.*?\])?)(?: - (.*))?$/gm)];
  if (told.length === 0)
    return [...sections].map(([name, detail]) =>
      failure({ name, message: errorIn(detail), detail, file: placeIn(detail) }),
    );
  return told.map(([, id = '', message]) => {
    const [file = '', ...names] = id.split('::');
    const detail = sections.get(names.join('.')) ?? sections.get(file) ?? '';
    return failure({ name: id, message: message ?? errorIn(detail), detail, file: placeIn(detail) ?? file });
  });
}

/** `____ TestSum.test_adds ____`, `____ ERROR at setup of test_x ____`, `____ ERROR collecting test_y.py ____`. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.matchAll(/^_{3,} (.+?) _{3,}\n((?:(?!_{3,} .+ _{3,}$|={3,} .+ ={3,}$).*\n)*)/gm);
  return new Map(
    [...parts].map(([, title = '', body = '']) => [
      title.replace(/^ERROR (?:at \w+ of|collecting) /, ''),
      body,
    ]),
  );
}

function errorIn(detail: string): string | undefined {
  return /^E {3}(.+)$/m.exec(detail)?.[1];
}

function placeIn(detail: string): string | undefined {
  return [...detail.matchAll(/^(\S+:\d+): /gm)].at(-1)?.[1];
}

/** unittest: `Ran 4 tests in 0.001s`, then `OK` or `FAILED (failures=1, errors=1, skipped=1)`. */
export function unittest({ text }: Output): Results | null {
  const match = [
    ...text.matchAll(/^Ran (\d+) tests? in [\d.]+s\n+(OK|FAILED|NO TESTS RAN)(?: \((.*)\))?/gm),
  ].at(-1);
  if (match === undefined) return null;
  const of = (word: string): number => Number(new RegExp(`\\b${word}=(\\d+)`).exec(match[3] ?? '')?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  const blocks = text.matchAll(/^={70}\n(?:ERROR|FAIL): (.+)\n-{70}\n((?:(?!={70}$|-{70}$).*\n)*)/gm);
  const failures = [...blocks].map(([, name = '', detail = '']) =>
    failure({
      name,
      message: detail.trim().split('\n').at(-1),
      detail,
      file: /File "(.+)", line \d+/.exec(detail)?.[1],
    }),
  );
  const skipped = of('skipped');
  return {
    counts: { passed: Math.max(0, Number(match[1]) - failed - skipped), failed, skipped },
    failures: distinct(failures),
    from: 'unittest',
  };
}
