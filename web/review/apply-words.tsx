// What Apply does, in a sentence: it merges here, or asks a git host.
import type { TaskJson, VerificationReportJson } from '../../src/api/schemas.ts';
import { countWords } from '../data/words.ts';

export type AsksHost = NonNullable<VerificationReportJson['asks_host']>;

export function MergeWords({ task, files, branch }: { task: TaskJson; files: number; branch: string }) {
  const checks = new Set(task.result?.checks.map((check) => check.name)).size;
  return (
    <p>
      Apply merges {countWords(files, 'file')} into{' '}
      <strong className="text-text font-medium">{branch}</strong>
      {checks > 0 && ` and runs ${countWords(checks, 'check')} again on the merged tree`}. Only if that passes
      the branch moves; your own uncommitted changes are never touched.
    </p>
  );
}

export function HostWords({
  files,
  asksHost: { into, host, remote, problem },
  isUpdate,
}: {
  files: number;
  asksHost: AsksHost;
  isUpdate: boolean;
}) {
  return (
    <>
      <p className="untrusted">
        Apply {isUpdate ? 'brings the pull request up to date with' : 'opens a pull request of'}{' '}
        {countWords(files, 'file')} into <strong className="text-text font-medium">{into}</strong> on{' '}
        {host ?? remote}. Nothing is merged here; the task is done when the host has merged it.
      </p>
      {problem !== null && (
        <p className="untrusted text-warn">
          {problem.message} {problem.next}
        </p>
      )}
    </>
  );
}
