// What a tracker sends when something happens to an issue: which issue, and whether it is one that somebody should plan now.
// Sources: GitHub "issues" events, GitLab "Issue Hook", Gitea "issues".
import { z } from 'zod';
import type { Issue, TrackerKind } from '../../domain/planning/issue.ts';
import { readIssue } from './read-issue.ts';

export type Hook =
  | { readonly kind: 'issue'; readonly issue: Issue }
  /** Something else, or nothing new; with why. */
  | { readonly kind: 'other'; readonly reason: string };

/** Whether the issue may have become one that is wanted: new, open again, or with other labels. */
const actions: ReadonlySet<string> = new Set([
  'opened',
  'reopened',
  'labeled',
  'label_updated',
  'open',
  'reopen',
  'update',
]);

const address = z.object({ html_url: z.string().max(2000) });
const likeGithub = z.object({ action: z.string(), issue: z.looseObject(address.shape) });
const likeGitlab = z.object({
  user: z.object({ username: z.string() }).nullish(),
  object_attributes: z.looseObject({
    action: z.string().nullish(),
    url: z.string().max(2000),
    labels: z.array(z.looseObject({ title: z.string() })).nullish(),
  }),
});

/** `event` is what the header of the tracker says. */
export function readHook(kind: TrackerKind, event: string, value: unknown): Hook {
  if (kind === 'gitlab') return fromGitlab(event, value);
  if (event !== 'issues' && event !== 'issue_label')
    return other(`“${event.slice(0, 60)}” is not about an issue`);
  const read = likeGithub.safeParse(value);
  if (!read.success) return other('it cannot be read as an issue');
  const { action, issue } = read.data;
  // GitHub sends pull requests as issues too.
  if ('pull_request' in issue && issue['pull_request'] != null) return other('it is a pull request');
  return wanted(action, readIssue(kind, issue.html_url, issue, []));
}

function fromGitlab(event: string, value: unknown): Hook {
  if (event !== 'Issue Hook') return other(`“${event.slice(0, 60)}” is not about an issue`);
  const read = likeGitlab.safeParse(value);
  if (!read.success) return other('it cannot be read as an issue');
  const { object_attributes: issue, user } = read.data;
  const labels = (issue.labels ?? []).map(({ title }) => title);
  return wanted(issue.action ?? '', readIssue('gitlab', issue.url, { ...issue, labels, author: user }, []));
}

function wanted(action: string, issue: Issue | null): Hook {
  if (issue === null) return other('it cannot be read as an issue');
  if (!actions.has(action)) return other(`“${action.slice(0, 60)}” makes no issue new`);
  if (!issue.isOpen) return other('the issue is closed');
  return { kind: 'issue', issue };
}

function other(reason: string): Hook {
  return { kind: 'other', reason };
}
