// What is said of requests and of what planners propose.
import type { RequestJson } from '../../src/api/request-schemas.ts';

export type Revision = RequestJson['revisions'][number];
export type Proposed = Revision['tasks'][number];
export type Kind = RequestJson['kind'];

export const kinds: Readonly<Record<Kind, { readonly name: string; readonly hint: string }>> = {
  question: { name: 'Ask', hint: 'Ask something about the project. You get an answer, and no task.' },
  prompt: {
    name: 'Request',
    hint: 'Say what should change, however roughly. It becomes one task with a precise prompt, which you see first.',
  },
  plan: {
    name: 'Plan',
    hint: 'Describe a goal that is more than one task. It is split into drafts with plans, files and dependencies.',
  },
};

export const categoryWords: Readonly<Record<NonNullable<Proposed['category']>, string>> = {
  refactoring: 'refactoring',
  bug_fix: 'bug fix',
  feature: 'feature',
  tests: 'tests',
  documentation: 'documentation',
  dependencies: 'dependencies',
  performance: 'performance',
};

export const stateWords: Readonly<Record<RequestJson['state'], string>> = {
  working: 'At work',
  answered: 'Answered',
  proposed: 'Waits for you',
  failed: 'Failed',
  accepted: 'In the Task Queue',
  archived: 'Archived',
};

export const fieldWords: Readonly<Record<string, string>> = {
  title: 'title',
  prompt: 'prompt',
  steps: 'plan',
  done_when: 'done looks like',
  risks: 'risks',
  out_of_scope: 'out of scope',
  category: 'kind of work',
  size: 'size',
  owns: 'may change',
  checks: 'checks',
  depends_on: 'waits for',
  targets: 'about',
  prohibitions: 'forbidden',
  testing: 'tests',
};

export function testingLines({ testing }: Proposed): readonly string[] {
  if (testing === null) return [];
  const { framework, mocks, coverage } = testing;
  return [
    ...(framework === null ? [] : [`Framework: ${framework}`]),
    ...(mocks === null ? [] : [`Mocks: ${mocks}`]),
    ...(coverage === null ? [] : [`Coverage: at least ${coverage} % of what is changed`]),
  ];
}
