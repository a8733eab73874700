// An issue by its address, from a tracker that an admin named or that is known: nobody can make the daemon ask any other.
import { AppError, messageOf } from '../../domain/errors.ts';
import { issueApi, readIssueUrl } from '../../domain/planning/issue.ts';
import type { Issue, Tracker, TrackerKind } from '../../domain/planning/issue.ts';
import { getJson } from '../../lib/get-json.ts';
import type { JsonAnswer } from '../../lib/get-json.ts';
import { readIssue } from '../../planning/issues/read-issue.ts';

/** Asked without a token, unless the settings say more of them. */
const known: Readonly<Record<string, Tracker>> = {
  'https://github.com': { kind: 'github' },
  'https://gitlab.com': { kind: 'gitlab' },
  'https://codeberg.org': { kind: 'gitea' },
};

const timeoutMs = 15_000;
const mostBytes = 2 * 1024 * 1024;

export interface IssueDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Throws `invalid_input` for another tracker, `not_found`, and `tracker_failed` when it cannot be read. */
export async function fetchIssue(
  { environment }: IssueDeps,
  url: string,
  configured: Readonly<Record<string, Tracker>>,
): Promise<Issue> {
  const trackers = { ...known, ...configured };
  const kinds = new Map(Object.entries(trackers).map(([base, { kind }]) => [base.replace(/\/$/, ''), kind]));
  const address = readIssueUrl(url, kinds);
  const tracker = trackers[address.base] ?? trackers[`${address.base}/`];
  const token = tracker?.tokenEnv === undefined ? undefined : environment[tracker.tokenEnv];
  const headers = {
    accept: 'application/json',
    'user-agent': 'tasklane',
    ...authorization(address.kind, token),
  };
  const api = issueApi(address);
  const issue = await ask(url, api.issue, headers);
  const comments = await ask(url, api.comments, headers);
  const read = readIssue(address.kind, url, issue, comments);
  if (read !== null) return read;
  throw failed(url, 'its answer is no issue');
}

function authorization(kind: TrackerKind, token: string | undefined): Readonly<Record<string, string>> {
  if (token === undefined || token === '') return {};
  switch (kind) {
    case 'github':
      return { authorization: `Bearer ${token}` };
    case 'gitlab':
      return { 'private-token': token };
    case 'gitea':
      return { authorization: `token ${token}` };
  }
}

async function ask(url: string, api: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  let answer: JsonAnswer;
  try {
    answer = await getJson(api, { headers, timeoutMs, mostBytes });
  } catch (error) {
    throw failed(url, messageOf(error));
  }
  const { status, value } = answer;
  if (status >= 200 && status < 300) return value;
  if (status >= 300 && status < 400) throw failed(url, 'it was moved; give its new address');
  if (status === 404 || status === 401 || status === 403)
    throw new AppError('not_found', `${url} is not there, or not to be read (${status}).`, {
      next: 'Look at the address; a private one needs a token in the setting issueTrackers.',
      details: { url, status },
    });
  throw failed(url, `it answered ${status}`);
}

function failed(url: string, why: string): AppError {
  return new AppError('tracker_failed', `The issue ${url} could not be read: ${why}.`, {
    next: 'Try again later, or give the text of the issue yourself.',
    details: { url },
  });
}
