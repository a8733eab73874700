// The thread as a list that begins at its end and stays there while it grows, unless somebody has scrolled up to read.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Trouble } from '../ui/trouble.tsx';
import { ThreadItems } from './thread-items.tsx';
import { ThreadLog } from './thread-log.ts';
import { ThreadTaskContext } from './whose.ts';

export function Thread({
  task,
  version,
  isLive,
  isOpen,
}: {
  task: string;
  version: number;
  /** Whether its agent is at work. */
  isLive: boolean;
  /** The same, or that it waits for a person’s word. */
  isOpen: boolean;
}) {
  const log = useMemo(() => new ThreadLog(task), [task]);
  const whose = useMemo(() => ({ id: task, isOpen }), [task, isOpen]);
  useEffect(() => {
    void log.open();
    return () => log.close();
  }, [log]);
  const view = useSyncExternalStore(log.subscribe, log.get);
  if (view.error !== null && view.items.length === 0)
    return <Trouble error={view.error} onRetry={() => void log.open()} />;
  if (view.isLoading) return <div className="flex-1" aria-busy />;
  return (
    <ThreadTaskContext value={whose}>
      {/* A window elsewhere in the log is another list: nothing of the old one's measures holds for it. */}
      <ThreadItems key={view.window} log={log} task={task} version={version} isLive={isLive} />
    </ThreadTaskContext>
  );
}
