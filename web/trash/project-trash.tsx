// The trash of one project.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ProjectJson } from '../../src/api/schemas.ts';
import type {
  TrashEmptiedJson,
  TrashEntryJson,
  TrashJson,
  TrashOrphanJson,
} from '../../src/api/trash-schemas.ts';
import { toast } from '../toast/toast.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { serverNow } from '../data/clock.ts';
import { askFirst } from '../data/confirm-store.ts';
import { sayError } from '../data/run-action.ts';
import { agoWords, countWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { bytesWords } from './bytes-words.ts';

export function ProjectTrash({ project }: { project: ProjectJson }) {
  const client = useQueryClient();
  const params = { project: project.id };
  const queryKey = ['trash', project.id];
  const trash = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(endpoints.listTrash, { params, signal, timeoutMs: 0 }),
  });
  if (trash.error !== null) return <Trouble error={trash.error} onRetry={() => void trash.refetch()} />;
  if (trash.data === undefined) return <div aria-busy className="h-24" />;
  const doing = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      sayError(error);
    }
    await client.invalidateQueries({ queryKey });
  };
  const restore = async ({ task_id: id, number, title }: TrashEntryJson): Promise<void> => {
    const { task } = await call(endpoints.restoreTrash, { params, body: { entry: id } });
    board.gone.delete(id);
    board.refresh([id]);
    toast.success(`#${task?.number ?? number} “${title}” is ${task?.state ?? 'back'} again`);
  };
  const empty = async (only?: string): Promise<void> => {
    const wanted = only === undefined ? {} : { only: [only] };
    const plan = await call(endpoints.emptyTrash, { params, body: { ...wanted, dry_run: true } });
    const ids = [...plan.entries.map((one) => one.task_id), ...plan.orphans.map((one) => one.id)];
    if (ids.length === 0 || !(await askFirst(question(plan, project.name)))) return;
    // Exactly what was shown: what came to the trash since stays.
    const done = await call(endpoints.emptyTrash, { params, body: { only: ids }, timeoutMs: 0 });
    toast.success(`Deleted for good: ${wordsOf(done)}`);
  };
  return (
    <Shelf
      trash={trash.data}
      onRestore={(entry) => void doing(() => restore(entry))}
      onEmpty={(only) => void doing(() => empty(only))}
    />
  );
}

function question(plan: TrashEmptiedJson, project: string) {
  const titles = plan.entries.map((one) => `#${one.number} ${one.title}`);
  return {
    title: `Delete for good from ${project}?`,
    text: [`${wordsOf(plan)}. This cannot be undone.`, ...titles].join('\n'),
    action: 'Delete for good',
    isDangerous: true,
  };
}

function wordsOf({ entries, orphans, bytes }: TrashEmptiedJson): string {
  const parts = [
    entries.length === 0 ? [] : countWords(entries.length, 'task'),
    orphans.length === 0 ? [] : countWords(orphans.length, 'leftover'),
    bytesWords(bytes),
  ];
  return parts.flat().join(', ');
}

interface ShelfProps {
  readonly trash: TrashJson;
  readonly onRestore: (entry: TrashEntryJson) => void;
  readonly onEmpty: (only?: string) => void;
}

function Shelf({ trash, onRestore, onEmpty }: ShelfProps) {
  const { entries, orphans } = trash;
  const most = trash.max_bytes === null ? '' : ` of at most ${bytesWords(trash.max_bytes)}`;
  return (
    <section aria-label={`Trash of ${trash.project_name}`}>
      <div className="mb-2 flex items-center gap-3">
        <h2 className="untrusted font-medium">{trash.project_name}</h2>
        <p className="text-faint flex-1 text-xs">
          {bytesWords(trash.bytes)}
          {most}; kept for {countWords(trash.keep_days, 'day')}
        </p>
        {entries.length + orphans.length > 0 && (
          <Button size="small" onClick={() => onEmpty()}>
            Empty the trash …
          </Button>
        )}
      </div>
      {entries.length + orphans.length === 0 ? (
        <p className="text-muted text-sm">Nothing is in it.</p>
      ) : (
        <ul className="bg-surface border-line shadow-card divide-line divide-y rounded-xl border">
          {entries.map((entry) => (
            <Entry
              key={entry.task_id}
              entry={entry}
              onRestore={() => onRestore(entry)}
              onEmpty={() => onEmpty(entry.task_id)}
            />
          ))}
          {orphans.map((orphan) => (
            <Orphan key={orphan.id} orphan={orphan} onEmpty={() => onEmpty(orphan.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface EntryProps {
  readonly entry: TrashEntryJson;
  readonly onRestore: () => void;
  readonly onEmpty: () => void;
}

function Entry({ entry, onRestore, onEmpty }: EntryProps) {
  const left = Math.max(0, Math.ceil((Date.parse(entry.kept_until) - serverNow()) / 86_400_000));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
      <StateIcon state={entry.state} />
      <span className="min-w-0 flex-1 basis-60">
        <span className="untrusted block truncate font-medium">
          <span className="text-faint font-normal tabular-nums">#{entry.number}</span> {entry.title}
        </span>
        <span className="text-muted block text-xs">
          {entry.reason} {agoWords(serverNow() - Date.parse(entry.since))} · {countWords(left, 'day')} left ·{' '}
          {bytesWords(entry.bytes)}
        </span>
      </span>
      <Button size="small" onClick={onRestore}>
        Restore
      </Button>
      <Button size="small" tone="quiet" onClick={onEmpty} aria-label={`Delete #${entry.number} for good`}>
        Delete for good …
      </Button>
    </li>
  );
}

function Orphan({ orphan, onEmpty }: { orphan: TrashOrphanJson; onEmpty: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
      <span className="min-w-0 flex-1 basis-60">
        <span className="block">Of no task: {orphan.kind}</span>
        <span className="untrusted text-muted block truncate font-mono text-xs">
          {orphan.path ?? orphan.head ?? orphan.id} · {bytesWords(orphan.bytes)}
        </span>
      </span>
      <Button size="small" tone="quiet" onClick={onEmpty}>
        Delete for good …
      </Button>
    </li>
  );
}
