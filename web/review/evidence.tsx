// What the system ran on this work, and what came of it: the reason to believe that it is ready.
import { ChevronRight, CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { EvidenceJson, TaskJson } from '../../src/api/schemas.ts';
import { useCheckLog } from '../data/queries.ts';
import { countWords, durationWords } from '../data/words.ts';
import { OutputBox } from '../thread/output-box.tsx';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** `seen`: the name of a check that is shown as a whole. */
export function Evidence({ task, seen }: { task: TaskJson; seen?: string | undefined }) {
  const [log, setLog] = useState<string | null>(null);
  const checks = task.result?.checks ?? [];
  const verdict = task.verification;
  return (
    <>
      {verdict !== null && verdict.status !== 'passed' && (
        <p className="untrusted text-muted mb-2 text-xs">{verdict.reason}</p>
      )}
      <ul className="flex flex-col gap-1.5">
        {checks.map((check) => (
          <Check key={check.log} check={check} isSeen={check.name === seen} onLog={() => setLog(check.log)} />
        ))}
      </ul>
      <LogDialog task={task.id} log={log} onClose={() => setLog(null)} />
    </>
  );
}

function Check({ check, isSeen, onLog }: { check: EvidenceJson; isSeen: boolean; onLog: () => void }) {
  const [isOpen, setOpen] = useState(check.outcome !== 'passed' || isSeen);
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSeen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isSeen]);
  const passed = check.outcome === 'passed';
  const Icon = passed ? CircleCheck : CircleX;
  return (
    <li ref={element}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="hover:bg-hover -mx-1.5 flex w-[calc(100%+0.75rem)] items-center gap-2 rounded-lg px-1.5 py-1 text-left text-sm"
      >
        <Icon
          className={`size-4 shrink-0 ${passed ? 'text-ok' : 'text-bad'}`}
          role="img"
          aria-label={check.outcome.replace('_', ' ')}
        />
        <span className="min-w-0 flex-1">
          <span className="untrusted block truncate font-medium">{check.name}</span>
          <span className="text-muted block text-xs tabular-nums">
            {countsOf(check)}
            {durationWords(check.duration_ms)}
            {check.on === 'merged' && ' · on the merged tree'}
          </span>
        </span>
        <ChevronRight
          className={`text-faint size-4 shrink-0 transition-transform ${isOpen ? 'rotate-90' : ''}`}
          aria-hidden
        />
      </button>
      {isOpen && (
        <div className="mt-1 mb-2 flex flex-col gap-1.5">
          <p className="text-muted text-xs">
            <code className="untrusted">{check.command}</code>
            {check.exit_code !== null && ` · exit code ${check.exit_code}`} · tree{' '}
            <code>{check.tree.slice(0, 8)}</code>
          </p>
          <Failures check={check} />
          {check.tail.trim() !== '' && <OutputBox text={check.tail} />}
          <Button size="small" className="self-start" onClick={onLog}>
            Full log
          </Button>
        </div>
      )}
    </li>
  );
}

/** The tests that failed, as their runner names them. */
function Failures({ check }: { check: EvidenceJson }) {
  if (check.failures.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {check.failures.map((failure) => (
        <li key={failure.name} className="text-xs">
          <span className="untrusted text-bad font-medium">{plainText(failure.name)}</span>
          <span className="untrusted text-muted block whitespace-pre-wrap">{plainText(failure.message)}</span>
        </li>
      ))}
    </ul>
  );
}

function countsOf({ counts }: EvidenceJson): string {
  if (counts === null) return '';
  const parts = [
    counts.failed > 0 ? `${counts.failed} failed, ` : '',
    `${countWords(counts.passed, 'test')} passed`,
    counts.skipped > 0 ? `, ${counts.skipped} skipped` : '',
  ];
  return `${parts.join('')} · `;
}

function LogDialog({ task, log, onClose }: { task: string; log: string | null; onClose: () => void }) {
  const text = useCheckLog(task, log);
  return (
    <Dialog title={log ?? 'Log'} isOpen={log !== null} onClose={onClose} width="60rem">
      <div className="overflow-y-auto p-4">
        {text.data !== undefined && <OutputBox text={text.data} />}
        {text.error !== null && <p role="alert">{text.error.message}</p>}
      </div>
    </Dialog>
  );
}
