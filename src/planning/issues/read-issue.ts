// An issue as GitHub, GitLab and Gitea write it: the few fields that are read, and nothing else of it.
// Sources: docs.github.com/rest/issues, docs.gitlab.com/api/issues, docs.gitea.com/api (swagger).
import { z } from 'zod';
import { issueBounds } from '../../domain/planning/issue.ts';
import type { Issue, TrackerKind } from '../../domain/planning/issue.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const label = z
  .union([z.string(), z.object({ name: text })])
  .transform((one) => (typeof one === 'string' ? one : one.name));

const likeGithub = z.object({
  title: text,
  body: text,
  state: text,
  html_url: text,
  comments: z.number().nullish(),
  user: z.object({ login: text }).nullish(),
  labels: z.array(label).nullish(),
});
const likeGitlab = z.object({
  title: text,
  description: text,
  state: text,
  web_url: text,
  user_notes_count: z.number().nullish(),
  author: z.object({ username: text }).nullish(),
  labels: z.array(label).nullish(),
});
const commentsLikeGithub = z.array(z.object({ body: text, user: z.object({ login: text }).nullish() }));
const commentsLikeGitlab = z.array(
  z.object({ body: text, system: z.boolean().nullish(), author: z.object({ username: text }).nullish() }),
);

/** Null for what is no issue of such a tracker. `url` is the address that it was asked for by. */
export function readIssue(kind: TrackerKind, url: string, issue: unknown, comments: unknown): Issue | null {
  return kind === 'gitlab' ? fromGitlab(url, issue, comments) : fromGithub(url, issue, comments);
}

function fromGithub(url: string, value: unknown, list: unknown): Issue | null {
  const issue = likeGithub.safeParse(value);
  if (!issue.success) return null;
  const read = commentsLikeGithub.safeParse(list);
  const all = (read.success ? read.data : []).map(({ body, user }) => ({
    author: user?.login ?? 'nobody',
    text: body,
  }));
  const { title, body, state, labels, user } = issue.data;
  const comments = all.slice(0, issueBounds.comments);
  return {
    url,
    title,
    body,
    author: user?.login ?? 'nobody',
    isOpen: state === 'open',
    labels: labels ?? [],
    comments,
    moreComments: Math.max(0, (issue.data.comments ?? 0) - comments.length),
  };
}

function fromGitlab(url: string, value: unknown, list: unknown): Issue | null {
  const issue = likeGitlab.safeParse(value);
  if (!issue.success) return null;
  const read = commentsLikeGitlab.safeParse(list);
  const all = (read.success ? read.data : [])
    // What the tracker itself noted: who set which label.
    .filter(({ system }) => system !== true)
    .map(({ body, author }) => ({ author: author?.username ?? 'nobody', text: body }));
  const { title, description, state, labels, author } = issue.data;
  const comments = all.slice(0, issueBounds.comments);
  return {
    url,
    title,
    body: description,
    author: author?.username ?? 'nobody',
    isOpen: state === 'opened',
    labels: labels ?? [],
    comments,
    moreComments: Math.max(0, (issue.data.user_notes_count ?? 0) - comments.length),
  };
}
