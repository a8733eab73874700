// The work, running: the project's own preview command in the task's copy, in a frame with its address. It is on an origin of its
// own, so what an agent wrote reaches nothing of this page.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { PreviewJson } from '../../src/api/review-schemas.ts';
import { AppError, messageOf } from '../../src/api/errors.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { sayError } from '../data/run-action.ts';
import { durationWords } from '../data/words.ts';
import { OutputBox } from '../thread/output-box.tsx';
import { Button } from '../ui/button.tsx';
import { Trouble } from '../ui/trouble.tsx';

export function Preview({ task }: { task: TaskJson }) {
  const client = useQueryClient();
  const key = ['preview', task.id];
  const params = { task: task.id };
  const state = useQuery({
    queryKey: key,
    // It ends by itself when nobody looks, and prints as it goes.
    refetchInterval: 5000,
    queryFn: async ({ signal }) => (await call(endpoints.showPreview, { params, signal })).preview,
  });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (refusal) {
      setError(refusal);
    } finally {
      await client.invalidateQueries({ queryKey: key });
      setBusy(false);
    }
  };
  if (state.error !== null) return <Trouble error={state.error} onRetry={() => void state.refetch()} />;
  if (state.data === undefined) return <div className="flex-1" aria-busy />;
  if (state.data === null)
    return (
      <Stopped
        isBusy={isBusy}
        error={error}
        onStart={() => void doing(() => call(endpoints.startPreview, { params, timeoutMs: 0 }))}
      />
    );
  return (
    <Running
      preview={state.data}
      onStop={() => void doing(() => call(endpoints.stopPreview, { params })).catch(sayError)}
    />
  );
}

function Stopped({ isBusy, error, onStart }: { isBusy: boolean; error: unknown; onStart: () => void }) {
  const detail = error instanceof AppError ? error.details['output'] : undefined;
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col items-center gap-3 overflow-y-auto px-6 py-14 text-center">
      <p className="text-text font-medium">See the work before you apply it</p>
      <p className="text-muted text-sm">
        The preview command of the project starts in this task’s copy, and is shown here on an address of its
        own.
      </p>
      <Button tone="primary" disabled={isBusy} onClick={onStart}>
        <Play className="size-4" aria-hidden /> {isBusy ? 'Starting …' : 'Start the preview'}
      </Button>
      {error !== null && (
        <div role="alert" className="w-full text-sm">
          <p className="untrusted text-bad">{messageOf(error)}</p>
          {error instanceof AppError && error.next !== undefined && (
            <p className="untrusted text-muted">{error.next}</p>
          )}
          {typeof detail === 'string' && detail !== '' && (
            <div className="mt-2 text-left">
              <OutputBox text={detail} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function Running({ preview, onStop }: { preview: PreviewJson; onStop: () => void }) {
  const [round, setRound] = useState(0);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="border-line flex items-center gap-2 border-b px-4 py-1.5">
        <span aria-hidden className="bg-live size-2 shrink-0 rounded-full" />
        <a
          href={preview.url}
          target="_blank"
          rel="noopener noreferrer"
          className="untrusted text-muted min-w-0 flex-1 truncate font-mono text-xs underline-offset-2 hover:underline"
        >
          {preview.url}
        </a>
        <Button size="small" tone="quiet" onClick={() => setRound(round + 1)}>
          <RotateCw className="size-3.5" aria-hidden /> Reload
        </Button>
        <a
          href={preview.url}
          target="_blank"
          rel="noopener noreferrer"
          className="text-muted hover:bg-hover hover:text-text inline-flex h-7 shrink-0 items-center gap-1 rounded-lg px-2 text-xs font-medium"
        >
          <ExternalLink className="size-3.5" aria-hidden /> Open
        </a>
        <Button size="small" onClick={onStop}>
          <Square className="size-3.5" aria-hidden /> Stop
        </Button>
      </div>
      <iframe
        key={`${preview.url} ${round}`}
        src={preview.url}
        title="Preview of the work"
        referrerPolicy="no-referrer"
        // It has an origin of its own: with that it may do what any page may, but not lead this one elsewhere.
        sandbox="allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads"
        className="min-h-0 w-full flex-1 border-0 bg-white"
      />
      <div className="border-line border-t px-4 py-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="text-muted text-xs"
        >
          <code className="untrusted">{preview.command}</code> · stops when nobody has looked for{' '}
          {durationWords(preview.idle_ms)} · {isOpen ? 'hide' : 'show'} its output
        </button>
        {isOpen && (
          <div className="mt-1.5 max-h-[30vh] overflow-y-auto">
            <OutputBox text={preview.output} />
          </div>
        )}
      </div>
    </div>
  );
}
