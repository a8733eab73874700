// Gitea, Forgejo and Codeberg. Source: docs.gitea.com/api, and its routers/api/v1/repo/pull.go.
import { z } from 'zod';
import { pathOf } from './dialect.ts';
import type { HostVerdict } from '../domain/pull-request.ts';
import type { Dialect } from './dialect.ts';
import type { Seen } from './host.ts';

const pull = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  merge_commit_sha: z.string().nullish(),
});

function read(answer: unknown): Seen {
  const { number, html_url: url, state, merged, merge_commit_sha: commit } = pull.parse(answer);
  return { number, url, state: merged ? 'merged' : state, commit: merged ? (commit ?? null) : null };
}

export const gitea: Dialect = {
  api: (page) => `${page.origin}/api/v1/repos/${pathOf(page)}`,
  headers: (token) => ({ authorization: `token ${token}`, accept: 'application/json' }),
  // By its two branches; 404 where there is none. Slashes of the second one stay: the route takes all that follows.
  find: ({ branch, into }) => ({
    method: 'GET',
    path: `/pulls/${encodeURIComponent(into)}/${branch.split('/').map(encodeURIComponent).join('/')}`,
  }),
  found: (answer) => (answer === null ? null : read(answer)),
  create: ({ title, body, branch, into }) => ({
    method: 'POST',
    path: '/pulls',
    body: { title, body, head: branch, base: into },
  }),
  look: (number) => ({ method: 'GET', path: `/pulls/${number}` }),
  close: (number) => ({ method: 'PATCH', path: `/pulls/${number}`, body: { state: 'closed' } }),
  checks: {
    ask: (_, head) => ({ method: 'GET', path: `/commits/${head}/status` }),
    read: (answer) => {
      const { state, total_count: count } = combined.parse(answer);
      return count === 0 ? null : (verdicts[state] ?? 'pending');
    },
  },
  read,
};

const combined = z.object({ state: z.string(), total_count: z.int() });

const verdicts: Readonly<Record<string, HostVerdict>> = {
  success: 'passed',
  warning: 'passed',
  failure: 'failed',
  error: 'failed',
};
