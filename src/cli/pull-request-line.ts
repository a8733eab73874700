// A pull request in one line.
import type { TaskJson } from '../api/schemas.ts';
import { oneLine } from './text.ts';

export function pullRequestLine(pullRequest: TaskJson['pull_request']): string {
  if (pullRequest === null) return 'it has no pull request';
  const { number, state, branch, into, url, checks } = pullRequest;
  const said = checks == null ? '' : `, its checks ${checks === 'pending' ? 'are running' : checks}`;
  const how = state === 'open' ? `is open${said}` : `was ${state}`;
  return `pull request #${number} ${how}: ${oneLine(branch)} into ${oneLine(into)}, ${oneLine(url)}`;
}
