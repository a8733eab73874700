// Azure DevOps. Source: learn.microsoft.com/rest/api/azure/devops/git/pull-requests.
import { z } from 'zod';
import { inPath } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Seen } from './host.ts';

const pull = z.object({
  pullRequestId: z.int(),
  status: z.enum(['active', 'abandoned', 'completed', 'notSet']),
  lastMergeCommit: z.object({ commitId: z.string() }).nullish(),
});

const states = { active: 'open', notSet: 'open', abandoned: 'closed', completed: 'merged' } as const;
const version = 'api-version=7.1';
/** The longest description that it takes. */
const longestBody = 4000;

function read(answer: unknown, page: URL): Seen {
  const { pullRequestId: number, status, lastMergeCommit: commit } = pull.parse(answer);
  const state = states[status];
  const url = `${page.href}/pullrequest/${number}`;
  return { number, url, state, commit: state === 'merged' ? (commit?.commitId ?? null) : null };
}

export const azure: Dialect = {
  // Its page is `https://dev.azure.com/ORGANIZATION/PROJECT/_git/REPOSITORY`.
  api: (page) => `${page.href.replace('/_git/', '/_apis/git/repositories/')}/pullrequests`,
  headers: (token) => ({ authorization: `Basic ${btoa(`:${token}`)}`, accept: 'application/json' }),
  find: ({ branch, into }) => {
    const criteria = [
      ['status', 'active'],
      ['sourceRefName', `refs/heads/${branch}`],
      ['targetRefName', `refs/heads/${into}`],
    ] as const;
    const asked = criteria.map(([name, value]) => `searchCriteria.${name}=${inPath(value)}`);
    return { method: 'GET', path: `?${asked.join('&')}&${version}` };
  },
  found: (answer, page) =>
    z
      .object({ value: z.array(z.unknown()) })
      .parse(answer)
      .value.map((one) => read(one, page))[0] ?? null,
  create: ({ title, body, branch, into }) => ({
    method: 'POST',
    path: `?${version}`,
    body: {
      title,
      description: body.slice(0, longestBody),
      sourceRefName: `refs/heads/${branch}`,
      targetRefName: `refs/heads/${into}`,
    },
  }),
  look: (number) => ({ method: 'GET', path: `/${number}?${version}` }),
  close: (number) => ({ method: 'PATCH', path: `/${number}?${version}`, body: { status: 'abandoned' } }),
  checks: null,
  read,
};
