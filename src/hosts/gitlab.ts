// GitLab, where a pull request is a merge request. Source: docs.gitlab.com/api/merge_requests.
import { z } from 'zod';
import { inPath, pathOf } from './dialect.ts';
import type { HostVerdict } from '../domain/pull-request.ts';
import type { Dialect } from './dialect.ts';
import type { Seen } from './host.ts';

const request = z.object({
  // The number within its project; `id` counts over the whole host.
  iid: z.int(),
  web_url: z.string(),
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  sha: z.string().nullish(),
});

const states = { opened: 'open', locked: 'open', closed: 'closed', merged: 'merged' } as const;

function read(answer: unknown): Seen {
  const found = request.parse(answer);
  const state = states[found.state];
  // A fast-forward makes no commit: then it is that of the branch itself.
  const commit = found.merge_commit_sha ?? found.squash_commit_sha ?? found.sha ?? null;
  return { number: found.iid, url: found.web_url, state, commit: state === 'merged' ? commit : null };
}

export const gitlab: Dialect = {
  api: (page) => `${page.origin}/api/v4/projects/${inPath(pathOf(page))}/merge_requests`,
  headers: (token) => ({ 'private-token': token, accept: 'application/json' }),
  find: ({ branch, into }) => ({
    method: 'GET',
    path: `?state=opened&source_branch=${inPath(branch)}&target_branch=${inPath(into)}`,
  }),
  found: (answer) => z.array(z.unknown()).parse(answer).map(read)[0] ?? null,
  create: ({ title, body, branch, into }) => ({
    method: 'POST',
    path: '',
    body: { title, description: body, source_branch: branch, target_branch: into },
  }),
  look: (number) => ({ method: 'GET', path: `/${number}` }),
  close: (number) => ({ method: 'PUT', path: `/${number}`, body: { state_event: 'close' } }),
  checks: {
    ask: (number) => ({ method: 'GET', path: `/${number}` }),
    read: (answer) => {
      const { head_pipeline: pipeline = null } = withPipeline.parse(answer);
      return pipeline === null ? null : verdictOf(pipeline.status);
    },
  },
  read,
};

// Only an answer about one merge request has it.
const withPipeline = z.object({ head_pipeline: z.object({ status: z.string() }).nullish() });

function verdictOf(status: string): HostVerdict | null {
  if (status === 'success') return 'passed';
  if (status === 'failed' || status === 'canceled') return 'failed';
  return status === 'skipped' ? null : 'pending';
}
