// The three questions that a person asks before a task is accepted: does it target the right files, are its boundaries right,
// does it have the tests that are wanted. Beside what the planner says stands what can be known of the proposal itself.
import type { ProposedTask, Testing } from './proposal.ts';

export const reviewQuestions = ['files', 'scope', 'tests'] as const;
export type ReviewQuestion = (typeof reviewQuestions)[number];

export interface ReviewAnswer {
  /** False: a person should look at it. */
  readonly isFine: boolean;
  /** One sentence. */
  readonly found: string;
  /** The planner's own words. */
  readonly said: string | null;
}

export type Review = Readonly<Record<ReviewQuestion, ReviewAnswer>>;

export function reviewOf(task: ProposedTask): Review {
  const said = task.review ?? { files: null, scope: null, tests: null };
  return {
    files: { ...filesOf(task), said: wordsOf(said.files) },
    scope: { ...scopeOf(task), said: wordsOf(said.scope) },
    tests: { ...testsOf(task), said: wordsOf(said.tests) },
  };
}

function wordsOf(said: string | null): string | null {
  return said === '' ? null : said;
}

type Found = Pick<ReviewAnswer, 'isFine' | 'found'>;

function filesOf({ targets }: ProposedTask): Found {
  if (targets.length === 0) return { isFine: false, found: 'It names no file, symbol or endpoint.' };
  const missing = targets.filter(({ isNew, isThere }) => !isNew && isThere === false);
  const names = missing.map(({ name }) => `“${name}”`).join(', ');
  if (missing.length > 0) return { isFine: false, found: `Not in the repository: ${names}.` };
  const made = targets.filter(({ isNew }) => isNew).length;
  const there = targets.filter(({ isNew, isThere }) => !isNew && isThere === true).length;
  const unknown = targets.length - made - there;
  const parts = [
    there > 0 ? `${there} in the repository` : '',
    made > 0 ? `${made} to be made` : '',
    unknown > 0 ? `${unknown} not looked for` : '',
  ];
  return { isFine: unknown === 0, found: `It names ${parts.filter(Boolean).join(', ')}.` };
}

const everything: ReadonlySet<string> = new Set(['*', '**', '**/*', '.', './**']);

function scopeOf({ owns, prohibitions }: ProposedTask): Found {
  const forbidden = prohibitions.length === 0 ? '' : ` ${prohibitions.length} prohibited.`;
  if (owns.length === 0 || owns.some((glob) => everything.has(glob)))
    return { isFine: false, found: `It may change every file.${forbidden}` };
  return { isFine: true, found: `It may change ${owns.join(', ')}.${forbidden}` };
}

function testsOf({ testing, checks }: ProposedTask): Found {
  const wanted = [...testingWords(testing), ...checks.map((command) => `check ${command}`)];
  return wanted.length === 0
    ? { isFine: false, found: 'It names no framework, no coverage and no check.' }
    : { isFine: true, found: `${wanted.join('; ')}.` };
}

/** What is wanted of tests, each in a few words. */
export function testingWords(testing: Testing | null): readonly string[] {
  if (testing === null) return [];
  const { framework, mocks, coverage } = testing;
  return [
    framework === null ? null : `use ${framework}`,
    mocks === null ? null : `mocks: ${mocks}`,
    coverage === null ? null : `coverage of at least ${coverage} % on the changed functions`,
  ].filter((one) => one !== null);
}
