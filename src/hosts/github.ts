// GitHub, and GitHub Enterprise under a name of its own. Source: docs.github.com/rest/pulls/pulls.
import { z } from 'zod';
import { inPath, pathOf } from './dialect.ts';
import type { HostVerdict } from '../domain/pull-request.ts';
import type { Dialect } from './dialect.ts';
import type { Seen } from './host.ts';

const pull = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  // A list has only `merged_at`.
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
});

function read(answer: unknown): Seen {
  const { number, html_url: url, state, merged_at: mergedAt, merge_commit_sha: commit } = pull.parse(answer);
  const isMerged = typeof mergedAt === 'string';
  // Of an open one it is a merge that GitHub only tries.
  return { number, url, state: isMerged ? 'merged' : state, commit: isMerged ? (commit ?? null) : null };
}

export const github: Dialect = {
  api: (page) => {
    const root = page.host === 'github.com' ? 'https://api.github.com' : `${page.origin}/api/v3`;
    return `${root}/repos/${pathOf(page)}`;
  },
  headers: (token) => ({
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  }),
  find: ({ branch, into }, page) => {
    const [owner = ''] = pathOf(page).split('/');
    return {
      method: 'GET',
      path: `/pulls?state=open&head=${inPath(`${owner}:${branch}`)}&base=${inPath(into)}`,
    };
  },
  found: (answer) => z.array(z.unknown()).parse(answer).map(read)[0] ?? null,
  create: ({ title, body, branch, into }) => ({
    method: 'POST',
    path: '/pulls',
    body: { title, body, head: branch, base: into },
  }),
  look: (number) => ({ method: 'GET', path: `/pulls/${number}` }),
  close: (number) => ({ method: 'PATCH', path: `/pulls/${number}`, body: { state: 'closed' } }),
  // Checks as Actions and apps make them; the older commit statuses are not asked for.
  checks: {
    ask: (_, head) => ({ method: 'GET', path: `/commits/${head}/check-runs?per_page=100` }),
    read: (answer) => verdictOf(checkRuns.parse(answer).check_runs),
  },
  read,
};

const checkRuns = z.object({
  check_runs: z.array(z.object({ status: z.string(), conclusion: z.string().nullish() })),
});

const good: ReadonlySet<string> = new Set(['success', 'neutral', 'skipped']);

function verdictOf(runs: z.infer<typeof checkRuns>['check_runs']): HostVerdict | null {
  if (runs.length === 0) return null;
  const ended = runs.filter(({ status }) => status === 'completed');
  if (ended.some(({ conclusion }) => !good.has(conclusion ?? ''))) return 'failed';
  return ended.length === runs.length ? 'passed' : 'pending';
}
