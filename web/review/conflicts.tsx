// What the work does not go together with: the branch, before and after each resolution, and the work of other tasks.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ConflictsJson } from '../../src/api/queue-schemas.ts';
import type { TaskConflictsJson } from '../../src/api/resolution-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { Empty } from '../ui/empty.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Marked, Sides } from './conflict-lines.tsx';

/** The work of others and the branch move without a change of this task, and not all of that is in the log. */
const lookAgainMs = 3000;

export function Conflicts({ task }: { task: TaskJson }) {
  const found = useQuery<Found>({
    queryKey: ['conflicts', task.id, task.version],
    placeholderData: (before) => before,
    staleTime: 0,
    refetchInterval: lookAgainMs,
    queryFn: async ({ signal }) => {
      const [radar, own] = await Promise.all([
        call(endpoints.queueConflicts, { query: { task: task.id }, timeoutMs: 0, signal }),
        task.result === null
          ? null
          : call(endpoints.taskConflicts, { params: { task: task.id }, timeoutMs: 0, signal }),
      ]);
      return { pairs: radar.projects.flatMap((project) => project.conflicts), own };
    },
  });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <div className="flex-1" aria-busy />;
  const { pairs, own } = found.data;
  if (pairs.length === 0 && (own === null || own.files.length === 0))
    return (
      <Empty title="Nothing stands in its way">
        <p>
          The work of tasks under way and ready is compared with the branch and with each other all the time.
        </p>
      </Empty>
    );
  return (
    <div tabIndex={0} role="region" aria-label="Conflicts" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-5">
        {own !== null && own.files.length > 0 && <WithBranch conflicts={own} />}
        {pairs.map((pair) => (
          <Pair key={`${pair.task?.id ?? 'branch'} ${pair.other.id}`} pair={pair} task={task.id} />
        ))}
      </div>
    </div>
  );
}

interface Found {
  readonly pairs: ConflictsJson['projects'][number]['conflicts'];
  readonly own: TaskConflictsJson | null;
}

const sources = {
  history: 'resolved as a merge on the branch did',
  driver: 'resolved by a structural merge',
  agent: 'resolved by an agent',
} as const;

const outcomes = {
  deleted: 'The file is deleted.',
  branch: 'The version of the branch was taken.',
  task: 'The version of the task was taken.',
  before: 'The version from before both was taken.',
  new: 'A new version was made.',
} as const;

function WithBranch({ conflicts: { state, branch, files } }: { conflicts: TaskConflictsJson }) {
  return (
    <Part title={state === 'applied' ? `Resolved when it came to ${branch}` : `With ${branch}`}>
      {files.map((file) => (
        <File
          key={file.path}
          path={file.path}
          says={
            file.resolution === null ? 'nobody knows yet how to resolve it' : sources[file.resolution.source]
          }
          isOpen={file.resolution === null}
        >
          {file.resolution?.also.map((other) => (
            <p key={other.path} className="untrusted text-muted mb-2 text-sm">
              Also changed <code className="text-xs">{other.path}</code>: {other.why}
            </p>
          ))}
          {file.before === null ? (
            <p className="text-muted text-sm">
              {sentence(kindWords(file.kind))} {file.outcome !== null && outcomes[file.outcome]}
            </p>
          ) : (
            <Sides
              sides={[
                ['Before', <Marked key="before" text={file.before} />],
                ['After', <Marked key="after" text={file.after ?? afterWords(file)} />],
              ]}
            />
          )}
        </File>
      ))}
    </Part>
  );
}

function afterWords({ resolution }: TaskConflictsJson['files'][number]): string {
  return resolution?.deletes === true ? '(the file is deleted)' : '(not resolved)';
}

const foreseenBy = {
  history: 'by a merge on the branch',
  driver: 'by a structural merge',
  agent: 'by an agent',
} as const;

function Pair({ pair, task }: { pair: Found['pairs'][number]; task: string }) {
  const other = pair.task === null || pair.task.id === task ? pair.other : pair.task;
  const isBranch = pair.task === null;
  const nameOf = (side: { number: number } | null): string =>
    side === null ? 'The branch' : `#${side.number}`;
  return (
    <Part
      title={
        isBranch ? (
          'With the branch, line by line'
        ) : (
          <>
            With{' '}
            <Link
              to="/tasks/$task"
              params={{ task: other.id }}
              search={{ view: 'review' }}
              className="text-accent underline underline-offset-2"
            >
              #{other.number} <span className="untrusted">{other.title}</span>
            </Link>
            , {other.state}
          </>
        )
      }
    >
      {pair.reason !== null && <p className="untrusted text-muted text-sm">{pair.reason}</p>}
      {pair.files.map((file) => (
        <File key={file.path} path={file.path} says={foreseen(file)} isOpen={file.resolution === null}>
          {file.hunks?.map((hunk) => (
            <div key={hunk.line} className="mb-2">
              <p className="text-faint mb-1 text-xs">line {hunk.line}</p>
              <Sides
                sides={[
                  [nameOf(pair.task), <Marked key="ours" text={hunk.ours.join('\n')} />],
                  ['Before', <Marked key="base" text={hunk.base.join('\n')} />],
                  [nameOf(pair.other), <Marked key="theirs" text={hunk.theirs.join('\n')} />],
                ]}
              />
            </div>
          ))}
        </File>
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-medium">{title}</h2>
      <div className="flex flex-col gap-2">{children}</div>
    </section>
  );
}

function File({
  path,
  says,
  isOpen,
  children,
}: {
  path: string;
  says: string;
  isOpen: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen} className="bg-surface border-line shadow-card rounded-xl border px-3 py-2">
      <summary className="cursor-pointer text-sm">
        <code className="untrusted text-xs font-medium">{path}</code>{' '}
        <span className="text-muted">{says}</span>
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}

function foreseen({ kind, resolution }: Found['pairs'][number]['files'][number]): string {
  if (resolution === null) return kindWords(kind);
  return `${kindWords(kind)}; would be resolved as in ${resolution.path}, ${foreseenBy[resolution.source]}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function kindWords(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    content: 'both changed the same lines',
    both_added: 'both added it',
    binary: 'both changed it, and it has no lines',
    deleted: 'deleted by one, changed by the other',
    renamed: 'it was renamed, or something else was renamed to it',
    type: 'one made it another kind of thing',
    submodule: 'both moved the submodule',
    folder: 'a file where the other has a folder',
  };
  return words[kind] ?? 'git cannot bring it together';
}
