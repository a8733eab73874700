// Bitbucket Cloud. Source: developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests.
import { z } from 'zod';
import { inPath, pathOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Seen } from './host.ts';

const pull = z.object({
  id: z.int(),
  state: z.enum(['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED']),
  links: z.object({ html: z.object({ href: z.string() }) }),
  merge_commit: z.object({ hash: z.string() }).nullish(),
});

const states = { OPEN: 'open', MERGED: 'merged', DECLINED: 'closed', SUPERSEDED: 'closed' } as const;

function read(answer: unknown): Seen {
  const { id, state, links, merge_commit: commit } = pull.parse(answer);
  // Its hashes are short ones: the branch itself says where it stands.
  const full = commit?.hash.length === 40 ? commit.hash : null;
  return { number: id, url: links.html.href, state: states[state], commit: full };
}

export const bitbucket: Dialect = {
  api: (page) => `https://api.bitbucket.org/2.0/repositories/${pathOf(page)}/pullrequests`,
  headers: (token) => ({
    // A name with an app password or API token is for basic authentication, anything else an access token.
    authorization: token.includes(':') ? `Basic ${btoa(token)}` : `Bearer ${token}`,
    accept: 'application/json',
  }),
  find: ({ branch, into }) => ({
    method: 'GET',
    path: `?q=${inPath(`state="OPEN" AND source.branch.name="${branch}" AND destination.branch.name="${into}"`)}`,
  }),
  found: (answer) =>
    z
      .object({ values: z.array(z.unknown()) })
      .parse(answer)
      .values.map(read)[0] ?? null,
  create: ({ title, body, branch, into }) => ({
    method: 'POST',
    path: '',
    body: {
      title,
      description: body,
      source: { branch: { name: branch } },
      destination: { branch: { name: into } },
    },
  }),
  look: (number) => ({ method: 'GET', path: `/${number}` }),
  close: (number) => ({ method: 'POST', path: `/${number}/decline` }),
  checks: null,
  read,
};
