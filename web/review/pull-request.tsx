// The pull request of a task: where it is, how the git host said last that it stands, and asking again or closing it.
import { ExternalLink, GitMerge, GitPullRequest, GitPullRequestClosed, RefreshCw } from 'lucide-react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Elapsed } from '../ui/elapsed.tsx';

type PullRequestJson = NonNullable<TaskJson['pull_request']>;

const looks = {
  open: { icon: GitPullRequest, colour: 'text-accent', words: 'is open' },
  merged: { icon: GitMerge, colour: 'text-ok', words: 'was merged' },
  closed: { icon: GitPullRequestClosed, colour: 'text-warn', words: 'was closed without being merged' },
} as const;

const checkLooks = {
  pending: { colour: 'text-muted', words: 'its checks are running' },
  passed: { colour: 'text-ok', words: 'its checks passed' },
  failed: { colour: 'text-bad', words: 'its checks failed' },
} as const;

export function PullRequest({ task, pullRequest }: { task: TaskJson; pullRequest: PullRequestJson }) {
  const { isBusy, run } = useChange('task', 'verification');
  const params = { task: task.id };
  const { icon: Icon, colour, words } = looks[pullRequest.state];
  const isBehind =
    pullRequest.state === 'open' && task.result !== null && task.result.head !== pullRequest.head;
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    await run(work);
    board.refresh([task.id]);
  };
  const close = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Close pull request #${pullRequest.number}?`,
      text: 'It is closed at its host without being merged. The task stays ready, with its work.',
      action: 'Close it',
      isDangerous: true,
    });
    if (isSure) await change(() => call(endpoints.withdrawTask, { params, timeoutMs: 0 }));
  };
  return (
    <section aria-label="Pull request" className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      <Icon className={`size-4 shrink-0 ${colour}`} aria-hidden />
      <div className="min-w-0 flex-1 basis-60">
        <p>
          <Address pullRequest={pullRequest} /> {words}
          {pullRequest.state === 'open' && pullRequest.checks !== null && (
            <span className={checkLooks[pullRequest.checks].colour}>
              {' '}
              · {checkLooks[pullRequest.checks].words}
            </span>
          )}
          <span className="text-faint">
            {' '}
            · <Elapsed since={pullRequest.changed_at} isAgo />
          </span>
        </p>
        <p className="untrusted text-muted truncate text-xs">
          {pullRequest.branch} into {pullRequest.into}, at {pullRequest.head.slice(0, 10)}
          {isBehind && '; the work has gone on since: Apply brings it up to date'}
        </p>
      </div>
      {pullRequest.state !== 'merged' && (
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void change(() => call(endpoints.lookAtPullRequest, { params, timeoutMs: 0 }))}
        >
          <RefreshCw className="size-3.5" aria-hidden /> Look again
        </Button>
      )}
      {pullRequest.state === 'open' && task.state === 'ready' && (
        <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void close()}>
          Close it
        </Button>
      )}
    </section>
  );
}

/** The address comes from the host: only one of the web is made a link. */
function Address({ pullRequest: { number, url } }: { pullRequest: PullRequestJson }) {
  const name = `Pull request #${number}`;
  if (!/^https?:\/\//.test(url)) return <span className="untrusted font-medium">{name}</span>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent inline-flex items-center gap-1 font-medium hover:underline"
    >
      {name} <ExternalLink className="size-3" aria-hidden />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  );
}
